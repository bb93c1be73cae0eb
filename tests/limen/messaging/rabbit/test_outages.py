"""Broker and database may be stopped, killed and started again: nothing is lost, nobody intervenes."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from limen.errors import DatabaseUnavailable
from limen.ids import new_id
from limen.messaging import supervise
from limen.runtime import Runtime
from limen.storage.tables import delivery
from tests.limen.messaging import kit
from tests.limen.messaging.buses import RabbitBus
from tests.limen.messaging.kit import count, effects_of, publish, unsent
from tests.rig.waiting import wait_until

#: several of the consumer's batches; tests/proof has 2,000 wait before whole nodes
EVENTS = 200
#: the machine that runs the tests may have much else to do
DEADLINE = 120.0

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(supervise, "BACKOFF_SECONDS", (0.1, 1.0))


@pytest.fixture
def bus(restartable_broker, new_postgres, handlers) -> Iterator[RabbitBus]:
    """Services on a broker that the test may stop."""
    bus = RabbitBus(*services(restartable_broker.new_vhost(), new_postgres, handlers))
    yield bus
    bus.close()


def services(broker_url: str, new_database: Callable[[], str], handlers) -> tuple[Runtime, Runtime]:
    host = {"shape": "host", "broker_url": broker_url}
    return (
        kit.open_service("registration", new_database(), **host),
        kit.open_service("readmission", new_database(), handlers=handlers, **host),
    )


def publish_many(registration: Runtime, number: int) -> set[str]:
    records = [new_id() for _ in range(number)]
    for first in range(0, number, 100):
        publish(registration, *records[first : first + 100])
    return set(records)


def assert_each_took_effect_once(bus: RabbitBus, records: set[str]) -> None:
    def arrived() -> bool:
        return count(bus.readmission, kit.effect) >= len(records)

    wait_until(arrived, f"{len(records)} events took effect", DEADLINE)
    wait_until(lambda: unsent(bus.registration) == 0, "every event is marked as sent", DEADLINE)
    assert Counter(effects_of(bus.readmission)) == Counter((record, 1) for record in records)
    assert count(bus.readmission, delivery) == 0


@pytest.mark.parametrize("end", ["stop_gracefully", "kill"])
def test_events_on_their_way_survive_the_end_of_the_broker(bus, restartable_broker, end):
    bus.start()
    records = publish_many(bus.registration, EVENTS // 2)
    wait_until(lambda: effects_of(bus.readmission), "the first took effect", DEADLINE)
    getattr(restartable_broker, end)()
    records |= publish_many(bus.registration, EVENTS // 2)  # commits do not need the broker
    restartable_broker.start()
    assert_each_took_effect_once(bus, records)


@pytest.mark.parametrize("end", ["stop_gracefully", "kill"])
def test_events_that_wait_in_the_broker_survive_its_end(bus, restartable_broker, end):
    sender = bus.worker(bus.registration)
    sender.start()
    records = publish_many(bus.registration, EVENTS)
    wait_until(lambda: unsent(bus.registration) == 0, "the broker has them all", DEADLINE)
    sender.stop()
    getattr(restartable_broker, end)()
    restartable_broker.start()
    bus.start()
    assert_each_took_effect_once(bus, records)


def test_events_wait_for_a_broker_that_was_never_there(bus, restartable_broker):
    restartable_broker.stop_gracefully()
    bus.start()
    records = publish_many(bus.registration, EVENTS)
    assert unsent(bus.registration) == EVENTS
    restartable_broker.start()
    assert_each_took_effect_once(bus, records)


@pytest.fixture
def bus_on_restartable_database(restartable_database, broker_url, handlers) -> Iterator[RabbitBus]:
    """Services on a database that the test may stop."""
    urls = []

    def new_database() -> str:
        urls.append(restartable_database.new_database())
        return urls[-1]

    bus = RabbitBus(*services(broker_url, new_database, handlers))
    for runtime in (bus.registration, bus.readmission):
        kit.create_tables(runtime.database)
    yield bus
    bus.close()


@pytest.mark.parametrize("end", ["stop_gracefully", "kill"])
def test_workers_wait_for_a_database_that_ended_and_go_on(
    bus_on_restartable_database, restartable_database, end
):
    bus = bus_on_restartable_database
    bus.start()
    records = publish_many(bus.registration, EVENTS)
    wait_until(lambda: effects_of(bus.readmission), "the first took effect", DEADLINE)
    getattr(restartable_database, end)()
    with pytest.raises(DatabaseUnavailable):
        publish(bus.registration, new_id())
    restartable_database.start()
    wait_until(lambda: answers(bus.registration), "the pool has let go of its dead connections")
    records |= publish_many(bus.registration, 100)
    assert_each_took_effect_once(bus, records)


def answers(runtime: Runtime) -> bool:
    try:
        runtime.database.ping()
    except DatabaseUnavailable:
        return False
    return True

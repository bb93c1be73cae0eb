"""What both buses guarantee: one body of tests, run on the embedded bus and on RabbitMQ."""

import itertools
import json
import random

import pytest

from limen.ids import new_id
from limen.messaging import inbox, parked
from limen.messaging.envelope import Event
from limen.runtime import Runtime
from limen.storage.tables import delivery
from limen.storage.tables import inbox as inbox_table
from limen.work import system_actor, unit_of_work
from tests.limen.messaging.kit import (
    ENDED,
    RAISED,
    count,
    effects_of,
    event_of,
    open_service,
    publish,
    safeguard,
    unsent,
    waiting_rows,
)
from tests.rig.waiting import wait_until


def wait_for_effects(bus, number: int, deadline: float = 60.0) -> list[tuple[str, int]]:
    wait_until(lambda: len(effects_of(bus.readmission)) >= number, f"{number} events took effect", deadline)
    return effects_of(bus.readmission)


def wait_until_parked(bus, number: int = 1):
    wait_until(lambda: len(waiting_rows(bus.readmission)) >= number, f"{number} messages are parked")
    return waiting_rows(bus.readmission)


def in_order(effects: list[tuple[str, int]]) -> dict[str, list[int]]:
    """The versions of each record, as they took effect."""
    return {
        record: [version for _, version in group]
        for record, group in itertools.groupby(
            sorted(effects, key=lambda item: item[0]), lambda item: item[0]
        )
    }


def test_an_event_takes_effect_once(bus):
    record = new_id()
    bus.start()
    publish(bus.registration, record)
    assert wait_for_effects(bus, 1) == [(record, 1)]
    wait_until(lambda: unsent(bus.registration) == 0, "the event is marked as sent")
    assert count(bus.readmission, inbox_table) == 1


def publish_and_fail(runtime: Runtime, record: str) -> None:
    with unit_of_work(runtime, system_actor("test")) as work:
        work.publish(RAISED, record, safeguard(record))
        raise RuntimeError("the rest of the transaction went wrong")


def test_events_of_a_transaction_that_is_rolled_back_are_never_sent(bus):
    bus.start()
    with pytest.raises(RuntimeError):
        publish_and_fail(bus.registration, new_id())
    publish(bus.registration, after := new_id())
    assert wait_for_effects(bus, 1) == [(after, 1)]
    assert count(bus.readmission, inbox_table) == 1


def test_what_was_committed_before_a_crash_is_sent_after_it(bus):
    records = [new_id() for _ in range(50)]
    for record in records:
        publish(bus.registration, record)  # and no worker is there to send it: the process was killed
    assert unsent(bus.registration) == 50
    bus.start()
    assert sorted(wait_for_effects(bus, 50)) == sorted((record, 1) for record in records)


def test_an_event_that_arrives_again_changes_nothing(bus):
    body = event_of(record := new_id(), 1).encode()
    bus.deliver(body, body, body)
    bus.start()
    bus.deliver(body, event_of(record, 2).encode())
    assert wait_for_effects(bus, 2) == [(record, 1), (record, 2)]
    assert count(bus.readmission, delivery) == 0


def test_events_that_arrive_out_of_order_take_effect_in_order(bus):
    record = new_id()
    bodies = [event_of(record, version).encode() for version in range(1, 21)]
    random.Random(7).shuffle(bodies)
    bus.start()
    bus.deliver(*bodies)
    assert wait_for_effects(bus, 20) == [(record, version) for version in range(1, 21)]
    wait_until(lambda: count(bus.readmission, delivery) == 0, "nothing waits any more")


def test_two_workers_never_break_the_order_of_one_record(bus):
    records = [new_id() for _ in range(5)]
    bus.start(subscribers=2)
    for _ in range(40):
        publish(bus.registration, *records)
    effects = wait_for_effects(bus, 200)
    assert in_order(effects) == {record: list(range(1, 41)) for record in records}


def test_a_known_type_without_a_handler_only_counts_the_version_on(bus):
    record = new_id()
    bus.start()
    publish(bus.registration, record)
    with unit_of_work(bus.registration, system_actor("test")) as work:
        work.publish(ENDED, record, {"safeguard_id": record, "person_id": record, "ended": "2026-03-07"})
    publish(bus.registration, record)
    assert wait_for_effects(bus, 2) == [(record, 1), (record, 3)]
    assert count(bus.readmission, inbox_table) == 3


def altered(event: Event, **attributes) -> bytes:
    return json.dumps({**json.loads(event.encode()), **attributes}).encode()


UNREADABLE = {
    "no JSON": (lambda: b"Anna Maria ERIKSSON", "Undecodable: the body is not JSON"),
    "no event": (lambda: b"[1, 2]", "Undecodable: the body is not a JSON object"),
    "unknown type": (
        lambda: altered(event_of(new_id(), 1), type="limen.registration.safeguard.forgotten.v1"),
        "UnknownEvent: no contract for limen.registration.safeguard.forgotten.v1",
    ),
    "unknown version": (
        lambda: altered(event_of(new_id(), 1), type="limen.registration.safeguard.raised.v2"),
        "UnknownEvent: no contract for limen.registration.safeguard.raised.v2",
    ),
    "broken contract": (
        lambda: event_of(record := new_id(), 1, data={"safeguard_id": record, "since": 7}).encode(),
        "BrokenContract: limen.registration.safeguard.raised.v1: fields person_id, safeguard, since",
    ),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_message_that_cannot_be_understood_is_parked_and_never_blocks_the_next(bus, kind):
    make, error = UNREADABLE[kind]
    body, record = make(), new_id()
    bus.start()
    bus.deliver(body, event_of(record, 1).encode())
    assert wait_for_effects(bus, 1) == [(record, 1)]
    (row,) = wait_until_parked(bus)
    assert (row.error, row.body) == (error, body)


def test_an_event_whose_handler_always_fails_is_parked_and_never_blocks_other_records(bus, effects):
    effects.failing.add(bad := new_id())
    good = new_id()
    bus.start()
    publish(bus.registration, bad, good, bad)
    assert wait_for_effects(bus, 1) == [(good, 1)]
    (row,) = wait_until_parked(bus)
    assert (row.aggregate_id, row.version, row.attempt) == (bad, 1, len(inbox.DELAYS) + 1)
    assert row.error.startswith("KeyError in __call__, ")
    assert "ERIKSSON" not in row.error
    (later,) = waiting_rows(bus.readmission, "early")
    assert (later.aggregate_id, later.version) == (bad, 2)


def test_a_handler_that_recovers_in_time_needs_nobody(bus, effects):
    effects.failing.add(record := new_id())
    bus.start()
    publish(bus.registration, record, record)
    wait_until(lambda: effects.attempts >= 2, "the event was tried twice")
    effects.failing.clear()
    assert wait_for_effects(bus, 2) == [(record, 1), (record, 2)]
    wait_until(lambda: count(bus.readmission, delivery) == 0, "nothing waits any more")


def test_a_parked_event_takes_effect_when_it_is_replayed_and_its_followers_after_it(bus, effects):
    effects.failing.add(record := new_id())
    bus.start()
    publish(bus.registration, record, record, record)
    (row,) = wait_until_parked(bus)
    effects.failing.clear()
    with unit_of_work(bus.readmission, system_actor("test")) as work:
        parked.replay(work, row.id)
    assert wait_for_effects(bus, 3) == [(record, 1), (record, 2), (record, 3)]
    wait_until(lambda: count(bus.readmission, delivery) == 0, "nothing waits any more")


def test_when_a_parked_event_is_discarded_its_followers_go_on(bus, effects):
    effects.failing.add(record := new_id())
    bus.start()
    publish(bus.registration, record, record, record)
    (row,) = wait_until_parked(bus)
    effects.failing.clear()
    with unit_of_work(bus.readmission, system_actor("test")) as work:
        parked.discard(work, row.id, "the case was entered by hand")
    assert wait_for_effects(bus, 2) == [(record, 2), (record, 3)]


def test_events_committed_while_the_subscriber_is_away_wait_for_it(bus, handlers):
    bus.start()
    publish(bus.registration, first := new_id())
    wait_for_effects(bus, 1)
    bus.stop()
    publish(bus.registration, second := new_id())
    bus.readmission.close()
    url = bus.readmission.database.url.render_as_string(hide_password=False)
    settings = bus.readmission.settings
    bus.readmission = open_service(
        "readmission", url, handlers=handlers, shape=settings.shape, broker_url=settings.broker_url
    )
    bus._peers["readmission"] = bus.readmission
    bus.start()
    assert wait_for_effects(bus, 2) == [(first, 1), (second, 1)]

"""The relay: nothing is marked sent that the broker did not take, nothing is passed over."""

import json
import threading
from contextlib import contextmanager

import pika
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from limen.ids import new_id
from limen.messaging import leader as leader_module
from limen.messaging import metrics
from limen.messaging.rabbit import relay as relay_module
from limen.messaging.rabbit.relay import Relay
from limen.messaging.rabbit.topology import Topology
from limen.messaging.supervise import Supervised
from limen.storage.tables import outbox
from limen.work import system_actor, unit_of_work
from tests.limen.messaging.kit import RAISED, publish, safeguard, unsent
from tests.rig.waiting import wait_until

TOPOLOGY = Topology()
QUEUE = TOPOLOGY.queue("readmission")


@pytest.fixture
def registration(rabbit_bus):
    """A producer in the host shape; no worker runs."""
    return rabbit_bus.registration


@contextmanager
def relaying(runtime):
    """Run a relay, supervised as in a worker."""
    stop = threading.Event()
    relay = Relay(runtime)
    thread = Supervised(runtime.service.name, "relay", relay.run, stop)
    thread.start()
    yield relay
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def taken(channel, number: int) -> list[tuple[pika.BasicProperties, bytes]]:
    """Take so many messages from readmission's queue."""
    messages = []
    for method, properties, body in channel.consume(QUEUE, auto_ack=True, inactivity_timeout=20):
        assert method, f"waited in vain; {len(messages)} messages came"
        messages.append((properties, body))
        if len(messages) == number:
            break
    channel.cancel()
    return messages


def wait_until_sent(runtime):
    wait_until(lambda: unsent(runtime) == 0, "every event is marked as sent", 60)


def test_an_event_is_published_with_what_a_tracer_needs_and_nothing_personal(registration, channel):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    record = new_id()
    with unit_of_work(registration, system_actor("test"), traceparent=trace) as work:
        event = work.publish(RAISED, record, safeguard(record))
    with relaying(registration):
        ((properties, body),) = taken(channel, 1)
        wait_until_sent(registration)
    assert body == event.encode()
    assert properties.message_id == event.id
    assert properties.type == RAISED
    assert properties.content_type == "application/cloudevents+json"
    assert properties.delivery_mode == 2
    assert properties.headers == {"traceparent": trace}
    assert (properties.user_id, properties.app_id, properties.correlation_id) == (None, None, None)


def test_a_backlog_larger_than_the_window_is_sent_in_order(registration, channel):
    records = [new_id() for _ in range(25)]
    for _ in range(100):
        publish(registration, *records)
    with relaying(registration):
        bodies = [json.loads(body) for _, body in taken(channel, 2500)]
        wait_until_sent(registration)
    for record in records:
        versions = [body["aggregateversion"] for body in bodies if body["subject"] == record]
        assert versions == list(range(1, 101))


def test_a_commit_wakes_the_relay(registration, channel, monkeypatch):
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 3600.0)
    with relaying(registration) as relay:
        publish(registration, new_id())
        taken(channel, 1)
        wait_until(lambda: relay.last_contact, "the broker answered")
        for _ in range(50):  # one after the other, so that each has to wake it anew
            publish(registration, new_id())
            taken(channel, 1)


def test_the_row_of_a_slow_transaction_is_never_skipped(registration, channel):
    slow_wrote, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with unit_of_work(registration, system_actor("test")) as work:
            record = new_id()
            work.publish(RAISED, record, safeguard(record))
            work.finish()
            work._events, work._rows = [], {}  # they are written; only the commit is to come
            slow_wrote.set()
            assert may_commit.wait(20)

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert slow_wrote.wait(20)
    with relaying(registration):
        fast = publish(registration, new_id())
        ((properties, _),) = taken(channel, 1)
        assert properties.message_id == fast[0].id
        wait_until_sent(registration)
        may_commit.set()
        slow.join()
        taken(channel, 1)
        wait_until_sent(registration)
    with registration.database.read() as connection:
        rows = connection.execute(sa.select(outbox.c.event_id).order_by(outbox.c.position)).scalars().all()
    assert rows[1] == fast[0].id, "the slow transaction had the lower position"


def refusals(reason: str) -> float:
    return metrics.REFUSED.labels("registration", RAISED, reason)._value.get()


def test_an_unroutable_publish_is_an_error_and_is_tried_again(registration, channel, monkeypatch):
    monkeypatch.setattr(relay_module, "REST_SECONDS", (0.2, 0.2))
    declare, may_mend = Topology.declare, threading.Event()
    monkeypatch.setattr(Topology, "declare", lambda *each: declare(*each) if may_mend.is_set() else None)
    channel.queue_unbind(QUEUE, TOPOLOGY.events, "registration.safeguard.#")
    before = refusals("returned")
    with capture_logs() as logs, relaying(registration):
        publish(registration, new_id(), new_id())
        wait_until(lambda: refusals("returned") >= before + 4, "both came back twice")
        assert unsent(registration) == 2
        may_mend.set()  # the relay declares its topology before it tries again: the binding is back
        taken(channel, 2)
        wait_until_sent(registration)
    errors = [entry for entry in logs if entry["event"] == "event.refused"]
    assert errors[0]["reason"] == "returned: NO_ROUTE"
    assert errors[0]["log_level"] == "error"


def test_events_of_other_types_go_on_while_one_type_is_refused(registration, channel, monkeypatch):
    monkeypatch.setattr(Topology, "declare", lambda *_: None)
    channel.queue_unbind(QUEUE, TOPOLOGY.events, "registration.safeguard.#")
    with relaying(registration):
        publish(registration, *(new_id() for _ in range(20)))
        record = new_id()
        with unit_of_work(registration, system_actor("test")) as work:
            work.publish("limen.registration.person.erased.v1", record, {"person_id": record})
        ((properties, _),) = taken(channel, 1)
        assert properties.type == "limen.registration.person.erased.v1"
        wait_until(lambda: unsent(registration) == 20, "the other is marked as sent")


def test_an_event_that_the_broker_refuses_is_tried_again(registration, channel, monkeypatch):
    """A full queue refuses publishes; `reject-publish` makes the broker say so."""
    monkeypatch.setattr(relay_module, "REST_SECONDS", (0.1, 0.1))
    full = {**TOPOLOGY._arguments("readmission"), "x-max-length": 1}
    channel.queue_delete(QUEUE)
    channel.queue_declare(QUEUE, durable=True, arguments=full)
    channel.queue_bind(QUEUE, TOPOLOGY.events, "registration.safeguard.#")
    monkeypatch.setattr(Topology, "declare", lambda *_: None)
    before = refusals("refused by the broker")
    with relaying(registration):
        for _ in range(5):  # a quorum queue lets some more in than its limit says
            publish(registration, *(new_id() for _ in range(20)))
        wait_until(lambda: refusals("refused by the broker") > before, "the broker refused one")
        taken(channel, 100)
        wait_until_sent(registration)


def test_events_that_nobody_subscribes_to_are_not_sent_and_do_not_pile_up(registration, channel):
    with unit_of_work(registration, system_actor("test")) as work:
        for _ in range(2 * relay_module.WINDOW + 1):
            record = new_id()
            data = {"encounter_id": record, "person_id": record, "post": "BA-1", "kind": "x", "at": "x"}
            work.publish("limen.registration.encounter.recorded.v1", record, data)
    with relaying(registration):
        wait_until_sent(registration)
    assert channel.queue_declare(QUEUE, passive=True).method.message_count == 0


def test_of_two_relays_one_waits_and_takes_over(rabbit_bus, channel, monkeypatch):
    monkeypatch.setattr(leader_module, "RETRY_SECONDS", 0.01)
    with relaying(rabbit_bus.registration) as first:
        publish(rabbit_bus.registration, new_id())
        taken(channel, 1)
        wait_until(lambda: first.last_contact, "the first relay works")
        with relaying(rabbit_bus.registration) as second:
            for _ in range(20):
                publish(rabbit_bus.registration, new_id())
            assert len({properties.message_id for properties, _ in taken(channel, 20)}) == 20
            wait_until_sent(rabbit_bus.registration)
            assert second.last_contact == 0.0
            end_leaders_session(rabbit_bus.registration)
            publish(rabbit_bus.registration, new_id())
            taken(channel, 1)
    assert channel.queue_declare(QUEUE, passive=True).method.message_count == 0


def end_leaders_session(runtime) -> None:
    query = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with runtime.database.write() as connection:
        connection.execute(query)


def test_a_relay_that_loses_its_database_session_comes_back(registration, channel):
    with relaying(registration) as relay:
        publish(registration, new_id())
        taken(channel, 1)
        wait_until(lambda: relay.last_contact, "the relay works")
        wait_until_sent(registration)
        end_leaders_session(registration)
        publish(registration, new_id())
        taken(channel, 1)
        wait_until_sent(registration)


def test_a_large_backlog_is_read_page_by_page_not_sorted_each_time(registration):
    """The planner thinks that few rows are unsent; after an outage there are many."""
    publish(registration, *(new_id() for _ in range(2000)))
    with registration.database.dedicated() as connection:
        connection.execute(sa.text("ANALYZE outbox"))
        connection.execute(sa.text("UPDATE pg_class SET reltuples = 1e7 WHERE relname = 'outbox'"))
        for setting, value in relay_module._SESSION.items():
            connection.execute(sa.text(f"SET {setting} = {value}"))
        statement = (
            "SELECT * FROM outbox WHERE sent_at IS NULL AND position <> ALL('{1,2}') ORDER BY position"
        )
        plan = "\n".join(connection.scalars(sa.text(f"EXPLAIN {statement} LIMIT 500")))
    assert "Index Scan using outbox_unsent" in plan
    assert "Sort" not in plan

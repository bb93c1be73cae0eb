"""The consumer: whatever lies in the queue is dealt with, and acknowledged after the commit only."""

import threading

import pytest

from limen.errors import BrokerUnavailable, DatabaseUnavailable
from limen.ids import new_id
from limen.messaging import inbox
from limen.messaging.rabbit.consumer import Consumer
from limen.messaging.rabbit.topology import DELIVERY_LIMIT, Topology
from limen.storage.tables import delivery
from limen.storage.tables import inbox as inbox_table
from tests.limen.messaging.buses import publish_raw
from tests.limen.messaging.kit import count, effects_of, event_of, open_service, waiting_rows
from tests.rig.ports import free_port
from tests.rig.waiting import wait_until

TOPOLOGY = Topology()
QUEUE = TOPOLOGY.queue("readmission")


def wait_for_effects(bus, number: int) -> None:
    wait_until(lambda: len(effects_of(bus.readmission)) >= number, f"{number} events took effect", 60)


def wait_until_parked(bus):
    wait_until(lambda: waiting_rows(bus.readmission), "the message is parked", 60)
    return waiting_rows(bus.readmission)


@pytest.mark.parametrize(
    "properties",
    [
        {"content_type": "application/x-python-serialize"},
        {"content_type": "application/json", "content_encoding": "utf-8"},
        {"content_type": "text/plain", "content_encoding": "no such encoding"},
        {"headers": {"compression": "gzip"}},
        {"headers": {"compression": "no such method"}},
    ],
    ids=["pickle", "utf-8", "unknown encoding", "not compressed", "unknown compression"],
)
def test_whatever_the_metadata_say_the_body_is_looked_at_and_nothing_is_lost(
    rabbit_bus, broker_url, properties
):
    event = event_of(record := new_id(), 1)
    publish_raw(broker_url, event.encode(), b"\xff\xfe no event", **properties)
    rabbit_bus.start()
    wait_for_effects(rabbit_bus, 1)
    assert effects_of(rabbit_bus.readmission) == [(record, 1)]
    (row,) = wait_until_parked(rabbit_bus)
    assert row.body == b"\xff\xfe no event"


def queue_is_empty(channel, queue: str = QUEUE) -> bool:
    """Count by declaring passively: waiting messages, not those that are out."""
    return channel.queue_declare(queue, passive=True).method.message_count == 0


def test_a_message_is_acknowledged_after_its_commit(rabbit_bus, broker_url, channel):
    publish_raw(broker_url, event_of(new_id(), 1).encode())
    rabbit_bus.start()
    wait_for_effects(rabbit_bus, 1)
    rabbit_bus.stop()
    assert queue_is_empty(channel)


def test_a_message_whose_commit_did_not_happen_is_delivered_again(rabbit_bus, broker_url, monkeypatch):
    settle, failures = inbox._settle_together, iter([True, True])

    def away_at_first(*arguments):
        if next(failures, False):
            raise DatabaseUnavailable()
        return settle(*arguments)

    def away():
        raise DatabaseUnavailable()

    monkeypatch.setattr(inbox, "_settle_together", away_at_first)
    pings = iter([None, away, None, away])
    monkeypatch.setattr(
        rabbit_bus.readmission.database, "ping", lambda: (next(pings, None) or (lambda: None))()
    )
    publish_raw(broker_url, event_of(record := new_id(), 1).encode())
    rabbit_bus.start()
    wait_for_effects(rabbit_bus, 1)
    assert effects_of(rabbit_bus.readmission) == [(record, 1)]
    assert count(rabbit_bus.readmission, delivery) == 0


def test_a_message_over_the_delivery_limit_is_parked(rabbit_bus, broker_url, channel):
    event = event_of(record := new_id(), 1)
    publish_raw(broker_url, event.encode())
    deliveries = 0
    for method, _, _ in channel.consume(QUEUE, inactivity_timeout=1):
        if method is None:
            break
        deliveries += 1
        channel.basic_reject(method.delivery_tag, requeue=True)  # as if it killed its consumer each time
    channel.cancel()
    assert deliveries > DELIVERY_LIMIT
    rabbit_bus.start()
    (row,) = wait_until_parked(rabbit_bus)
    assert (row.event_id, row.aggregate_id, row.body) == (event.id, record, event.encode())
    assert row.error == "GivenUp: The broker gave the message up: each time it was delivered, no answer came."
    rabbit_bus.stop()
    assert queue_is_empty(channel, TOPOLOGY.dead_queue("readmission"))


def test_a_dead_message_that_took_effect_after_all_is_forgotten(rabbit_bus, broker_url, channel):
    body = event_of(new_id(), 1).encode()
    inbox.receive(rabbit_bus.readmission, [body])
    channel.basic_publish(TOPOLOGY.dead_letters, TOPOLOGY.dead_queue("readmission"), body)
    publish_raw(broker_url, event_of(new_id(), 1).encode())
    rabbit_bus.start()
    wait_for_effects(rabbit_bus, 2)
    wait_until(
        lambda: queue_is_empty(channel, TOPOLOGY.dead_queue("readmission")), "the dead queue is drained"
    )
    rabbit_bus.stop()
    assert count(rabbit_bus.readmission, delivery) == 0


def test_a_consumer_that_breaks_down_leaves_its_messages_to_its_next_life(
    rabbit_bus, broker_url, monkeypatch
):
    take, failures = inbox._take, iter([True])

    def broken_at_first(*arguments):
        if next(failures, False):
            raise RuntimeError("a bug of ours, outside any handler")
        return take(*arguments)

    monkeypatch.setattr(inbox, "_take", broken_at_first)
    publish_raw(broker_url, *(event_of(new_id(), 1).encode() for _ in range(20)))
    rabbit_bus.start()
    wait_for_effects(rabbit_bus, 20)
    assert count(rabbit_bus.readmission, inbox_table) == 20


def test_a_broker_that_is_not_there_is_a_wait_and_not_a_fault():
    url = f"amqp://127.0.0.1:{free_port()}/limen"
    consumer = Consumer(open_service("readmission", "sqlite://", broker_url=url))
    with pytest.raises(BrokerUnavailable):
        consumer.run(threading.Event())


def test_over_tls_the_broker_must_have_the_name_that_was_asked_for():
    runtime = open_service("readmission", "sqlite://", broker_url="amqps://broker.example/limen")
    assert Consumer(runtime)._connection().ssl == {"server_hostname": None}  # kombu: the name in the URL

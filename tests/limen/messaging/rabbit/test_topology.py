"""What is declared in the broker, and that both clients declare the same."""

import pika
import pytest
from kombu.connection import Connection

from limen.messaging.contracts import SUBSCRIPTIONS
from limen.messaging.rabbit.topology import DELIVERY_LIMIT, Topology


def test_both_clients_declare_the_same_and_declaring_again_changes_nothing(broker_url, channel):
    topology = Topology()
    with Connection(broker_url) as connection:
        topology.declare(connection.channel())  # a difference in any argument would close the channel
    topology.declare(channel)


def test_every_subscriber_has_a_quorum_queue_and_a_dead_one(channel):
    topology = Topology()
    for service, aggregates in SUBSCRIPTIONS.items():
        if aggregates:
            for queue in (topology.queue(service), topology.dead_queue(service)):
                assert channel.queue_declare(queue, passive=True).method.message_count == 0


@pytest.mark.parametrize("name", ["x-queue-type", "x-delivery-limit", "x-overflow", "x-dead-letter-strategy"])
def test_no_argument_of_a_queue_is_left_to_the_broker(channel, name):
    topology = Topology()
    arguments = {k: v for k, v in topology._arguments("readmission").items() if k != name}
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="PRECONDITION_FAILED"):
        channel.queue_declare(topology.queue("readmission"), durable=True, arguments=arguments)


def test_an_event_reaches_the_queues_of_its_subscribers_only(channel):
    topology = Topology()
    channel.confirm_delivery()
    channel.basic_publish(topology.events, "registration.safeguard.raised.v1", b"x", mandatory=True)
    assert channel.basic_get(topology.queue("readmission"), auto_ack=True)[2] == b"x"
    assert channel.basic_get(topology.queue("registration"), auto_ack=True)[0] is None


def test_two_prefixes_do_not_meet_in_one_virtual_host(channel):
    ours, theirs = Topology("ours"), Topology("theirs")
    ours.declare(channel)
    theirs.declare(channel)
    channel.confirm_delivery()
    channel.basic_publish(ours.events, "registration.safeguard.raised.v1", b"x", mandatory=True)
    assert channel.basic_get(theirs.queue("readmission"), auto_ack=True)[0] is None
    assert channel.basic_get(ours.queue("readmission"), auto_ack=True)[2] == b"x"


def test_a_message_that_is_delivered_too_often_goes_to_the_dead_queue(channel):
    topology = Topology()
    channel.confirm_delivery()
    channel.basic_publish(
        topology.events, "registration.safeguard.raised.v1", b"x", pika.BasicProperties(delivery_mode=2)
    )
    deliveries = 0
    for method, _, _ in channel.consume(topology.queue("readmission"), inactivity_timeout=1):
        if method is None:
            break
        deliveries += 1
        channel.basic_reject(method.delivery_tag, requeue=True)
    channel.cancel()
    assert deliveries == DELIVERY_LIMIT + 1
    for method, properties, body in channel.consume(
        topology.dead_queue("readmission"), inactivity_timeout=20
    ):
        assert method, "the dead queue stayed empty"
        assert body == b"x"
        assert properties.headers["x-first-death-reason"] == "delivery_limit"
        break

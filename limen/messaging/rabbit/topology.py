"""What stands in the broker: exchanges, queues and bindings, with every argument set.

RabbitMQ 3.10 and 4.x differ in their defaults, so nothing is left to them. Relay and consumer both
declare everything for all services when they connect: a `mandatory` publish must find its queues
even if the subscriber never ran, and what somebody deleted comes back by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from limen.messaging.contracts import SUBSCRIPTIONS

#: deliveries without an answer after which the broker takes a message for one that kills its consumer
DELIVERY_LIMIT = 20
#: the same for dead messages: in practice none (3.10 refuses "unlimited", 4.x would drop after 20)
_NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Topology:
    """The names in one broker. `prefix` lets several nodes or tests share a virtual host."""

    prefix: str = "limen"

    @property
    def events(self) -> str:
        """The topic exchange that all events go to."""
        return f"{self.prefix}.events"

    @property
    def dead_letters(self) -> str:
        """The exchange for messages that the broker gave up on."""
        return f"{self.prefix}.dead"

    def queue(self, service: str) -> str:
        """The queue of a subscribing service."""
        return f"{self.prefix}.{service}"

    def dead_queue(self, service: str) -> str:
        """Where a service's messages go that the broker gave up on."""
        return f"{self.prefix}.{service}.dead"

    def declare(self, channel: Any) -> None:
        """Declare everything. Works on channels of pika (which does not wait) and py-amqp alike."""
        durable = {"durable": True, "auto_delete": False}
        channel.exchange_declare(self.events, "topic", **durable)
        channel.exchange_declare(self.dead_letters, "direct", **durable)
        for service, aggregates in SUBSCRIPTIONS.items():
            if not aggregates:
                continue
            queue, dead = self.queue(service), self.dead_queue(service)
            channel.queue_declare(dead, arguments=_dead_arguments(), **durable)
            channel.queue_bind(dead, self.dead_letters, routing_key=dead)
            channel.queue_declare(queue, arguments=self._arguments(service), **durable)
            for aggregate in aggregates:
                channel.queue_bind(queue, self.events, routing_key=f"{aggregate}.#")

    def _arguments(self, service: str) -> Mapping[str, Any]:
        return {
            **_QUORUM,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": self.dead_letters,
            "x-dead-letter-routing-key": self.dead_queue(service),
            # A dead message leaves the queue only when the dead queue confirmed it.
            "x-dead-letter-strategy": "at-least-once",
        }


#: No length limit and no time to live: a partner may be offline for days.
_QUORUM: Mapping[str, Any] = {
    "x-queue-type": "quorum",
    "x-quorum-initial-group-size": 3,
    "x-queue-leader-locator": "balanced",
    "x-overflow": "reject-publish",
    "x-single-active-consumer": False,
}


def _dead_arguments() -> Mapping[str, Any]:
    return {**_QUORUM, "x-delivery-limit": _NO_LIMIT}

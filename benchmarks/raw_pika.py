"""The limit of the relay: bare pika, which reads no outbox and marks nothing."""

import time
from typing import Any

import pika
from pika.adapters.select_connection import SelectConnection

from limen.messaging.rabbit.relay import WINDOW
from limen.messaging.rabbit.topology import Topology

PERSISTENT = pika.BasicProperties(delivery_mode=2)
#: where the events of the benchmark go to
KEY = "registration.safeguard.raised.v1"


def publish(url: str, bodies: list[bytes]) -> float:
    """Return the seconds in which the bodies are published to the node's queues and all confirmed."""
    publisher = _Publisher(url, bodies)
    begin = time.perf_counter()
    publisher.connection.ioloop.start()
    took = time.perf_counter() - begin
    publisher.connection.ioloop.close()
    return took


class _Publisher:
    """The fastest way known here: pika's SelectConnection, persistent, a window of open confirms."""

    def __init__(self, url: str, bodies: list[bytes]) -> None:
        self._bodies, self._next, self._open = bodies, 0, set[int]()
        self.connection = SelectConnection(
            pika.URLParameters(url),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._ready),
            on_close_callback=lambda connection, _reason: connection.ioloop.stop(),
        )

    def _ready(self, channel: Any) -> None:
        self._channel = channel
        Topology().declare(channel)
        channel.confirm_delivery(self._confirmed, callback=lambda _frame: self._publish())

    def _publish(self) -> None:
        exchange = Topology().events
        while self._next < len(self._bodies) and len(self._open) < WINDOW:
            body = self._bodies[self._next]
            self._channel.basic_publish(exchange, KEY, body, PERSISTENT, mandatory=True)
            self._next += 1
            self._open.add(self._next)

    def _confirmed(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        if frame.method.multiple:
            self._open = {each for each in self._open if each > tag}
        else:
            self._open.discard(tag)
        if len(self._open) <= WINDOW // 2:
            self._publish()
        if not self._open:
            self.connection.close()

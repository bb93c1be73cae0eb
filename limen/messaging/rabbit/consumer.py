"""The consumer: brings a service's messages from its queues to the inbox, one after the other.

A message is acknowledged after the commit, and only then. When the database is away nothing is
acknowledged and nothing taken: the consumer ends, the broker keeps the messages, and the next life of the
consumer begins when the database answers.
"""

# mypy: disallow-untyped-calls=False
# kombu has no types.

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.exceptions import OperationalError
from kombu.message import Message
from kombu.messaging import Consumer as KombuConsumer

from limen.errors import BrokerUnavailable, DatabaseUnavailable, LimenError
from limen.messaging import inbox, metrics
from limen.messaging.rabbit.topology import Topology
from limen.runtime import Runtime

#: messages that the broker hands over before the first of them is acknowledged
PREFETCH = 100
#: seconds without a sign of life after which a connection counts as dead
HEARTBEAT_SECONDS = 30
#: seconds that connecting may take
CONNECT_SECONDS = 10
#: seconds between two looks at the order to stop
STOP_SECONDS = 0.2

_log = structlog.get_logger(__name__)


class GivenUp(LimenError):
    """The broker gave the message up: each time it was delivered, no answer came."""


class Consumer:
    """One service's consumer. `run` is one life of it; the worker starts it again when that ends badly."""

    def __init__(self, runtime: Runtime, topology: Topology | None = None) -> None:
        self._runtime = runtime
        self._topology = topology or Topology()
        #: `time.time()` of the broker's last sign of life, 0 before the first
        self.last_contact = 0.0

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop`; `BrokerUnavailable` or `DatabaseUnavailable` when a side is lost."""
        # First the database: each delivery without an answer counts towards the delivery limit.
        self._runtime.database.ping()
        connection = self._connection()
        # OperationalError is what kombu makes of a connection that cannot be had.
        broken = (OperationalError, *connection.connection_errors, *connection.channel_errors)
        try:
            with connection:
                self._consume(connection, stop)
        except DatabaseUnavailable:
            raise
        except broken as error:
            raise BrokerUnavailable(f"{BrokerUnavailable.title()} ({type(error).__name__})") from error

    def _connection(self) -> Connection:
        name = f"limen consumer {self._runtime.service.name}"
        url = self._runtime.settings.broker_url
        return Connection(
            url,
            # None: the name in the URL. Without it the certificate may be anybody's.
            ssl={"server_hostname": None} if url.startswith("amqps:") else False,
            heartbeat=HEARTBEAT_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            transport_options={"client_properties": {"connection_name": name}},
        )

    def _consume(self, connection: Connection, stop: threading.Event) -> None:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        channel = connection.channel()
        channel.auto_decode = False  # bodies are bytes, whatever their headers say
        self._topology.declare(channel)
        channel.basic_qos(0, PREFETCH, False)
        service = self._runtime.service.name
        fresh = self._subscribe(channel, self._topology.queue(service))
        dead = self._subscribe(channel, self._topology.dead_queue(service))
        _log.info("consumer.connected", service=service)
        while not stop.is_set():
            self._note_contact()
            connection.heartbeat_check()
            self._gather(connection, fresh, dead)
            self._deal_with(fresh, inbox.receive)
            self._deal_with(dead, partial(inbox.park, reason=GivenUp()))

    def _subscribe(self, channel: Any, queue: str) -> list[Message]:
        """Have a queue's messages put into the list that is returned."""
        messages: list[Message] = []

        def put(message: Message, _error: Exception | None = None) -> None:
            messages.append(message)

        KombuConsumer(
            channel,
            [Queue(queue, channel=channel, no_declare=True)],
            on_message=put,
            on_decode_error=put,  # kombu's own would acknowledge, and the message were lost
            auto_declare=False,
        ).consume()
        return messages

    def _gather(self, connection: Connection, *queues: list[Message]) -> None:
        """Wait for a message; take along those that are there already."""
        with suppress(TimeoutError):
            connection.drain_events(timeout=STOP_SECONDS)
            while sum(map(len, queues)) < inbox.BATCH:
                connection.drain_events(timeout=0)

    def _deal_with(self, messages: list[Message], take: Callable[..., Any]) -> None:
        """Commit, then acknowledge. An error ends the connection, and the broker delivers again."""
        if messages:
            take(self._runtime, [bytes(message.body) for message in messages])
            for message in messages:
                message.ack()
            messages.clear()

    def _note_contact(self) -> None:
        self.last_contact = time.time()
        metrics.CONTACT.labels(self._runtime.service.name).set(self.last_contact)

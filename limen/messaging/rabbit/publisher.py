"""One connection that publishes with confirms, many at a time, and never takes silence for success.

The broker confirms what it could not route; so everything is `mandatory`, and what comes back counts
as refused although a confirm follows. All callbacks run in the one thread that calls `run`.
"""

import time
from collections.abc import Callable
from typing import Any

import pika
from pika.adapters.select_connection import SelectConnection
from pika.spec import Basic

from limen.errors import BrokerUnavailable
from limen.messaging.envelope import MEDIA_TYPE, traceparent_in
from limen.messaging.rabbit.topology import Topology
from limen.messaging.rabbit.unsent import Unsent

#: seconds without a sign of life after which a connection counts as dead
HEARTBEAT_SECONDS = 30
#: seconds that connecting may take
CONNECT_SECONDS = 10

_PERSISTENT = 2


class Publisher:
    """Publishes outbox rows. `on_ready`: may begin; `on_settled`: the broker answered for some.

    `on_settled(sent, refused)` gets rows, the refused ones with the broker's reason. `run` returns
    after `close`, and raises what ended the connection otherwise.
    """

    def __init__(
        self,
        url: str,
        name: str,
        topology: Topology,
        on_ready: Callable[[], None],
        on_settled: Callable[[list[Unsent], list[tuple[Unsent, str]]], None],
    ) -> None:
        self._topology = topology
        self._on_ready = on_ready
        self._on_settled = on_settled
        self._tag = 0
        #: published and not answered, by delivery tag, oldest first
        self._open: dict[int, Unsent] = {}
        #: event ids that came back, with the reason; their confirm is still to come
        self._returned: dict[str, str] = {}
        self._error: BaseException | None = None
        self._channel: Any = None
        #: `time.time()` of the last answer
        self.last_contact = 0.0
        parameters = pika.URLParameters(url)
        parameters.heartbeat = HEARTBEAT_SECONDS
        parameters.socket_timeout = parameters.stack_timeout = CONNECT_SECONDS
        parameters.client_properties = {"connection_name": name}
        self._connection = SelectConnection(
            parameters,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._on_channel),
            on_open_error_callback=self._on_closed,
            on_close_callback=self._on_closed,
        )
        self.ioloop = self._connection.ioloop

    @property
    def in_flight(self) -> set[int]:
        """The outbox positions that the broker has not answered for."""
        return {row.position for row in self._open.values()}

    def __len__(self) -> int:
        return len(self._open)

    def run(self) -> None:
        """Serve the connection until it ends."""
        try:
            self.ioloop.start()
        finally:
            self.ioloop.close()
        if self._error is not None:
            raise self._error

    def close(self, error: BaseException | None = None) -> None:
        """End the connection; `run` raises `error` if there is one."""
        self._error = self._error or error
        if not (self._connection.is_closing or self._connection.is_closed):
            self._connection.close()

    def declare(self) -> None:
        """Declare the topology again, before whatever is published next."""
        self._topology.declare(self._channel)

    def publish(self, row: Unsent) -> None:
        """Publish an event; the answer comes to `on_settled`."""
        self._tag += 1
        self._open[self._tag] = row
        traceparent = traceparent_in(row.envelope)
        self._channel.basic_publish(
            self._topology.events,
            row.type.removeprefix("limen."),
            row.envelope.encode(),
            pika.BasicProperties(
                content_type=MEDIA_TYPE,
                delivery_mode=_PERSISTENT,
                message_id=row.event_id,
                type=row.type,
                headers={"traceparent": traceparent} if traceparent else None,
            ),
            mandatory=True,
        )

    def _on_channel(self, channel: Any) -> None:
        self._channel = channel
        channel.add_on_close_callback(lambda _channel, reason: self._on_lost(reason))
        channel.add_on_return_callback(self._on_returned)
        self._topology.declare(channel)
        channel.confirm_delivery(self._on_answer, callback=lambda _frame: self._begin())

    def _begin(self) -> None:
        self.last_contact = time.time()
        self._on_ready()

    def _on_returned(self, _channel: Any, method: Any, properties: Any, _body: bytes) -> None:
        self._returned[properties.message_id] = f"returned: {method.reply_text}"

    def _on_answer(self, frame: Any) -> None:
        self.last_contact = time.time()
        refused_by_broker = "refused by the broker" if isinstance(frame.method, Basic.Nack) else ""
        sent: list[Unsent] = []
        refused: list[tuple[Unsent, str]] = []
        for row in self._answered(frame.method.delivery_tag, frame.method.multiple):
            reason = self._returned.pop(row.event_id, refused_by_broker)
            if reason:
                refused.append((row, reason))
            else:
                sent.append(row)
        self._on_settled(sent, refused)

    def _answered(self, tag: int, multiple: bool) -> list[Unsent]:
        """Quorum queues answer out of order: one tag alone, or all that are open up to it."""
        if not multiple:
            return [self._open.pop(tag)]
        rows = []
        for each in list(self._open):
            if each > tag:
                break
            rows.append(self._open.pop(each))
        return rows

    def _on_lost(self, reason: BaseException) -> None:
        """The channel or the connection is closed: by us, or for a reason that ends this life."""
        if isinstance(
            reason, pika.exceptions.ChannelClosedByClient | pika.exceptions.ConnectionClosedByClient
        ):
            return
        self.close(_unavailable(reason))

    def _on_closed(self, _connection: Any, reason: BaseException) -> None:
        self._on_lost(reason)
        self.ioloop.stop()


def _unavailable(reason: BaseException) -> BrokerUnavailable:
    return BrokerUnavailable(f"{BrokerUnavailable.title()} ({type(reason).__name__}: {reason})")

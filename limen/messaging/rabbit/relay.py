"""The relay: takes events from the outbox to the broker, at most one relay per service at a time.

An event is marked sent only after the broker's confirm. So it may be sent twice (the inbox sees to
that), but never not at all. The lock, the reading and the marking share one database session: a relay
that loses its session cannot go on.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
import structlog

from limen.errors import DatabaseUnavailable
from limen.messaging import metrics, outbox
from limen.messaging.contracts import subscribers_of
from limen.messaging.leader import leadership
from limen.messaging.rabbit.publisher import Publisher
from limen.messaging.rabbit.topology import Topology
from limen.messaging.rabbit.unsent import Unsent, first_unsent, mark_sent
from limen.runtime import Runtime

#: events that may await their confirm at the same time
WINDOW = 1000
#: seconds after which the outbox is read although nothing woke the relay
POLL_SECONDS = 1.0
#: seconds that confirmed events may wait to be marked, so that one statement marks many
MARK_SECONDS = 0.05
#: seconds for which a type of event rests after the broker refused one: first, and at most
REST_SECONDS = (1.0, 30.0)
#: seconds between two looks at the order to stop, and for the last confirms to arrive
STOP_SECONDS = (0.2, 5.0)

_READABLE = 0x001
_SESSION = {
    # A mark that a crash loses costs a repetition, which is not worth a wait for the disk.
    "synchronous_commit": "off",
    # Read the index of unsent rows in its order. The planner takes a backlog for small, because there is none
    # on most days, and would read and sort all of it for every page.
    "enable_sort": "off",
    "enable_bitmapscan": "off",
    # Only where the values are known is the list of positions looked up by hash.
    "plan_cache_mode": "force_custom_plan",
}

_log = structlog.get_logger(__name__)


class Relay:
    """One service's relay. `run` is one life of it; the worker starts it again when that ends badly."""

    def __init__(self, runtime: Runtime, topology: Topology | None = None) -> None:
        self._runtime = runtime
        self._topology = topology or Topology()
        #: `time.time()` of the broker's last answer, 0 before the first
        self.last_contact = 0.0

    def run(self, stop: threading.Event) -> None:
        """Relay until `stop`; `BrokerUnavailable` or `DatabaseUnavailable` when a side is lost."""
        with leadership(self._runtime.database, "relay", stop) as leader:
            if leader is not None:
                _Session(self, leader.connection, stop).run()

    @property
    def service(self) -> str:
        """The service whose events are relayed."""
        return self._runtime.service.name

    def connect(self, **callbacks: Callable[..., None]) -> Publisher:
        """Connect to the broker."""
        url = self._runtime.settings.broker_url
        return Publisher(url, f"limen relay {self.service}", self._topology, **callbacks)


class _Session:
    """The relay between two losses: one database session, one broker connection, one thread."""

    def __init__(self, relay: Relay, connection: sa.Connection, stop: threading.Event) -> None:
        self._relay = relay
        self._service = relay.service
        self._connection = connection
        self._listener: psycopg.Connection[Any] = connection.connection.dbapi_connection  # type: ignore[assignment]
        self._stop = stop
        self._stop_by = 0.0
        self._confirmed: list[int] = []
        #: whether the outbox held more than was taken from it last time
        self._more = False
        #: event types that rest, with the moment (monotonic) until which and the seconds of this rest
        self._resting: dict[str, tuple[float, float]] = {}
        self._publisher = relay.connect(
            on_ready=self._guarded(self._on_ready), on_settled=self._guarded(self._on_settled)
        )

    def run(self) -> None:
        self._connection.execute(sa.text(f"LISTEN {outbox.CHANNEL}"))
        for setting, value in _SESSION.items():
            self._connection.execute(sa.text(f"SET {setting} = {value}"))
        self._publisher.run()

    def _guarded(self, step: Callable[..., None]) -> Callable[..., None]:
        """Let what goes wrong in a callback end this session, not only the callback."""

        def guarded(*arguments: Any) -> None:
            try:
                step(*arguments)
            except psycopg.OperationalError as error:
                self._publisher.close(DatabaseUnavailable())
                _log.debug("relay.session_lost", service=self._service, error=type(error).__name__)
            except Exception as error:  # noqa: BLE001  raised again by the publisher's `run`
                self._publisher.close(error)

        return guarded

    def _on_ready(self) -> None:
        _log.info("relay.connected", service=self._service)
        ioloop = self._publisher.ioloop
        ioloop.add_handler(self._listener.fileno(), self._guarded(self._on_notified), _READABLE)
        self._every(POLL_SECONDS, self._pump)
        self._every(MARK_SECONDS, self._mark_and_listen)
        self._every(STOP_SECONDS[0], self._look_at_stop)
        self._pump()

    def _every(self, seconds: float, step: Callable[[], None]) -> None:
        def again() -> None:
            step()
            self._publisher.ioloop.call_later(seconds, guarded)

        guarded = self._guarded(again)
        self._publisher.ioloop.call_later(seconds, guarded)

    def _on_notified(self, _fd: int, _events: int) -> None:
        self._was_notified()
        self._pump()

    def _was_notified(self) -> bool:
        """Take the notifications that came; some come unseen, together with the answer to a query."""
        return bool(list(self._listener.notifies(timeout=0)))

    def _pump(self) -> None:
        """Publish what waits, as far as the window is open."""
        room = WINDOW - len(self._publisher)
        if self._stop.is_set() or room < WINDOW // 2:
            return
        self._mark()
        rows = first_unsent(self._connection, room, self._publisher.in_flight, self._types_at_rest())
        for row in rows:
            if subscribers_of(row.type):
                self._publisher.publish(row)
            else:
                self._confirmed.append(row.position)  # nobody is to get it
        self._more = len(rows) == room or self._was_notified()
        if self._more and len(self._publisher) <= WINDOW // 2:
            self._publisher.ioloop.call_later(0, self._guarded(self._pump))

    def _on_settled(self, sent: list[Unsent], refused: list[tuple[Unsent, str]]) -> None:
        self._relay.last_contact = self._publisher.last_contact
        metrics.CONTACT.labels(self._service).set(self._publisher.last_contact)
        metrics.PUBLISHED.labels(self._service).inc(len(sent))
        self._confirmed += [row.position for row in sent]
        for row in sent:
            self._resting.pop(row.type, None)
        for row, reason in refused:
            self._let_rest(row, reason)
        if self._more and len(self._publisher) <= WINDOW // 2:
            self._pump()

    def _mark_and_listen(self) -> None:
        if self._confirmed:
            self._mark()
            if self._was_notified():
                self._pump()

    def _mark(self) -> None:
        if self._confirmed:
            mark_sent(self._connection, self._confirmed)
            self._confirmed = []

    def _let_rest(self, row: Unsent, reason: str) -> None:
        """The event stays unsent. Its type rests a while; events of other types go on."""
        metrics.REFUSED.labels(self._service, row.type, reason.partition(":")[0]).inc()
        until, seconds = self._resting.get(row.type, (0.0, 0.0))
        if until > time.monotonic():
            return
        seconds = min(max(seconds * 2, REST_SECONDS[0]), REST_SECONDS[1])
        self._resting[row.type] = (time.monotonic() + seconds, seconds)
        _log.error("event.refused", service=self._service, type=row.type, reason=reason, rests=seconds)

    def _types_at_rest(self) -> list[str]:
        now = time.monotonic()
        if any(until <= now for until, _ in self._resting.values()):
            self._publisher.declare()  # a deleted queue or binding comes back before we try again
        return [name for name, (until, _) in self._resting.items() if until > now]

    def _look_at_stop(self) -> None:
        if not self._stop.is_set():
            return
        self._stop_by = self._stop_by or time.monotonic() + STOP_SECONDS[1]
        if not len(self._publisher) or time.monotonic() > self._stop_by:
            self._mark()
            self._publisher.close()

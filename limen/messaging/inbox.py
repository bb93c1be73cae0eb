"""Taking delivered events: each takes effect once, and the events of a record in order.

One transaction of the subscriber's database holds the handler's effect, its audit entries, its
follow-up events and the inbox row. Whoever delivers (RabbitMQ, or the embedded reader) calls `receive`
and lets go of the message when it returns. Only `DatabaseUnavailable` means: keep the message.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
import structlog

from limen.clock import from_rfc3339, now
from limen.errors import DatabaseUnavailable, LimenError
from limen.messaging import contracts, metrics, streams, waiting
from limen.messaging.contracts import BrokenContract, UnknownEvent
from limen.messaging.envelope import Event, Undecodable, decode, digest
from limen.messaging.failures import describe
from limen.messaging.waiting import State, Waiting
from limen.runtime import Runtime
from limen.storage.tables import inbox
from limen.work import Work, system_actor, unit_of_work

#: seconds until a failed event is tried again: after the first failure, the second, ...; then it is parked
DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)

#: something to write in the transaction that deals with the message
Also = Callable[[sa.Connection], None]

_log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of a delivered message."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    EARLY = "early"
    RETRY = "retry"
    PARKED = "parked"
    FORGED = "forged"


class Forged(LimenError):
    """A message bears the id of another event."""


class OutOfTurn(LimenError):
    """Another event took effect as this version of the record."""


@dataclass(frozen=True)
class _Message:
    """A body with what is known of it; `seen` is its row in `delivery` if it waited there."""

    body: bytes
    event: Event | None
    problem: LimenError | None
    seen: Waiting | None
    also: Also | None

    @property
    def attempt(self) -> int:
        return self.seen.attempt if self.seen else 0


def receive(runtime: Runtime, body: bytes, also: Also | None = None) -> Outcome:
    """Deal with one delivered message; when this returns, the message may be let go.

    `also` is written in the same transaction. `DatabaseUnavailable`: nothing happened, deliver it again.
    """
    return _take_with_followers(runtime, _read(body, None, also))


def receive_again(runtime: Runtime, seen: Waiting) -> Outcome:
    """Try an event that waits in `delivery`."""
    return _take_with_followers(runtime, _read(seen.body, seen, None))


def retry_ready(runtime: Runtime) -> int:
    """Try all waiting events whose time has come; return how many were tried."""
    with runtime.database.read() as connection:
        rows = waiting.ready(connection)
    for row in rows:
        receive_again(runtime, row)
    return len(rows)


def park(runtime: Runtime, body: bytes, reason: LimenError) -> Outcome:
    """Park a message that the broker gave up on, unless it took effect or waits already."""
    message = _read(body, None, None)
    return _take(runtime, _Message(body, message.event, message.problem or reason, None, None))


def _read(body: bytes, seen: Waiting | None, also: Also | None) -> _Message:
    event, problem = None, None
    try:
        event = decode(body)
        contracts.check(event)
    except (Undecodable, UnknownEvent, BrokenContract) as error:
        problem = error
    return _Message(body, event, problem, seen, also)


def _take_with_followers(runtime: Runtime, message: _Message) -> Outcome:
    outcome = _take(runtime, message)
    last, event = outcome, message.event
    while last is Outcome.APPLIED and event is not None:
        with runtime.database.read() as connection:
            follower = waiting.follower(connection, event.aggregate_id, event.version)
        if follower is None:
            break
        following = _read(follower.body, follower, None)
        last, event = _take(runtime, following), following.event
    return outcome


def _take(runtime: Runtime, message: _Message) -> Outcome:
    """Deal with one message in one transaction, or in a second one if its handler failed."""
    try:
        outcome = _settle(runtime, message)
    except DatabaseUnavailable as error:
        runtime.database.ping()  # raises again if it is the database; if not, it is the handler's doing
        outcome = _fail(runtime, message, error)
    except Exception as error:  # noqa: BLE001  whatever a handler does wrong is this message's fate only
        outcome = _fail(runtime, message, error)
    metrics.RECEIVED.labels(runtime.service.name, outcome).inc()
    if outcome is Outcome.APPLIED and message.event:
        delay = now() - from_rfc3339(message.event.time)
        metrics.DELAY.labels(runtime.service.name).observe(max(0.0, delay.total_seconds()))
    return outcome


def _settle(runtime: Runtime, message: _Message) -> Outcome:
    event = message.event
    actor = system_actor("events")
    request_id, traceparent = (event.id, event.traceparent) if event else ("", "")
    with unit_of_work(runtime, actor, request_id=request_id, traceparent=traceparent) as work:
        if message.also:
            message.also(work.connection)
        if event is None:
            return _park(work, message, message.problem)
        last = streams.lock(work.connection, event.aggregate_id)
        if message.seen and not waiting.claim(work.connection, message.seen):
            return Outcome.DUPLICATE
        known = _known_digest(work.connection, event, message)
        if known == digest(message.body):
            return _forget(work, message)
        if known is not None:
            return _park_forged(work, message)
        if message.problem:
            return _park(work, message, message.problem)
        if event.version <= last:
            return _park(work, message, OutOfTurn(f"version {event.version} took effect as another event"))
        if event.version > last + 1:
            waiting.keep(work.connection, message.body, event, State.EARLY, instead_of=message.seen)
            return Outcome.EARLY
        return _apply(work, message, event)


def _known_digest(connection: sa.Connection, event: Event, message: _Message) -> str | None:
    """Return the digest under which this event id took effect or waits, or None if it is new."""
    known = connection.scalar(sa.select(inbox.c.digest).where(inbox.c.event_id == event.id))
    if known is not None:
        return str(known)
    own = message.seen.id if message.seen else None
    others = [row for row in waiting.of_event(connection, event.id) if row.id != own]
    return digest(others[0].body) if others else None


def _apply(work: Work, message: _Message, event: Event) -> Outcome:
    """Let the event take effect. A known type without a handler only counts its record's version on."""
    handler = work.runtime.service.handlers.get(event.type)
    if handler is not None:
        handler(work, event)
    row = {
        "event_id": event.id,
        "digest": digest(message.body),
        "type": event.type,
        "aggregate_id": event.aggregate_id,
        "version": event.version,
        "handled_at": now(),
    }
    work.execute(inbox.insert(), row)
    streams.advance(work.connection, event.aggregate_id, event.version)
    if message.seen:
        waiting.remove(work.connection, message.seen.id)
    return Outcome.APPLIED


def _forget(work: Work, message: _Message) -> Outcome:
    if message.seen:
        waiting.remove(work.connection, message.seen.id)
    return Outcome.DUPLICATE


def _park(work: Work, message: _Message, problem: LimenError | None, *, trusted: bool = True) -> Outcome:
    assert problem is not None
    error = describe(problem)
    waiting.keep(
        work.connection,
        message.body,
        message.event,
        State.PARKED,
        error=error,
        attempt=message.attempt,
        trusted=trusted,
        instead_of=message.seen,
    )
    _log.error("event.parked", service=work.runtime.service.name, error=error, **_names(message.event))
    return Outcome.PARKED


def _park_forged(work: Work, message: _Message) -> Outcome:
    """Same id, other content: somebody tampered, or a producer is broken. Never a mere duplicate."""
    assert message.event is not None
    _park(work, message, Forged(f"forged repetition of event {message.event.id}"), trusted=False)
    work.record("event.forged", message.event.id, digest=digest(message.body))
    return Outcome.FORGED


def _fail(runtime: Runtime, message: _Message, error: Exception) -> Outcome:
    """Store a failed event to be tried again after a growing delay, and after the last one park it."""
    attempt = message.attempt + 1
    state, due_at = State.PARKED, None
    if attempt <= len(DELAYS):
        spread = random.uniform(0.8, 1.2)  # noqa: S311  keeps many failures from coming back at once
        state, due_at = State.RETRY, now() + timedelta(seconds=DELAYS[attempt - 1] * spread)
    text = describe(error)
    with runtime.database.write() as connection:
        if message.also:
            message.also(connection)
        if message.seen is None or waiting.claim(connection, message.seen):
            waiting.keep(
                connection,
                message.body,
                message.event,
                state,
                error=text,
                attempt=attempt,
                due_at=due_at,
                instead_of=message.seen,
            )
    log = _log.error if state is State.PARKED else _log.warning
    log(f"event.{state}", service=runtime.service.name, error=text, attempt=attempt, **_names(message.event))
    return Outcome(state)


def _names(event: Event | None) -> dict[str, str]:
    return {"event_id": event.id, "type": event.type} if event else {}

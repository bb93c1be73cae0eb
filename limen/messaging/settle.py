"""What becomes of one delivered message, inside a transaction of the subscriber's database."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import LimenError
from limen.messaging import contracts, streams, waiting
from limen.messaging.contracts import BrokenContract, UnknownEvent
from limen.messaging.envelope import Event, Undecodable, decode, digest
from limen.messaging.failures import describe
from limen.messaging.waiting import State, Waiting
from limen.storage.tables import inbox
from limen.work import Work

# Built once: making a statement takes longer than running it.
_KNOWN = sa.select(
    sa.select(inbox.c.digest).where(inbox.c.event_id == sa.bindparam("event")).scalar_subquery(),
    sa.exists().where(waiting.RELATIVES),
)


class Outcome(StrEnum):
    """What became of a message."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    EARLY = "early"
    RETRY = "retry"
    PARKED = "parked"
    FORGED = "forged"


class Forged(LimenError):
    """The message bears the id of another event."""


class OutOfTurn(LimenError):
    """Another event took effect as this version of the record."""


@dataclass(frozen=True)
class Message:
    """A body with what is known of it; `seen` is its row in `delivery` if it waited there."""

    body: bytes
    event: Event | None = None
    problem: LimenError | None = None
    seen: Waiting | None = None

    @property
    def turn(self) -> tuple[str, int]:
        """The record that the event is about and its version: the order to take messages in."""
        return (self.event.aggregate_id, self.event.version) if self.event else ("", 0)

    @property
    def attempt(self) -> int:
        """How often the event failed before."""
        return self.seen.attempt if self.seen else 0


@dataclass(frozen=True)
class Settled:
    """What became of a message, why, and which event waited for just this one."""

    message: Message
    outcome: Outcome
    error: str = ""
    follower: Waiting | None = None


def read_message(body: bytes, seen: Waiting | None = None) -> Message:
    """Read a body; what is wrong with it stands in the message's `problem`."""
    event, problem = None, None
    try:
        event = decode(body)
        contracts.check(event)
    except (Undecodable, UnknownEvent, BrokenContract) as error:
        problem = error
    return Message(body, event, problem, seen)


def settle(work: Work, message: Message) -> Settled:
    """Apply the event, or store the message so that nothing is lost. What a handler raises gets out."""
    event = message.event
    if event is None:
        return _park(work, message, message.problem or Undecodable())
    work.request_id, work.traceparent = event.id, event.traceparent
    last = streams.lock(work.connection, event.aggregate_id)
    if message.seen and not waiting.claim(work.connection, message.seen):
        return Settled(message, Outcome.DUPLICATE)
    known, follower = _what_is_known(work, message, event)
    if known == digest(message.body):
        return _forget(work, message)
    if known is not None:
        return _park_forged(work, message, event)
    if message.problem:
        return _park(work, message, message.problem)
    if event.version <= last:
        return _park(work, message, OutOfTurn(f"version {event.version} took effect as another event"))
    if event.version > last + 1:
        waiting.keep(work.connection, message.body, event, State.EARLY, instead_of=message.seen)
        return Settled(message, Outcome.EARLY)
    _apply(work, message, event)
    return Settled(message, Outcome.APPLIED, follower=follower)


def _what_is_known(work: Work, message: Message, event: Event) -> tuple[str | None, Waiting | None]:
    """Return the digest under which this event took effect or waits, and the event that waits for it."""
    found: Any = work.execute(_KNOWN, waiting.names(event)).one()
    known, has_relatives = found
    others = waiting.relatives(work.connection, event, message.seen) if has_relatives else []
    same = [row for row in others if row.event_id == event.id]
    follower = next((row for row in others if row.event_id != event.id), None)
    return known or (digest(same[0].body) if same else None), follower


def _apply(work: Work, message: Message, event: Event) -> None:
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
    work.add(inbox, row)
    work.flush()  # the next event of this transaction may have to read what the handler added
    streams.advance(work.connection, event.aggregate_id, event.version)
    _forget(work, message)


def _forget(work: Work, message: Message) -> Settled:
    if message.seen:
        waiting.remove(work.connection, message.seen.id)
    return Settled(message, Outcome.DUPLICATE)


def _park(work: Work, message: Message, problem: LimenError, *, trusted: bool = True) -> Settled:
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
    return Settled(message, Outcome.PARKED, error)


def _park_forged(work: Work, message: Message, event: Event) -> Settled:
    """Same id, other content: somebody tampered, or a producer is broken. Never a mere duplicate."""
    parked = _park(work, message, Forged(f"forged repetition of event {event.id}"), trusted=False)
    work.record("event.forged", event.id, digest=digest(message.body))
    return Settled(message, Outcome.FORGED, parked.error)

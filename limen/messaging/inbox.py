"""Taking delivered events: each takes effect once, and the events of a record in order.

One transaction of the subscriber's database holds the handlers' effects, their audit entries, their
follow-up events and the inbox rows. Whoever delivers (RabbitMQ, or the embedded reader) calls `receive`
and lets go of the messages when it returns. Only `DatabaseUnavailable` means: keep them.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
import structlog

from limen.clock import from_rfc3339, now
from limen.errors import DatabaseUnavailable, LimenError
from limen.messaging import metrics, waiting
from limen.messaging.failures import describe
from limen.messaging.settle import Message, Outcome, Settled, read_message, settle
from limen.messaging.waiting import State, Waiting
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work

#: seconds until a failed event is tried again: after the first failure, the second, ...; then it is parked
DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)
#: seconds after which a transaction takes no further event: others wait for its locks
BATCH_SECONDS = 0.05
#: messages that are worth handing over together
BATCH = 50

#: something to write in the transaction that deals with the last message
Also = Callable[[sa.Connection], None]

_log = structlog.get_logger(__name__)


def receive(runtime: Runtime, bodies: Sequence[bytes], also: Also | None = None) -> list[Outcome]:
    """Deal with delivered messages; when this returns, they may be let go.

    Several share a transaction, because waiting for the disk is what takes time; if it fails, each gets its
    own. `DatabaseUnavailable`: deliver them all again, those that took effect will be known.
    """
    # Workers that take records in the same order cannot wait for each other's locks in a circle.
    messages = sorted((read_message(body) for body in bodies), key=lambda message: message.turn)
    return _take_with_followers(runtime, messages, also)


def receive_again(runtime: Runtime, seen: Waiting) -> Outcome:
    """Try an event that waits in `delivery`."""
    return _take_with_followers(runtime, [read_message(seen.body, seen)])[0]


def retry_ready(runtime: Runtime) -> int:
    """Try all waiting events whose time has come; return how many were tried."""
    with runtime.database.read() as connection:
        rows = waiting.ready(connection)
    for row in rows:
        receive_again(runtime, row)
    return len(rows)


def park(runtime: Runtime, bodies: Sequence[bytes], reason: LimenError) -> list[Outcome]:
    """Park messages that the broker gave up on, unless they took effect or wait already."""
    messages = [read_message(body) for body in bodies]
    given_up = [Message(each.body, each.event, each.problem or reason) for each in messages]
    return [settled.outcome for settled in _take(runtime, given_up)]


def _take_with_followers(
    runtime: Runtime, messages: Sequence[Message], also: Also | None = None
) -> list[Outcome]:
    """Deal with messages, then with the events that waited just for them, and so on."""
    settled = _take(runtime, messages, also)
    followers = [each.follower for each in settled if each.follower]
    while followers:
        following = [read_message(row.body, row) for row in followers]
        followers = [each.follower for each in _take(runtime, following) if each.follower]
    return [each.outcome for each in settled]


def _take(runtime: Runtime, messages: Sequence[Message], also: Also | None = None) -> list[Settled]:
    """Deal with messages in as few transactions as go well."""
    done: list[Settled] = []
    while rest := messages[len(done) :]:
        try:
            some = _settle_together(runtime, rest, also)
        except Exception as error:  # noqa: BLE001  whatever a handler does wrong is its message's fate only
            if isinstance(error, DatabaseUnavailable):
                runtime.database.ping()  # raises again if it is the database; if not, it is the handler
            if len(rest) == 1:
                some = [_fail(runtime, rest[0], also, error)]
            else:
                some = [each for one in rest[:-1] for each in _take(runtime, [one])]
                some += _take(runtime, rest[-1:], also)
                return done + some
        for each in some:
            _report(runtime, each)
        done += some
    return done


def _settle_together(runtime: Runtime, messages: Sequence[Message], also: Also | None) -> list[Settled]:
    """Settle the first messages in one transaction, as many as quickly fit."""
    until = time.monotonic() + BATCH_SECONDS
    settled: list[Settled] = []
    with unit_of_work(runtime, system_actor("events")) as work:
        for message in messages:
            if settled and time.monotonic() > until:
                break
            settled.append(settle(work, message))
        if also and len(settled) == len(messages):
            also(work.connection)
    return settled


def _fail(runtime: Runtime, message: Message, also: Also | None, error: Exception) -> Settled:
    """Store a failed event to be tried again after a growing delay, and after the last one park it."""
    attempt = message.attempt + 1
    state, due_at = State.PARKED, None
    if attempt <= len(DELAYS):
        spread = random.uniform(0.8, 1.2)  # noqa: S311  keeps many failures from coming back at once
        state, due_at = State.RETRY, now() + timedelta(seconds=DELAYS[attempt - 1] * spread)
    text = describe(error)
    with runtime.database.write() as connection:
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
        if also:
            also(connection)
    return Settled(message, Outcome(state), text)


def _report(runtime: Runtime, settled: Settled) -> None:
    """Count what became of a message; say it aloud when somebody should look."""
    service, event = runtime.service.name, settled.message.event
    metrics.RECEIVED.labels(service, settled.outcome).inc()
    if settled.outcome is Outcome.APPLIED and event:
        delay = (now() - from_rfc3339(event.time)).total_seconds()
        metrics.DELAY.labels(service).observe(max(0.0, delay))
    if settled.error:
        log = _log.warning if settled.outcome is Outcome.RETRY else _log.error
        names = {"event_id": event.id, "type": event.type} if event else {}
        log(f"event.{settled.outcome}", service=service, error=settled.error, **names)

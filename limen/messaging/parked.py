"""What an administrator does with parked events: look, replay, discard.

All functions take a `Work`, so that the console, the HTTP interface and the command line share them and
each step stands in the audit log. A message is named by the id of its row, because a message that is no
event has no other.
"""

from typing import Any

from limen.clock import now, rfc3339
from limen.errors import IllegalStep, Invalid, NotFound
from limen.messaging import streams, waiting
from limen.messaging.waiting import State, Waiting
from limen.storage.tables import delivery
from limen.work import Work


def list_waiting(
    work: Work, state: str = State.PARKED, *, limit: int = 50, after: str = ""
) -> list[dict[str, Any]]:
    """Return messages in a state (early, retry or parked), oldest first, without their bodies.

    `after` is the id of the last one of the page before. `Invalid` for another state.
    """
    if state not in list(State):
        raise Invalid(
            f"state must be one of {', '.join(State)}",
            [{"parameter": "state", "detail": f"must be one of {', '.join(State)}"}],
        )
    return [_shown(row) for row in waiting.in_state(work.connection, State(state), limit, after)]


def show(work: Work, waiting_id: str, *, with_body: bool = False) -> dict[str, Any]:
    """Return one message; `NotFound`. With the body it must be a unit of work: the reading is audited.

    Personal parts stay sealed in the body. What is no event is shown with its odd bytes escaped.
    """
    row = _find(work, waiting_id)
    if not with_body:
        return _shown(row)
    work.record("event.body_read", row.id, event_id=row.event_id)
    return {**_shown(row), "body": row.body.decode("utf-8", "backslashreplace")}


def replay(work: Work, waiting_id: str) -> dict[str, Any]:
    """Have a worker try the message again at once, with all its attempts before it."""
    row = _find(work, waiting_id, lock=True)
    values = {"state": State.RETRY, "attempt": 0, "due_at": now()}
    work.execute(delivery.update().where(delivery.c.id == row.id).values(values))
    work.record("event.replayed", row.id, event_id=row.event_id)
    return _shown(_find(work, waiting_id))


def discard(work: Work, waiting_id: str, reason: str) -> None:
    """Give a parked message up, so that later events of its record can go on.

    `Invalid` without a reason; `IllegalStep` when it is not parked, or when an earlier event of the
    record has neither taken effect nor been discarded.
    """
    if not reason.strip():
        raise Invalid("a reason is required", [{"pointer": "/reason", "detail": "is required"}])
    row = _find(work, waiting_id)
    if row.is_trusted:
        _pass_over(work, row)
    if not waiting.claim(work.connection, row) or row.state != State.PARKED:
        raise IllegalStep("only a parked event can be discarded")
    waiting.remove(work.connection, row.id)
    work.record("event.discarded", row.id, event_id=row.event_id, type=row.type, reason=reason.strip())


def _pass_over(work: Work, row: Waiting) -> None:
    """Count the record's version on, as if the event had taken effect; one of the past changes nothing."""
    last = streams.lock(work.connection, row.aggregate_id)
    if row.version > last + 1:
        raise IllegalStep(
            f"version {last + 1} of the record comes first", [{"detail": f"version {last + 1} is missing"}]
        )
    if row.version == last + 1:
        streams.advance(work.connection, row.aggregate_id, row.version)


def _find(work: Work, waiting_id: str, *, lock: bool = False) -> Waiting:
    row = waiting.find(work.connection, waiting_id)
    if row is None or (lock and not waiting.claim(work.connection, row)):
        raise NotFound("there is no such message")
    return row


def _shown(row: Waiting) -> dict[str, Any]:
    return {
        "id": row.id,
        "event_id": row.event_id if row.is_trusted else None,
        "type": row.type or None,
        "aggregate_id": row.aggregate_id or None,
        "version": row.version or None,
        "state": row.state,
        "attempt": row.attempt,
        "due_at": rfc3339(row.due_at) if row.due_at else None,
        "error": row.error,
        "received_at": rfc3339(row.received_at),
        "size": len(row.body),
    }

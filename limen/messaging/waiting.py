"""Events that could not take effect yet, one row of `delivery` each.

- `early`: a lower version of the same record has not taken effect;
- `retry`: its handler failed, it is tried again at `due_at`;
- `parked`: an administrator decides (`limen.messaging.parked`).

`event_id` is the event's own id only where the message can be trusted to be that event. A body that
is no event, or that forges the id of another, stands under its SHA-256 instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import now
from limen.ids import new_id
from limen.messaging.envelope import Event, digest
from limen.storage.tables import delivery, inbox_stream


class State(StrEnum):
    """Why an event waits."""

    EARLY = "early"
    RETRY = "retry"
    PARKED = "parked"


#: other rows of an event, and the early event that is to follow it
RELATIVES = sa.or_(
    delivery.c.event_id == sa.bindparam("event"),
    sa.and_(
        delivery.c.aggregate_id == sa.bindparam("record"),
        delivery.c.version == sa.bindparam("next"),
        delivery.c.state == State.EARLY.value,
    ),
)
_FIND_RELATIVES = sa.select(delivery).where(RELATIVES)


@dataclass(frozen=True)
class Waiting:
    """One row of `delivery`, in the order of its columns."""

    id: str
    event_id: str
    type: str
    aggregate_id: str
    version: int
    state: str
    attempt: int
    due_at: datetime | None
    error: str
    body: bytes
    received_at: datetime

    @property
    def is_trusted(self) -> bool:
        """Tell whether the row stands for the event whose id, record and version it bears."""
        return self.event_id != digest(self.body)


def keep(
    connection: sa.Connection,
    body: bytes,
    event: Event | None,
    state: State,
    *,
    error: str = "",
    attempt: int = 0,
    due_at: datetime | None = None,
    trusted: bool = True,
    instead_of: Waiting | None = None,
) -> None:
    """Store a message so that it waits in `state`; the same message twice is one row."""
    if instead_of is not None:
        remove(connection, instead_of.id)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row: Mapping[str, Any] = {
        "id": instead_of.id if instead_of else new_id(),
        "event_id": event.id if event and trusted else digest(body),
        "type": event.type if event else "",
        "aggregate_id": event.aggregate_id if event else "",
        "version": event.version if event else 0,
        "state": state,
        "attempt": attempt,
        "due_at": due_at,
        "error": error,
        "body": body,
        "received_at": instead_of.received_at if instead_of else now(),
    }
    once = insert(delivery).values(row).on_conflict_do_nothing(index_elements=["event_id", "state"])
    connection.execute(once)


def remove(connection: sa.Connection, waiting_id: str) -> None:
    """Forget a message: it took effect, or an administrator discarded it."""
    connection.execute(delivery.delete().where(delivery.c.id == waiting_id))


def find(connection: sa.Connection, waiting_id: str) -> Waiting | None:
    """Return one row."""
    row = connection.execute(sa.select(delivery).where(delivery.c.id == waiting_id)).one_or_none()
    return Waiting(*row) if row else None


def claim(connection: sa.Connection, seen: Waiting) -> bool:
    """Lock a row; False when another worker dealt with it since it was seen."""
    query = sa.select(delivery.c.state, delivery.c.attempt).where(delivery.c.id == seen.id).with_for_update()
    row = connection.execute(query).one_or_none()
    return row is not None and (row.state, row.attempt) == (seen.state, seen.attempt)


def in_state(connection: sa.Connection, state: State, limit: int, after: str = "") -> list[Waiting]:
    """Return rows in a state, oldest first, after the row with id `after`."""
    query = sa.select(delivery).where(delivery.c.state == state, delivery.c.id > after)
    return [Waiting(*row) for row in connection.execute(query.order_by(delivery.c.id).limit(limit))]


def names(event: Event) -> dict[str, Any]:
    """Return the parameters that `RELATIVES` needs."""
    return {"event": event.id, "record": event.aggregate_id, "next": event.version + 1}


def relatives(connection: sa.Connection, event: Event, own: Waiting | None) -> list[Waiting]:
    """Return other rows of this event, and the early event that is to follow it; but not the row `own`."""
    rows = [Waiting(*row) for row in connection.execute(_FIND_RELATIVES, names(event))]
    return [row for row in rows if own is None or row.id != own.id]


def ready(connection: sa.Connection, limit: int = 100) -> list[Waiting]:
    """Return retries that are due and early events whose turn has come.

    The latter are there when a worker was killed between two events of one record, or when an
    administrator discarded the version before.
    """
    due = sa.and_(delivery.c.state == State.RETRY, delivery.c.due_at <= now())
    turn = sa.and_(
        delivery.c.state == State.EARLY,
        sa.exists().where(
            inbox_stream.c.aggregate_id == delivery.c.aggregate_id,
            inbox_stream.c.version >= delivery.c.version - 1,
        ),
    )
    query = sa.select(delivery).where(due | turn).order_by(delivery.c.aggregate_id, delivery.c.version)
    return [Waiting(*row) for row in connection.execute(query.limit(limit))]

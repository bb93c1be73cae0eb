"""The outbox: events written in the transaction of the state they tell of, with gap-free versions.

A row counts as unsent until every subscriber is certain to get it: until the broker's confirm, or in the
embedded shape until all have read it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import now
from limen.messaging.envelope import Event
from limen.storage.tables import outbox, outbox_stream

#: what PostgreSQL's NOTIFY calls after each commit that wrote events; channels are per database
CHANNEL = "limen_outbox"
#: how long sent events are kept, so that they can be sent again after a disaster
RETENTION = timedelta(days=30)
#: how the type of an event ends that tells of an erasure
ERASED = ".erased.v1"

# Statements on the way of every request are built once: building one costs more than running it.
_NEXT_VERSION = {
    dialect: insert(outbox_stream)
    .values(aggregate_id=sa.bindparam("aggregate_id"), version=1)
    .on_conflict_do_update(index_elements=["aggregate_id"], set_={"version": outbox_stream.c.version + 1})
    .returning(outbox_stream.c.version)
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def next_version(connection: sa.Connection, aggregate_id: str) -> int:
    """Take the next version of a record; the row stays locked until the commit, so versions have no gap."""
    statement = _NEXT_VERSION[connection.dialect.name]
    return int(connection.execute(statement, {"aggregate_id": aggregate_id}).scalar_one())


def rows_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the outbox's rows for events; they are sent only if the transaction commits."""
    created = now()
    return [
        {
            "event_id": event.id,
            "type": event.type,
            "aggregate": event.aggregate,
            "aggregate_id": event.aggregate_id,
            "version": event.version,
            "envelope": event.encode().decode(),
            "created_at": created,
        }
        for event in events
    ]


def notify(connection: sa.Connection) -> None:
    """Wake those who send, once the transaction commits; SQLite has one process and needs no call."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def backlog(connection: sa.Connection) -> tuple[int, datetime | None]:
    """Return how many events wait to be sent, and since when the oldest one does."""
    query = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(outbox.c.sent_at.is_(None))
    count, oldest = connection.execute(query).one()
    return int(count), oldest


def send_again(connection: sa.Connection, since: datetime) -> int:
    """Have what was sent since a moment sent once more, as it was lost on its way; return how many.

    A subscriber that has an event already does nothing. In the embedded shape subscribers read by themselves.
    """
    lost = outbox.c.sent_at >= since
    count = connection.execute(outbox.update().where(lost).values(sent_at=None)).rowcount
    notify(connection)
    return count


def prune(connection: sa.Connection, retention: timedelta = RETENTION) -> int:
    """Delete events that were sent longer ago than `retention`; return how many.

    What was sent about a record that has been erased since goes at once, but for the event that says so: its
    sealed part could still be read with the node's key.
    """
    erased = sa.select(outbox.c.aggregate_id).where(outbox.c.type.endswith(ERASED))
    of_erased = outbox.c.aggregate_id.in_(erased) & ~outbox.c.type.endswith(ERASED)
    old = outbox.c.sent_at < now() - retention
    sent = outbox.c.sent_at.is_not(None)
    return connection.execute(outbox.delete().where(sa.or_(old, sent & of_erased))).rowcount

"""Writing events: in the transaction of the state they tell of, with a gap-free version per record."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import now
from limen.messaging.envelope import Event
from limen.storage.tables import outbox, outbox_stream


def next_version(connection: sa.Connection, aggregate_id: str) -> int:
    """Take the next version of a record; the row stays locked until the commit, so versions have no gap."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(outbox_stream)
        .values(aggregate_id=aggregate_id, version=1)
        .on_conflict_do_update(index_elements=["aggregate_id"], set_={"version": outbox_stream.c.version + 1})
        .returning(outbox_stream.c.version)
    )
    return int(connection.execute(statement).scalar_one())


def write(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Put events into the outbox; they are sent only if the transaction commits."""
    created = now()
    connection.execute(
        outbox.insert(),
        [
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
        ],
    )

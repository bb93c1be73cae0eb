"""How far each foreign record has come here: the last version of it that took effect."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.storage.tables import inbox_stream

# Built once: making a statement takes longer than running it.
_LOCK = {
    dialect: insert(inbox_stream)
    .values(aggregate_id=sa.bindparam("record"), version=0)
    .on_conflict_do_update(index_elements=["aggregate_id"], set_={"version": inbox_stream.c.version})
    .returning(inbox_stream.c.version)
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
_ADVANCE = (
    inbox_stream.update()
    .where(inbox_stream.c.aggregate_id == sa.bindparam("record"))
    .values(version=sa.bindparam("to"))
)


def lock(connection: sa.Connection, aggregate_id: str) -> int:
    """Return the last version that took effect, 0 for none; the record stays locked until the commit.

    One statement, so that the first event of a record locks too. Read the inbox after it, not in it:
    a statement that waited for the lock still sees the moment before.
    """
    return int(connection.execute(_LOCK[connection.dialect.name], {"record": aggregate_id}).scalar_one())


def advance(connection: sa.Connection, aggregate_id: str, version: int) -> None:
    """Note that this version took effect. The record must be locked."""
    connection.execute(_ADVANCE, {"record": aggregate_id, "to": version})

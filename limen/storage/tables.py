"""The tables that every service's database holds beside its own.

They are created by the migrations in `limen/storage/versions`; this module only describes them.
Large integers are plain `Integer` on SQLite, where only that type counts by itself.
"""

from typing import Any

import sqlalchemy as sa

from limen.storage.moments import UtcMoment

metadata = sa.MetaData()

Counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = UtcMoment()


def partial_index(
    name: str, condition: str | sa.ColumnElement[bool], *columns: str | sa.Column[Any], unique: bool = False
) -> sa.Index:
    """Return an index of the rows that keep a condition, on SQLite and PostgreSQL alike."""
    where = sa.text(condition) if isinstance(condition, str) else condition
    return sa.Index(name, *columns, unique=unique, postgresql_where=where, sqlite_where=where)


#: Events written in the transaction of the state that they tell of; `sent_at` is set after the confirm.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("position", Counter, primary_key=True, autoincrement=True),
    sa.Column("event_id", sa.String(36), nullable=False, unique=True),
    sa.Column("type", sa.String(120), nullable=False),
    sa.Column("aggregate", sa.String(120), nullable=False),
    sa.Column("aggregate_id", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("envelope", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
    sa.UniqueConstraint("aggregate_id", "version"),
    partial_index("outbox_unsent", "sent_at IS NULL", "position"),
    sqlite_autoincrement=True,  # else a position is given again after its row was pruned
)

#: The last version given to each aggregate, so that versions have no gap.
outbox_stream = sa.Table(
    "outbox_stream",
    metadata,
    sa.Column("aggregate_id", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)

#: Events that took effect here; the digest tells a repetition from a forgery.
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("event_id", sa.String(36), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("type", sa.String(120), nullable=False),
    sa.Column("aggregate_id", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("handled_at", Moment, nullable=False),
)

#: The last version of each foreign aggregate that took effect here.
inbox_stream = sa.Table(
    "inbox_stream",
    metadata,
    sa.Column("aggregate_id", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)

#: Events that could not take effect yet: `early` (a lower version is missing), `retry` (due again at
#: `due_at`) or `parked` (an administrator decides).
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("event_id", sa.String(64), nullable=False),
    sa.Column("type", sa.String(200), nullable=False),
    sa.Column("aggregate_id", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.UniqueConstraint("event_id", "state", name="delivery_once"),
    sa.Index("delivery_by_aggregate", "aggregate_id", "version"),
    sa.Index("delivery_due", "state", "due_at"),
)

#: How far the embedded bus has read each producer's outbox.
bus_cursor = sa.Table(
    "bus_cursor",
    metadata,
    sa.Column("producer", sa.String(40), primary_key=True),
    sa.Column("position", Counter, nullable=False),
)

#: The hash chain: each row's digest covers its content and the digest before it.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("sequence", Counter, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("action", sa.String(80), nullable=False),
    sa.Column("subject", sa.String(120), nullable=False),
    sa.Column("purpose", sa.String(200), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("request_id", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Index("audit_by_subject", "subject"),
)

#: The head of the chain, one row, so that a cut-off tail is found too.
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sequence", Counter, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)

#: The first answer to each Idempotency-Key, given again to the same request.
idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("actor", sa.String(120), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("headers", sa.Text),
    sa.Column("body", sa.LargeBinary),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("idempotency_by_age", "created_at"),
)

#: The key of each person, wrapped by the node's master key; erasing it erases the person's fields.
person_key = sa.Table(
    "person_key",
    metadata,
    sa.Column("person_id", sa.String(36), primary_key=True),
    sa.Column("master", sa.String(16), nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

"""The tables of the gateway: accounts and the console's sessions."""

import sqlalchemy as sa

from limen.storage.tables import Moment

metadata = sa.MetaData()

#: A local account. `roles` and `posts` are lists as text, separated by spaces; `totp_used` is the time
#: step of the last code that was accepted, since each code counts once.
account = sa.Table(
    "account",
    metadata,
    sa.Column("account_id", sa.String(36), primary_key=True),
    sa.Column("login", sa.String(80), nullable=False, unique=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("roles", sa.String(200), nullable=False),
    sa.Column("posts", sa.String(1000), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("agency", sa.String(80), nullable=False),
    sa.Column("totp", sa.LargeBinary),
    sa.Column("totp_used", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", Moment),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

#: A session of the console. The cookie holds a random secret, this table only its digest.
session = sa.Table(
    "session",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(120), nullable=False),
    sa.Column("claims", sa.Text, nullable=False),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("last_seen_at", Moment, nullable=False),
    sa.Index("session_by_account", "account_id"),
)

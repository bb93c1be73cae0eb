"""Work lists: indexes of open cases, saved filters, escalations, calendars; offices and offers."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0008"
down_revision = "readmission_0007"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    _index_open_cases()
    _create_worklists()
    _create_offices()


def _partial(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, postgresql_where=where, sqlite_where=where)


def _index_open_cases() -> None:
    by_date = ["due_key", "case_id"]
    is_open = "state NOT IN ('closed', 'withdrawn')"
    op.drop_index("case_by_due_date", "readmission_case")
    _partial("case_open_by_due_date", "readmission_case", by_date, is_open)
    _partial("case_open_by_office", "readmission_case", ["office", *by_date], is_open)
    _partial(
        "case_waiting_as_requesting",
        "readmission_case",
        ["requesting_state", *by_date],
        "state IN ('submitted', 'received', 'under_verification', 'deferred')",
    )
    _partial(
        "case_waiting_as_requested",
        "readmission_case",
        ["requested_state", *by_date],
        "state IN ('information_requested', 'returned', 'notified', 'accepted', 'tacitly_accepted', "
        "'transfer_planned', 'error_claimed')",
    )


def _create_worklists() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("filter_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("filter_id"),
        sa.UniqueConstraint("owner", "name"),
    )
    op.create_table(
        "escalation",
        sa.Column("escalation_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=True),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("limit", sa.String(length=30), nullable=True),
        sa.Column("due", sa.String(length=32), nullable=True),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("superior", sa.String(length=120), nullable=False),
        sa.Column("raised_by", sa.String(length=120), nullable=False),
        sa.Column("raised_at", Moment, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("seen_by", sa.String(length=120), nullable=True),
        sa.Column("seen_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("escalation_id"),
        sa.UniqueConstraint("deadline_id", "cause"),
    )
    op.create_index("escalation_by_case", "escalation", ["case_id"])
    _partial("escalation_open", "escalation", ["raised_at", "escalation_id"], "seen_at IS NULL")
    op.create_table(
        "calendar_feed",
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("posts", sa.Text(), nullable=True),
        sa.Column("office", sa.String(length=40), nullable=True),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("feed_id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("calendar_feed_by_owner", "calendar_feed", ["owner"])


def _create_offices() -> None:
    op.create_table(
        "office",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("superior", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "office_offer",
        sa.Column("offer_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("from_office", sa.String(length=40), nullable=False),
        sa.Column("to_office", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offered_by", sa.String(length=120), nullable=False),
        sa.Column("offered_at", Moment, nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("decision_reasons", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("offer_id"),
    )
    op.create_index("office_offer_by_case", "office_offer", ["case_id"])
    _partial("office_offer_open", "office_offer", ["case_id"], "state = 'offered'", unique=True)

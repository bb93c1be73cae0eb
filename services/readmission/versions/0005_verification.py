"""Registry checks, interviews and travel documents."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0005"
down_revision = "readmission_0004"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "registry_check",
        sa.Column("check_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("held_by", sa.String(length=60), nullable=True),
        sa.Column("held_why", sa.String(length=60), nullable=True),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("answered_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("check_id"),
    )
    op.create_index("registry_check_by_case", "registry_check", ["case_id"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "registry_check_waiting",
        "registry_check",
        ["check_id"],
        unique=False,
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
    op.create_table(
        "interview",
        sa.Column("interview_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("interpreter", sa.String(length=12), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("scheduled_at", Moment, nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("appointment", sa.LargeBinary(), nullable=True),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("interview_id"),
    )
    op.create_index("interview_by_case", "interview", ["case_id"], unique=False)
    op.create_table(
        "travel_document",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("renews", sa.String(length=36), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("particulars", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("expiry_noted_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_index("travel_document_by_case", "travel_document", ["case_id"], unique=False)
    running = sa.text("state = 'issued' AND expiry_noted_at IS NULL")
    op.create_index(
        "travel_document_running",
        "travel_document",
        ["valid_until"],
        unique=False,
        postgresql_where=running,
        sqlite_where=running,
    )

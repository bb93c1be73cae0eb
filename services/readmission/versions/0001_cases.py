"""The tables of readmission: persons, cases, steps, milestones, time limits, safeguards and lifts."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0001"
down_revision = None
branch_labels = ("readmission",)
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "case_number",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("particulars", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "readmission_case",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("requesting_state", sa.String(length=2), nullable=False),
        sa.Column("requested_state", sa.String(length=2), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("arrangement", sa.String(length=40), nullable=False),
        sa.Column("arrangement_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("suspended_from", sa.String(length=24), nullable=True),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("next_limit", sa.String(length=30), nullable=True),
        sa.Column("next_due", sa.String(length=32), nullable=True),
        sa.Column("due_key", Moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("case_by_person", "readmission_case", ["person_id"], unique=False)
    op.create_index("case_by_due_date", "readmission_case", ["due_key", "case_id"], unique=False)
    op.create_index("case_by_state", "readmission_case", ["state", "due_key", "case_id"], unique=False)
    op.create_table(
        "safeguard",
        sa.Column("safeguard_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("safeguard", sa.String(length=60), nullable=False),
        sa.Column("since", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("safeguard_id"),
    )
    op.create_index("safeguard_by_person", "safeguard", ["person_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("limit", sa.String(length=30), nullable=False),
        sa.Column("due", sa.String(length=32), nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("approaches_at", Moment, nullable=False),
        sa.Column("silence", sa.String(length=20), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("approached_at", Moment, nullable=True),
        sa.Column("passed_at", Moment, nullable=True),
        sa.Column("ended", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["readmission_case.case_id"],
        ),
        sa.PrimaryKeyConstraint("deadline_id"),
    )
    op.create_index("deadline_by_case", "deadline", ["case_id"], unique=False)
    op.create_index(
        "deadline_running",
        "deadline",
        ["approaches_at"],
        unique=False,
        postgresql_where=sa.text("ended IS NULL"),
        sqlite_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "lift",
        sa.Column("lift_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("safeguard_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("requested_by", sa.String(length=120), nullable=False),
        sa.Column("requested_at", Moment, nullable=False),
        sa.Column("request_reasons", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("decision_reasons", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["readmission_case.case_id"],
        ),
        sa.PrimaryKeyConstraint("lift_id"),
    )
    op.create_index("lift_by_case", "lift", ["case_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("moment", sa.String(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["readmission_case.case_id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "kind"),
    )
    op.create_table(
        "step",
        sa.Column("step_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=False),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("taken_at", Moment, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["readmission_case.case_id"],
        ),
        sa.PrimaryKeyConstraint("step_id"),
    )
    op.create_index("step_by_case", "step", ["case_id", "step_id"], unique=False)

"""Both sides of a case: role, procedure, ground; decisions, obstacles, the timeline, two roles for a lift."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0004"
down_revision = "readmission_0003"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    _columns()
    op.create_table(
        "timeline_entry",
        sa.Column("entry_id", sa.String(length=36), primary_key=True),
        sa.Column("case_id", sa.String(length=36), _case(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
    )
    op.create_index("timeline_entry_by_case", "timeline_entry", ["case_id", "entry_id"])
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.String(length=36), primary_key=True),
        sa.Column("case_id", sa.String(length=36), _case(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("suspensive", sa.Boolean(), nullable=True),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column("safeguard_id", sa.String(length=36), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
    )
    op.create_index("decision_by_case", "decision", ["case_id", "decision_id"])
    op.create_table(
        "obstacle",
        sa.Column("obstacle_id", sa.String(length=36), primary_key=True),
        sa.Column("case_id", sa.String(length=36), _case(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("limit", sa.String(length=30), nullable=False),
        sa.Column("began", sa.String(length=10), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column("claimed", sa.String(length=10), nullable=True),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.String(length=36), nullable=True),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
    )
    op.create_index("obstacle_by_case", "obstacle", ["case_id", "limit"])
    op.create_table(
        "safeguard_fact",
        sa.Column("fact_id", sa.String(length=36), primary_key=True),
        sa.Column("safeguard_id", sa.String(length=36), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.UniqueConstraint("safeguard_id", "fact"),
    )


def _columns() -> None:
    text = sa.String
    for table, name, kind, default in (
        ("readmission_case", "role", text(length=12), "requesting"),
        ("readmission_case", "procedure", text(length=24), "application"),
        ("readmission_case", "variant", text(length=40), None),
        ("readmission_case", "ground", text(length=60), None),
        ("readmission_case", "follows", text(length=36), None),
        ("safeguard", "until", text(length=10), None),
        ("safeguard", "raised_by", text(length=120), ""),
        ("safeguard", "basis", text(length=400), ""),
        ("lift", "requested_roles", text(length=200), ""),
        ("lift", "decided_role", text(length=40), None),
    ):
        op.add_column(
            table, sa.Column(name, kind, nullable=default is None, server_default=default), schema=None
        )


def _case() -> sa.ForeignKey:
    return sa.ForeignKey("readmission_case.case_id")

"""What national law was asked about a case, and what it answered."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0011"
down_revision = "readmission_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_trace",
        sa.Column("trace_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("on_day", sa.String(length=10), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("plugin", sa.String(length=80), nullable=False),
        sa.Column("plugin_version", sa.String(length=60), nullable=False),
        sa.Column("plugin_digest", sa.String(length=80), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("trace_id"),
    )
    op.create_index("rule_trace_by_case", "rule_trace", ["case_id", "trace_id"], unique=False)
    op.create_index(
        "rule_trace_unanswered",
        "rule_trace",
        ["trace_id"],
        unique=False,
        postgresql_where=sa.text("NOT answered"),
        sqlite_where=sa.text("NOT answered"),
    )

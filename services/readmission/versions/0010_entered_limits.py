"""Time limits that an officer entered for a case."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0010"
down_revision = "readmission_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entered_limit",
        sa.Column("entered_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("limit", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("entered_id"),
    )
    op.create_index("entered_limit_by_case", "entered_limit", ["case_id", "limit"], unique=False)


def downgrade() -> None:
    op.drop_table("entered_limit")

"""The application form of a case, and what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0002"
down_revision = "readmission_0001"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("entered", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "sent_application",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("arrangement_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("sent_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("case_id", "turn"),
    )

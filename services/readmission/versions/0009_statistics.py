"""Statistics: coarse attributes of cases, and indexes by moment."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0009"
down_revision = "readmission_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_attributes",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sex", sa.String(length=8), nullable=False),
        sa.Column("age_group", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("milestone_by_moment", "milestone", ["kind", "moment"])
    op.create_index("step_by_moment", "step", ["step", "taken_at"])
    op.create_index("deadline_by_passing", "deadline", ["limit", "passed_at"])

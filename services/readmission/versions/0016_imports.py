"""Cases that were taken over from another register, by their reference there."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0016"
down_revision = "readmission_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_import",
        sa.Column("reference", sa.String(80), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("readmission_case.case_id"), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("imported_by", sa.String(120), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
    )

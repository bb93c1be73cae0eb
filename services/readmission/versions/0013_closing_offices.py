"""Offices that were closed: they stay on record and take no case any more."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0013"
down_revision = "readmission_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))

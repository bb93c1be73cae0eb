"""Statistics by citizenship: kept when a case is opened; cases opened before are not known."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0014"
down_revision = "readmission_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("citizenship", sa.String(length=8), nullable=False, server_default="unknown")
    op.add_column("case_attributes", column)

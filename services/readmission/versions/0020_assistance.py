"""With which assistance a person returned, kept with the case; of earlier returns nothing is known."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0020"
down_revision = "readmission_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("readmission_case", sa.Column("assistance", sa.String(length=16)))

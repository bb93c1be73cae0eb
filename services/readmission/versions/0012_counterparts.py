"""Work lists narrowed to one other state: an index for each side of a case."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0012"
down_revision = "readmission_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_open = sa.text("state NOT IN ('closed', 'withdrawn')")
    for side in ("requested", "requesting"):
        op.create_index(
            f"case_open_by_{side}",
            "readmission_case",
            [f"{side}_state", "due_key", "case_id"],
            postgresql_where=is_open,
            sqlite_where=is_open,
        )

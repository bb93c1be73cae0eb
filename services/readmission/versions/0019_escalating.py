"""Indexes of the limits that the escalation watch looks at: overdue, or approaching."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0019"
down_revision = "readmission_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _partial("deadline_overdue", "ends_at", "ended IS NULL AND passed_at IS NOT NULL")
    _partial(
        "deadline_idle", "approached_at", "ended IS NULL AND passed_at IS NULL AND approached_at IS NOT NULL"
    )


def _partial(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "deadline", [column], postgresql_where=where, sqlite_where=where)

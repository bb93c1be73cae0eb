"""Indexes of the limits that the timer has yet to fire."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0017"
down_revision = "readmission_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _partial("deadline_to_approach", "approaches_at", "ended IS NULL AND approached_at IS NULL")
    _partial("deadline_to_pass", "ends_at", "ended IS NULL AND passed_at IS NULL")


def _partial(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "deadline", [column], postgresql_where=where, sqlite_where=where)

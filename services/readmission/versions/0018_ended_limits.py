"""Limits of requests that had ended before their limits ended with them: refused, handed over, closed.

They end as void. What follows from the end (readmission in error, costs) runs on until the case is closed.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from limen.storage.tables import Moment

revision = "readmission_0018"
down_revision = "readmission_0017"
branch_labels = None
depends_on = None

_ENDED = ("refused", "handed_over", "error_claimed", "taken_back", "departed")
_FINAL = ("closed", "withdrawn")
_LASTING = ("readmission_in_error", "cost_payment")
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)

_case = sa.table(
    "readmission_case",
    *(sa.column(name) for name in ("case_id", "state", "suspended_from", "next_limit", "next_due")),
    sa.column("due_key", Moment),
)
_deadline = sa.table(
    "deadline",
    *(sa.column(name) for name in ("case_id", "limit", "due", "ended", "passed_at")),
    sa.column("ends_at", Moment),
)
_state = sa.func.coalesce(_case.c.suspended_from, _case.c.state)


def upgrade() -> None:
    lives = sa.or_(_deadline.c.ended.is_(None), _deadline.c.ended == "stopped")
    over = sa.or_(_of_cases(_FINAL), sa.and_(_of_cases(_ENDED), _deadline.c.limit.not_in(_LASTING)))
    op.execute(_deadline.update().where(lives, over).values(ended="void"))
    op.execute(
        _case.update()
        .where(_state.in_((*_ENDED, *_FINAL)))
        .values(
            next_limit=_next(_deadline.c.limit),
            next_due=_next(_deadline.c.due),
            due_key=sa.func.coalesce(_next(_deadline.c.ends_at), sa.literal(_NEVER, Moment)),
        )
    )


def _of_cases(states: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return _deadline.c.case_id.in_(sa.select(_case.c.case_id).where(_state.in_(states)))


def _next(column: sa.ColumnClause[Any]) -> sa.ScalarSelect[Any]:
    """Return what the work list repeats of the limit that comes next."""
    pressing = sa.or_(_deadline.c.passed_at.is_(None), _deadline.c.limit == "cost_payment")
    running = sa.select(column).where(
        _deadline.c.case_id == _case.c.case_id, _deadline.c.ended.is_(None), pressing
    )
    return running.order_by(_deadline.c.ends_at).limit(1).correlate(_case).scalar_subquery()

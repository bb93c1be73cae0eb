"""Retelling what happened to a case in its register: steps and moments on their days, and limits with them.

A step is told as that register's, not as the importing officer's, and counts in the statistics of its month.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from limen.ids import new_id
from limen.work import Work
from services.readmission import deadlines
from services.readmission.cases import milestones_of
from services.readmission.imports.schemas import MOMENTS
from services.readmission.imports.states import day_of, steps_of
from services.readmission.models import step
from services.readmission.moving import set_milestone
from services.readmission.steps import STEPS

_UNDATED = date.max


def retell(work: Work, row: sa.Row[Any], source: str, line: Mapping[str, Any]) -> None:
    """Record what a line tells in the order of its days; of a step without a day only what it met."""
    moments = [(line[column], 0, kind) for column, kind in MOMENTS.items() if line.get(column)]
    steps = [
        (day_of(line, name) or _UNDATED, number, name)
        for number, name in enumerate(steps_of(line, row.role), 1)
    ]
    state = "draft"
    for day, number, name in sorted([*moments, *steps]):
        if not number:
            _record(work, row, name, day)
            continue
        if day != _UNDATED:
            state = _tell(work, row, source, line, name, state, day)
        deadlines.met_by(work, row, name)
    deadlines.settle(work, row)


def _record(work: Work, row: sa.Row[Any], kind: str, day: date) -> None:
    (named,) = deadlines.renamed(row.procedure, (kind,))
    set_milestone(work, row.case_id, named, day.isoformat())
    deadlines.start_from(work, row, named, milestones_of(work, row.case_id))


def _tell(
    work: Work,
    row: sa.Row[Any],
    source: str,
    line: Mapping[str, Any],
    name: str,
    from_state: str,
    day: date,
) -> str:
    """Keep a step that was taken in the register; return the state that it led to."""
    to_state = STEPS[name].leads_to
    work.execute(
        step.insert().values(
            step_id=new_id(),
            case_id=row.case_id,
            step=name,
            from_state=from_state,
            to_state=to_state,
            taken_by=f"register:{source}"[:120],
            taken_at=datetime.combine(day, time(), UTC),
            code=line.get("refusal_code") if name == "refuse" else None,
        )
    )
    return to_state

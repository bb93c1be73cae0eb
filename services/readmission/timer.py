"""The timer that watches time limits. It keeps nothing in memory: what has fired stands in the database.

Each firing is one transaction that first marks the limit, so that two timers, or a timer killed half
way, still fire each event exactly once.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission import deadlines
from services.readmission.cases import case_row
from services.readmission.models import deadline
from services.readmission.moving import move_by_silence
from services.readmission.steps import STEPS
from services.readmission.timeline.writing import note

_BATCH = 200

_OF_A_REPLY = {
    "consent": "tacit_acceptance",
    "refusal": "tacit_refusal",
    "nationality_only": "nationality_established",
}
_OF_A_CHECK = {"nationality_only": "nationality_established"}

#: limit -> what the text attaches to silence -> its effect; whatever is not here has none
SILENCE: Mapping[str, Mapping[str, str]] = {
    "reply": _OF_A_REPLY,
    "transit_reply": {name: _OF_A_REPLY[name] for name in ("consent", "refusal")},
    "register_check": _OF_A_CHECK,
    "nationality_objection": _OF_A_CHECK,
    "interview_report": _OF_A_CHECK,
}
#: effect -> the step that takes it
STEP_OF: Mapping[str, str] = {
    "tacit_acceptance": "accept_tacitly",
    "tacit_refusal": "refuse_tacitly",
    "nationality_established": "establish_nationality",
}


def watch(runtime: Runtime) -> None:
    """Fire what is due: limits that approach, then limits that have passed."""
    moment = now()
    for deadline_id in _due(runtime, deadline.c.approached_at, deadline.c.approaches_at, moment):
        with unit_of_work(runtime, system_actor("timer")) as work:
            _approach(work, deadline_id, moment)
    for deadline_id in _due(runtime, deadline.c.passed_at, deadline.c.ends_at, moment):
        with unit_of_work(runtime, system_actor("timer")) as work:
            _pass(work, deadline_id, moment)


def _due(runtime: Runtime, fired: Any, at: Any, moment: datetime) -> list[str]:
    query = sa.select(deadline.c.deadline_id).where(deadline.c.ended.is_(None), fired.is_(None), at <= moment)
    with runtime.database.read() as connection:
        return list(connection.execute(query.order_by(at).limit(_BATCH)).scalars())


def _mark(work: Work, deadline_id: str, fired: str, moment: datetime) -> sa.Row[Any] | None:
    """Mark a limit as fired and return it, or None when somebody else has done so or it has ended."""
    row = work.execute(sa.select(deadline).where(deadline.c.deadline_id == deadline_id)).one()
    case_row(work, row.case_id, lock=True)
    marked = work.execute(
        deadline.update()
        .where(deadline.c.deadline_id == deadline_id, deadline.c.ended.is_(None), deadline.c[fired].is_(None))
        .values({fired: moment})
    )
    return row if marked.rowcount == 1 else None


def _approach(work: Work, deadline_id: str, moment: datetime) -> None:
    row = _mark(work, deadline_id, "approached_at", moment)
    if row is None:
        return
    work.record("deadline.approaching", row.case_id, limit=row.limit, due=row.due)
    work.publish(
        "limen.readmission.case.deadline-approaching.v1",
        row.case_id,
        {"case_id": row.case_id, "deadline_id": deadline_id, "limit": row.limit, "due": row.due},
    )


def _pass(work: Work, deadline_id: str, moment: datetime) -> None:
    row = _mark(work, deadline_id, "passed_at", moment)
    if row is None:
        return
    deadlines.refresh(work, row.case_id)
    found = case_row(work, row.case_id)
    effect = effect_of(row, found.suspended_from if found.state == "suspended" else found.state)
    work.record("deadline.passed", row.case_id, limit=row.limit, due=row.due, effect=effect)
    work.publish(
        "limen.readmission.case.deadline-passed.v1",
        row.case_id,
        {
            "case_id": row.case_id,
            "deadline_id": deadline_id,
            "limit": row.limit,
            "due": row.due,
            "effect": effect,
        },
    )
    note(
        work,
        found,
        "limit",
        "passed",
        basis=f"{json.loads(row.explanation)['reference']}, {found.arrangement}",
        limit=row.limit,
        due=row.due,
        silence=row.silence,
        effect=effect,
    )
    if effect in STEP_OF:
        move_by_silence(work, found, STEP_OF[effect], date.fromisoformat(row.due[:10]))


def effect_of(row: sa.Row[Any], state: str) -> str:
    """Return what the text gives to this limit passing without an answer, and nothing else."""
    effect = SILENCE.get(row.limit, {}).get(row.silence, "none")
    return effect if effect in STEP_OF and state in STEPS[STEP_OF[effect]].leaves else "none"

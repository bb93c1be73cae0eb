"""The time limits of a case: computed when their start is known, ended when they are met, never forgotten."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from limen.clock import from_rfc3339
from limen.ids import new_id
from limen.law.deadline import Deadline, compute, latest_before
from limen.law.errors import NoFixedLimit
from limen.law.time_limit import Runs, TimeLimit
from limen.work import Work
from services.readmission import law
from services.readmission.models import NO_DUE_DATE, case, deadline
from services.readmission.steps import FINAL_STATES, Step

#: The limits that a case watches, in the order in which they come up.
WATCHED = ("submit", "reply", "transfer", "advance_notice", "readmission_in_error")

#: The step that meets a limit; a limit that is met no longer runs.
MET_BY: Mapping[str, tuple[str, ...]] = {
    "submit": ("submit",),
    "reply": ("accept", "refuse", "accept_tacitly"),
    "transfer": ("hand_over",),
    "advance_notice": ("hand_over",),
}


#: The limits that an officer must still see to: running, or passed without the step that would have met them.
_PRESSING = deadline.c.ended.is_(None) & (deadline.c.passed_at.is_(None) | deadline.c.limit.in_(list(MET_BY)))


def follow(work: Work, row: sa.Row[Any], taken: Step, milestones: Mapping[str, str]) -> None:
    """Bring the limits of a case in line with the step that was just taken."""
    for met, steps in MET_BY.items():
        if taken.name in steps:
            end(work, row.case_id, "met", met)
    if row.state in FINAL_STATES:
        end(work, row.case_id, "void")
        refresh(work, row.case_id)
        return
    if taken.name == "extend_reply":
        start(work, row, "reply", milestones, extended=True)
    for name in WATCHED:
        limit = limit_of(work, row, name)
        if limit is not None and not set(taken.sets).isdisjoint(limit.start):
            start(work, row, name, milestones)
    refresh(work, row.case_id)


def start_from(work: Work, row: sa.Row[Any], kind: str, milestones: Mapping[str, str]) -> None:
    """Compute every watched limit that runs from a milestone which was recorded by itself."""
    for name in WATCHED:
        limit = limit_of(work, row, name)
        if limit is not None and kind in limit.start:
            start(work, row, name, milestones)
    refresh(work, row.case_id)


def refresh(work: Work, case_id: str) -> None:
    """Repeat on the case which of its limits comes next; one that was not met stays there, overdue."""
    query = sa.select(deadline).where(deadline.c.case_id == case_id, _PRESSING)
    row = work.execute(query.order_by(deadline.c.ends_at).limit(1)).first()
    work.execute(
        case.update()
        .where(case.c.case_id == case_id)
        .values(
            next_limit=row.limit if row else None,
            next_due=row.due if row else None,
            due_key=row.ends_at if row else NO_DUE_DATE,
        )
    )


def limit_of(work: Work, row: sa.Row[Any], name: str) -> TimeLimit | None:
    """Return what the arrangement of a case says about a limit, or None where it says nothing."""
    arrangement = law.arrangement_of(work.runtime, row)
    return arrangement.time_limit(name, row.category, row.requested_state)


def start(
    work: Work, row: sa.Row[Any], name: str, milestones: Mapping[str, str], *, extended: bool = False
) -> None:
    """Compute a limit from its milestone and let it run; an earlier computation of it ends as recomputed."""
    limit = limit_of(work, row, name)
    if limit is None:
        return
    happened = next((event for event in limit.start if event in milestones), None)
    if happened is None:
        return
    try:
        answer = _answer(work, row, limit, _moment(milestones[happened]), happened, extended)
    except NoFixedLimit:
        return
    end(work, row.case_id, "recomputed", name)
    approach = timedelta(days=work.runtime.settings.approaching_days)
    work.execute(
        deadline.insert().values(
            deadline_id=new_id(),
            case_id=row.case_id,
            limit=name,
            due=answer.as_dict()["due"],
            ends_at=answer.passes_at,
            approaches_at=answer.passes_at - approach,
            silence=answer.silence.value,
            explanation=json.dumps(answer.as_dict(), ensure_ascii=False),
        )
    )
    work.record("deadline.started", row.case_id, limit=name, due=answer.as_dict()["due"], event=happened)


def end(work: Work, case_id: str, why: str, name: str | None = None) -> None:
    """Let the running limits of a case end, all or those of one name: met, recomputed or void."""
    running = sa.and_(deadline.c.case_id == case_id, deadline.c.ended.is_(None))
    statement = deadline.update().where(running).values(ended=why)
    work.execute(statement.where(deadline.c.limit == name) if name else statement)


def deadlines_of(work: Work, case_id: str) -> list[dict[str, Any]]:
    """Return every limit of a case with its explanation, the running ones first."""
    query = sa.select(deadline).where(deadline.c.case_id == case_id).order_by(deadline.c.deadline_id)
    rows = [{**row, "explanation": json.loads(row["explanation"])} for row in work.execute(query).mappings()]
    return sorted(rows, key=lambda item: (item["ended"] is not None, item["ends_at"]))


def next_explanations(work: Work, case_ids: Sequence[str]) -> dict[str, Any]:
    """Return, by case, the explanation of the limit that the work list shows."""
    query = sa.select(deadline.c.case_id, deadline.c.explanation).where(
        deadline.c.case_id.in_(case_ids), _PRESSING
    )
    # The nearest limit comes last, and stays.
    rows = work.execute(query.order_by(deadline.c.ends_at.desc()))
    return {row.case_id: json.loads(row.explanation) for row in rows}


def _answer(
    work: Work, row: sa.Row[Any], limit: TimeLimit, moment: date | datetime, happened: Any, extended: bool
) -> Deadline:
    calendars = law.calendars_of(work.runtime, row.requesting_state, row.requested_state)
    readings = law.readings_of(work.runtime)
    if limit.runs is Runs.BEFORE:
        return latest_before(limit, moment, calendars, readings, event=happened)
    return compute(limit, moment, calendars, readings, extended, event=happened)


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else from_rfc3339(text)

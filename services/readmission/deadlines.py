"""The time limits of a case: computed when their start is known, ended when they are met, never forgotten.

No date moves silently: each start, move, stop and end is an entry of the timeline, with old and new date
and the article. Other parts of readmission start clocks by recording a milestone (`moving.set_milestone`)
and then calling `start_from`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from limen.clock import from_rfc3339
from limen.ids import new_id
from limen.law.deadline import Deadline, compute, latest_before
from limen.law.errors import NoFixedLimit, StartUnusable
from limen.law.time_limit import Runs, Start, TimeLimit
from limen.work import Work
from services.readmission import law
from services.readmission.clocks import CLOCKS, QUIET, WATCHED
from services.readmission.decisions.hindrance import Hindrance, hindrance_of
from services.readmission.entered_limits.reading import entered_limit
from services.readmission.models import NO_DUE_DATE, case, deadline
from services.readmission.procedures import PROCEDURES, limit_in
from services.readmission.steps import ENDED_STATES, FINAL_STATES, Step
from services.readmission.timeline.writing import note

#: The limits that an officer must still see to: running, or passed without the step that would have met them.
_PRESSING = deadline.c.ended.is_(None) & (deadline.c.passed_at.is_(None) | deadline.c.limit.not_in(QUIET))


def follow(work: Work, row: sa.Row[Any], taken: Step, milestones: Mapping[str, str]) -> None:
    """Bring the limits of a case in line with the step that was just taken."""
    met_by(work, row, taken.name)
    _end_with_case(work, row)
    _call_off(work, row, renamed(row.procedure, taken.clears))
    if taken.runs_on:
        _tell_running(work, row)
    if taken.extends:
        start(work, row, taken.extends, milestones, extended=True)
    started_by(work, row, recorded_by(row.procedure, taken), milestones)


def may_run(row: sa.Row[Any], name: str) -> bool:
    """Tell whether a limit can run in a case as it stands: once the request has ended, few can, then none.

    So what a text counts from the reply or from its silence, it counts from one that accepts.
    """
    state = row.suspended_from or row.state
    return state not in FINAL_STATES and (state not in ENDED_STATES or CLOCKS[name].lasts)


def recorded_by(procedure: str, taken: Step) -> tuple[str, ...]:
    """Return the milestones that a step records in a procedure."""
    return renamed(procedure, taken.sets)


def renamed(procedure: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return milestones under the names that a procedure gives them."""
    names = PROCEDURES[procedure].milestones
    return tuple(dict.fromkeys(names.get(kind, kind) for kind in kinds))


def start_from(work: Work, row: sa.Row[Any], kind: str, milestones: Mapping[str, str]) -> None:
    """Bring the limits of a case in line with a milestone that was just recorded by `moving.set_milestone`.

    Limits that the milestone meets end as met; those that run from it are computed. `row` is the case as
    `cases.case_row` gives it, `kind` one of `clocks.MILESTONES`, `milestones` all of the case, with the
    new one (`cases.milestones_of`). The caller gives the case its next version (`moving.touch`).
    """
    for name, clock in CLOCKS.items():
        if kind in clock.met_on:
            end(work, row, "met", name)
    started_by(work, row, (kind,), milestones)


def met_by(work: Work, row: sa.Row[Any], step: str) -> None:
    """End as met the limits of a case that a step meets."""
    for name, clock in CLOCKS.items():
        if step in clock.met_by:
            end(work, row, "met", name)


def settle(work: Work, row: sa.Row[Any]) -> None:
    """End what cannot run any more, and repeat on the case which limit comes next."""
    _end_with_case(work, row)
    refresh(work, row.case_id)


def started_by(work: Work, row: sa.Row[Any], kinds: Sequence[str], milestones: Mapping[str, str]) -> None:
    """Compute every watched limit that runs from one of these milestones."""
    for name in PROCEDURES[row.procedure].watches:
        limit = limit_of(work, row, name)
        if limit is not None and not set(kinds).isdisjoint(starts_of(limit)):
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
    """Return what the arrangement of a case says about a limit, else what an officer entered, else None."""
    return limit_in(law.arrangement_of(work.runtime, row), row, name) or entered_limit(
        work, row.case_id, name
    )


def start(
    work: Work, row: sa.Row[Any], name: str, milestones: Mapping[str, str], *, extended: bool = False
) -> None:
    """Compute a limit from its milestone and let it run; an earlier computation of it ends as recomputed.

    An extension and an obstacle that were recorded before stay: a corrected start never takes them away.
    """
    limit = limit_of(work, row, name) if may_run(row, name) else None
    happened = _happened(limit, milestones) if limit else None
    if limit is None or happened is None:
        return
    before = _latest(work, row.case_id, name)
    clock = CLOCKS[name]
    if before is not None and before.ended == "met" and clock.met_by and not clock.renews:
        return  # what a step has met does not begin again
    hindrance = hindrance_of(work, row.case_id, name)
    if before is not None and before.ended in (None, "stopped"):
        extended = extended or json.loads(before.explanation)["extended"]
    try:
        answer = _answer(work, row, limit, _moment(milestones[happened]), happened, extended, hindrance)
    except NoFixedLimit:
        return
    except StartUnusable as unusable:
        note(work, row, "limit", "not_computed", basis=_basis(row, limit.reference), limit=name)
        work.record("deadline.not_computed", row.case_id, limit=name, why=unusable.code)
        return
    _replace(work, row, answer, before, stopped=hindrance is not None and hindrance.lasts)


def end(work: Work, row: sa.Row[Any], why: str, name: str) -> None:
    """Let a limit of a case that runs end as `met` or `called_off`."""
    _end(work, row, why, sa.and_(_running(row), deadline.c.limit == name))


def _end_with_case(work: Work, row: sa.Row[Any]) -> None:
    """Let every limit end as void that cannot run any more, also one that an obstacle stopped."""
    over = [name for name in WATCHED if not may_run(row, name)]
    if over:
        lives = sa.or_(deadline.c.ended.is_(None), deadline.c.ended == "stopped")
        _end(work, row, "void", sa.and_(deadline.c.case_id == row.case_id, lives, deadline.c.limit.in_(over)))


def _end(work: Work, row: sa.Row[Any], why: str, wanted: sa.ColumnElement[bool]) -> None:
    _tell(work, row, why, wanted)
    work.execute(deadline.update().where(wanted).values(ended=why))


def _call_off(work: Work, row: sa.Row[Any], cleared: Sequence[str]) -> None:
    """End the limits that count from what will not happen."""
    for name in PROCEDURES[row.procedure].watches if cleared else ():
        limit = limit_of(work, row, name)
        if limit is not None and not set(cleared).isdisjoint(starts_of(limit)):
            end(work, row, "called_off", name)


def _tell_running(work: Work, row: sa.Row[Any]) -> None:
    """Tell the timeline of every limit that runs that it runs on, with its day and article."""
    _tell(work, row, "runs_on", _running(row))


def _running(row: sa.Row[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(deadline.c.case_id == row.case_id, deadline.c.ended.is_(None))


def _tell(work: Work, row: sa.Row[Any], what: str, wanted: sa.ColumnElement[bool]) -> None:
    for item in work.execute(sa.select(deadline).where(wanted).order_by(deadline.c.ends_at)).all():
        told = json.loads(item.explanation)
        basis = _basis(row, told["reference"], "" if told["arrangement"] else told["source"])
        note(work, row, "limit", what, basis=basis, limit=item.limit, due=item.due)


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


def starts_of(limit: TimeLimit) -> tuple[Start, ...]:
    """Return the events from which a limit runs; where the text does not say, those that the node assumes."""
    return CLOCKS[limit.name].assumed if limit.start == (Start.UNSTATED,) else limit.start


def _happened(limit: TimeLimit, milestones: Mapping[str, str]) -> Start | None:
    return next((event for event in starts_of(limit) if event in milestones), None)


def _latest(work: Work, case_id: str, name: str) -> sa.Row[Any] | None:
    query = sa.select(deadline).where(deadline.c.case_id == case_id, deadline.c.limit == name)
    return work.execute(query.order_by(deadline.c.deadline_id.desc()).limit(1)).first()


def _replace(
    work: Work, row: sa.Row[Any], answer: Deadline, before: sa.Row[Any] | None, *, stopped: bool
) -> None:
    """Keep a computed limit in place of the one before, and tell the timeline what became of the date."""
    told, name = answer.as_dict(), answer.limit.name
    live = before if before is not None and before.ended in (None, "stopped") else None
    if live is not None:
        work.execute(
            deadline.update().where(deadline.c.deadline_id == live.deadline_id).values(ended="recomputed")
        )
    work.execute(
        deadline.insert().values(
            deadline_id=new_id(),
            case_id=row.case_id,
            limit=name,
            due=told["due"],
            ends_at=answer.passes_at,
            approaches_at=answer.passes_at - timedelta(days=work.runtime.settings.approaching_days),
            silence=answer.silence.value,
            explanation=json.dumps(told, ensure_ascii=False),
            ended="stopped" if stopped else None,
        )
    )
    reference = answer.limit.reference
    if (answer.extended or stopped) and answer.limit.extension:
        reference = answer.limit.extension.reference
    dates: dict[str, Any] = {"old": live.due} if live is not None else {}
    what = "stopped" if stopped else "moved" if live is not None and live.due != told["due"] else "started"
    note(
        work,
        row,
        "limit",
        what,
        basis=_basis(row, reference, "" if answer.limit.arrangement else answer.limit.source),
        limit=name,
        event=told["event"],
        **dates,
        **({} if stopped else {"new": told["due"]}),
    )
    work.record("deadline.started", row.case_id, limit=name, due=told["due"], event=told["event"])


def _basis(row: sa.Row[Any], reference: str, entered_from: str = "") -> str:
    """Return article and text; for a limit that was entered by hand, the source that the officer named."""
    return f"{reference} ({entered_from})" if entered_from else f"{reference}, {row.arrangement}"


def _answer(
    work: Work,
    row: sa.Row[Any],
    limit: TimeLimit,
    moment: date | datetime,
    happened: Start,
    extended: bool,
    hindrance: Hindrance | None,
) -> Deadline:
    calendars = law.calendars_of(work.runtime, row.requesting_state, row.requested_state)
    readings = law.readings_of(work.runtime)
    if limit.runs is Runs.BEFORE:
        return latest_before(limit, moment, calendars, readings, event=happened)
    if hindrance is not None and limit.extension and limit.extension.kind.needs_obstacle:
        extends = hindrance.obstacle is not None
        return compute(
            limit, moment, calendars, readings, extends, event=happened, obstacle=hindrance.obstacle
        )
    return compute(limit, moment, calendars, readings, extended, event=happened)


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else from_rfc3339(text)

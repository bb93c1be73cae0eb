"""Moving a case: every step checks who, when and what is required, and says what is missing.

`_move` is the one door: nothing else writes a case's state, and it asks the safeguards itself, so that no
path (an officer, the timer, an event, an import, a group) can go round them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.errors import IllegalStep
from limen.ids import new_id
from limen.law.safeguards import Action
from limen.work import Work
from services.readmission import deadlines, law
from services.readmission.application import completeness, sending
from services.readmission.cases import STEP_DETAIL, case_as_read, case_row, milestones_of
from services.readmission.cases import touch as touch
from services.readmission.decisions.extensions import can_extend, extension_needs
from services.readmission.decisions.holds import too_early
from services.readmission.models import case, milestone, step
from services.readmission.persons import fields_of
from services.readmission.procedures import PROCEDURES
from services.readmission.safeguards import check_safeguards, check_sending
from services.readmission.steps import (
    BEFORE_PLANNING,
    FIELD_MEANINGS,
    FINAL_STATES,
    REFUSAL_REASONS,
    RETURNS,
    SAME,
    STEPS,
    Step,
    possible_steps,
)
from services.readmission.timeline.writing import note
from services.readmission.transfers.ahead import cancel_ahead

#: the action of the steps that send an application or a notification
_SENDING = "readmission.submit"


def take_step(work: Work, case_id: str, name: str, given: Mapping[str, Any]) -> sa.Row[Any]:
    """Take one step of a case, or raise IllegalStep or SafeguardPresent with what stands against it."""
    row = case_as_read(work, case_id)
    chosen = STEPS[name]
    _check_state(row, chosen)
    _check_gate(work, row, chosen)  # the protection is named before anything that is missing
    _check_given(work, row, chosen, given)
    warnings = law.check_rules(work, row, chosen.action)
    return _move(work, row, chosen, given, warnings)


def move_by_silence(work: Work, row: sa.Row[Any], name: str, day: date) -> sa.Row[Any]:
    """Take the step that a text gives to silence. A suspended case moves behind its suspension."""
    return _move(work, row, STEPS[name], {"on": day}, [])


def call_off(work: Work, row: sa.Row[Any], given: Mapping[str, Any]) -> sa.Row[Any]:
    """Lead a case back to where it was when its transfer was planned. `given`: code and reason.

    Nothing stands against it: neither a safeguard nor a rule may hold a person on the way to a border. A
    suspended case moves behind its suspension.
    """
    return _move(work, row, STEPS["call_off"], given, [])


def _check_state(row: sa.Row[Any], chosen: Step) -> None:
    if chosen.by_system or not chosen.exists_in(row.procedure, row.role):
        known = ", ".join(step.name for step in possible_steps(row.state, row.procedure, row.role))
        raise IllegalStep(
            f"{chosen.title}: the {row.role} side has no such step in the procedure {row.procedure}.",
            missing=[{"field": "step", "detail": f"must be one of {known}"}],
            state=row.state,
        )
    if row.state not in chosen.leaves:
        states = ", ".join(chosen.leaves)
        raise IllegalStep(
            f"{chosen.title}: the case is {row.state}; this step leaves from {states}.",
            missing=[{"field": "state", "detail": f"must be one of {states}"}],
            state=row.state,
        )


def _check_gate(work: Work, row: sa.Row[Any], chosen: Step) -> None:
    if chosen.guarded == Action.SUBMIT:
        check_sending(work, row)
    elif chosen.guarded:
        check_safeguards(work, row, chosen.guarded)


def _check_given(work: Work, row: sa.Row[Any], chosen: Step, given: Mapping[str, Any]) -> None:
    missing = [
        {"field": field, "detail": f"is required: {FIELD_MEANINGS[field]}"}
        for field in needs_of(work, row, chosen)
        if not given.get(field)
    ]
    if given.get("code") and given["code"] not in REFUSAL_REASONS:
        missing.append({"field": "code", "detail": f"must be one of {', '.join(REFUSAL_REASONS)}"})
    if given.get("on"):
        missing += _check_order(chosen, milestones_of(work, row.case_id), given["on"])
    if chosen.action == _SENDING:
        missing += _check_application(work, row)
    if chosen.guarded in ("plan_transfer", "transfer"):
        missing += too_early(work, row, given)
    if missing:
        raise IllegalStep(f"{chosen.title}: something is missing.", missing=missing)


def needs_of(work: Work, row: sa.Row[Any], chosen: Step) -> tuple[str, ...]:
    """Return the fields that a step needs; for an extension, those that its text asks for."""
    return (*chosen.needs, *extension_needs(work, row, chosen.extends)) if chosen.extends else chosen.needs


def steps_of(work: Work, row: sa.Row[Any]) -> list[tuple[Step, tuple[str, ...]]]:
    """Return the steps that an officer may try now, each with what it needs."""
    return [
        (item, needs_of(work, row, item))
        for item in possible_steps(row.state, row.procedure, row.role)
        if not item.extends or can_extend(work, row, item.extends)
    ]


def _check_order(chosen: Step, milestones: Mapping[str, str], day: date) -> list[dict[str, str]]:
    if chosen.name == "plan_transfer":
        return [{"field": "on", "detail": "must not lie in the past"}] if day < today() else []
    if day > today():
        return [{"field": "on", "detail": "must not lie in the future"}]
    receipt = milestones.get("receipt")
    if receipt and day.isoformat() < receipt[:10]:
        return [{"field": "on", "detail": "must not lie before the receipt of the application"}]
    return []


def _check_application(work: Work, row: sa.Row[Any]) -> list[dict[str, str]]:
    """Name what an application lacks without which no text lets it be sent."""
    lacking: list[dict[str, str]] = list(completeness.missing_before_sending(work, row))
    needed = PROCEDURES[row.procedure].needs_moment
    if needed and needed not in milestones_of(work, row.case_id):
        lacking.append({"field": needed, "detail": "this moment must be recorded first"})
    return lacking


def _move(
    work: Work, row: sa.Row[Any], chosen: Step, given: Mapping[str, Any], warnings: list[dict[str, str]]
) -> sa.Row[Any]:
    _check_gate(work, row, chosen)
    moment = now()
    to_state, suspended_from = _target(work, row, chosen)
    returned = {"assistance": given.get("assistance")} if chosen.name in RETURNS else {}
    values = {"suspended_from": suspended_from, "version": row.version + 1, "changed_at": moment, **returned}
    work.execute(case.update().where(case.c.case_id == row.case_id).values(state=to_state, **values))
    detail = {name: _plain(value) for name, value in given.items() if value is not None}
    if warnings:
        detail["warnings"] = warnings
    fields = fields_of(work, row.person_id)
    work.execute(
        step.insert().values(
            step_id=new_id(),
            case_id=row.case_id,
            step=chosen.name,
            from_state=row.state,
            to_state=to_state,
            taken_by=work.actor.id,
            taken_at=moment,
            code=given.get("code"),
            detail=fields.seal(STEP_DETAIL, detail) if detail and fields else None,
        )
    )
    for kind in deadlines.recorded_by(row.procedure, chosen):
        set_milestone(work, row.case_id, kind, _plain(given.get("on") or given.get("at") or today()))
    for kind in deadlines.renamed(row.procedure, chosen.clears):
        _drop_milestone(work, row, kind)
    if chosen.action == _SENDING:
        sending.keep_sent(work, row)
    if to_state in FINAL_STATES:
        cancel_ahead(work, row, f"case_{to_state}")
    deadlines.follow(work, case_row(work, row.case_id), chosen, milestones_of(work, row.case_id))
    work.record(f"case.{chosen.name}", row.case_id, from_state=row.state, to_state=to_state)
    work.publish(
        "limen.readmission.case.moved.v1",
        row.case_id,
        {
            "case_id": row.case_id,
            "step": chosen.name,
            "from_state": row.state,
            "to_state": to_state,
            "at": rfc3339(moment),
        },
    )
    return case_row(work, row.case_id)


def _target(work: Work, row: sa.Row[Any], chosen: Step) -> tuple[str, str | None]:
    """Return the new state, and for a suspended case the state to which it will resume."""
    if chosen.leads_to == BEFORE_PLANNING:
        before = _before_planning(work, row.case_id)
        return ("suspended", before) if row.state == "suspended" else (before, None)
    if chosen.name == "suspend":
        return "suspended", row.state
    if chosen.name == "resume":
        return row.suspended_from, None
    if chosen.leads_to == SAME:
        return row.state, row.suspended_from
    if row.state == "suspended" and chosen.leads_to not in FINAL_STATES:
        return "suspended", chosen.leads_to
    return chosen.leads_to, None


def _before_planning(work: Work, case_id: str) -> str:
    """Return the state from which the transfer of a case was planned, however often it was planned anew."""
    query = sa.select(step.c.from_state).where(
        step.c.case_id == case_id, step.c.step == "plan_transfer", step.c.from_state != "transfer_planned"
    )
    return str(work.execute(query.order_by(step.c.step_id.desc()).limit(1)).scalar_one())


def set_milestone(work: Work, case_id: str, kind: str, moment: str) -> None:
    """Record a moment from which the law counts. A later record replaces it; timeline and audit keep both.

    `kind` is one of `clocks.MILESTONES`, `moment` a day (2026-03-06) or a moment (RFC 3339). Follow it with
    `deadlines.start_from`, which starts and ends the limits that depend on it, and with `touch`.
    """
    row = case_row(work, case_id)
    before = milestones_of(work, case_id).get(kind)
    old = {"old": before} if before and before != moment else {}
    note(work, row, "milestone", kind, moment=moment, **old)
    values = {"moment": moment, "recorded_by": work.actor.id}
    changed = work.execute(
        milestone.update().where(milestone.c.case_id == case_id, milestone.c.kind == kind).values(values)
    )
    if changed.rowcount == 0:
        work.execute(milestone.insert().values(case_id=case_id, kind=kind, **values))
    work.record("case.milestone", case_id, kind=kind, moment=moment)


def _drop_milestone(work: Work, row: sa.Row[Any], kind: str) -> None:
    """Let a moment no longer hold, because what was planned for it will not happen; the timeline keeps it."""
    before = milestones_of(work, row.case_id).get(kind)
    if before is None:
        return
    work.execute(milestone.delete().where(milestone.c.case_id == row.case_id, milestone.c.kind == kind))
    note(work, row, "milestone", kind, old=before)
    work.record("case.milestone_dropped", row.case_id, kind=kind, moment=before)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list) else value.isoformat()

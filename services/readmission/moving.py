"""Moving a case: every step checks who, when and what is required, and says what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.errors import IllegalStep
from limen.ids import new_id
from limen.work import Work
from services.readmission import deadlines, law
from services.readmission.cases import case_row, milestones_of
from services.readmission.models import case, milestone, step
from services.readmission.persons import fields_of, particulars_of
from services.readmission.safeguards import check_safeguards
from services.readmission.steps import FIELD_MEANINGS, FINAL_STATES, REFUSAL_REASONS, STEPS, Step

_DETAIL = "step.detail"


def take_step(work: Work, case_id: str, name: str, given: Mapping[str, Any]) -> sa.Row[Any]:
    """Take one step of a case, or raise IllegalStep or SafeguardPresent with what stands against it."""
    row = case_row(work, case_id, lock=True)
    work.check_version(row.version)
    chosen = STEPS[name]
    _check_state(row, chosen)
    _check_given(work, row, chosen, given)
    if chosen.guarded:
        check_safeguards(work, row, chosen.guarded)
    warnings = law.check_rules(work, row, chosen.action)
    return _move(work, row, chosen, given, warnings)


def accept_tacitly(work: Work, row: sa.Row[Any], day: date) -> sa.Row[Any]:
    """Take the effect that a text gives to silence. A suspended case is accepted behind its suspension."""
    return _move(work, row, STEPS["accept_tacitly"], {"on": day}, [])


def _check_state(row: sa.Row[Any], chosen: Step) -> None:
    if row.state not in chosen.leaves:
        states = ", ".join(chosen.leaves)
        raise IllegalStep(
            f"{chosen.title}: the case is {row.state}; this step leaves from {states}.",
            missing=[{"field": "state", "detail": f"must be one of {states}"}],
            state=row.state,
        )


def _check_given(work: Work, row: sa.Row[Any], chosen: Step, given: Mapping[str, Any]) -> None:
    missing = [
        {"field": field, "detail": f"is required: {FIELD_MEANINGS[field]}"}
        for field in chosen.needs
        if not given.get(field)
    ]
    if given.get("code") and given["code"] not in REFUSAL_REASONS:
        missing.append({"field": "code", "detail": f"must be one of {', '.join(REFUSAL_REASONS)}"})
    if given.get("on"):
        missing += _check_order(chosen, milestones_of(work, row.case_id), given["on"])
    if chosen.name == "submit":
        missing += _check_application(work, row)
    if missing:
        raise IllegalStep(f"{chosen.title}: something is missing.", missing=missing)


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
    known, lacking = particulars_of(work, row.person_id), []
    if not (known["surname"] or known["given_names"]):
        lacking.append({"field": "person.surname", "detail": "a name is required"})
    if not known["birth_date"]:
        lacking.append(
            {"field": "person.birth_date", "detail": "a birth date is required, estimated if need be"}
        )
    claimed = {item["country"] for item in known["nationalities"]}
    if row.category == "own_national" and row.requested_state not in claimed:
        lacking.append({"field": "person.nationalities", "detail": f"must include {row.requested_state}"})
    return lacking


def _move(
    work: Work, row: sa.Row[Any], chosen: Step, given: Mapping[str, Any], warnings: list[dict[str, str]]
) -> sa.Row[Any]:
    moment = now()
    to_state, suspended_from = _target(row, chosen)
    work.execute(
        case.update()
        .where(case.c.case_id == row.case_id)
        .values(state=to_state, suspended_from=suspended_from, version=row.version + 1, changed_at=moment)
    )
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
            detail=fields.seal(_DETAIL, detail) if detail and fields else None,
        )
    )
    for kind in chosen.sets:
        set_milestone(work, row.case_id, kind, _plain(given.get("on") or given.get("at") or today()))
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


def _target(row: sa.Row[Any], chosen: Step) -> tuple[str, str | None]:
    """Return the new state, and for a suspended case the state to which it will resume."""
    if chosen.name == "suspend":
        return "suspended", row.state
    if chosen.name == "resume":
        return row.suspended_from, None
    if row.state == "suspended" and chosen.leads_to not in FINAL_STATES:
        return "suspended", chosen.leads_to
    return chosen.leads_to, None


def touch(work: Work, row: sa.Row[Any]) -> None:
    """Give a case its next version, because something about it changed."""
    work.execute(
        case.update().where(case.c.case_id == row.case_id).values(version=row.version + 1, changed_at=now())
    )


def set_milestone(work: Work, case_id: str, kind: str, moment: str) -> None:
    """Record a moment from which the law counts. A later record replaces it; the audit keeps both."""
    values = {"moment": moment, "recorded_by": work.actor.id}
    changed = work.execute(
        milestone.update().where(milestone.c.case_id == case_id, milestone.c.kind == kind).values(values)
    )
    if changed.rowcount == 0:
        work.execute(milestone.insert().values(case_id=case_id, kind=kind, **values))
    work.record("case.milestone", case_id, kind=kind, moment=moment)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list) else value.isoformat()

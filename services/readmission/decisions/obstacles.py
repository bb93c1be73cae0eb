"""Obstacles to sending or transfer: they move or stop a time limit as the text says, and no further.

A text that extends a limit for as long as an obstacle lasts does so at a request, a notice or by agreement;
until that day is recorded (`claimed`), the limit runs on and the timeline says so. While a claimed obstacle
lasts, the limit stands still; when it ceases, the limit is computed anew with the days it lasted.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.law.time_limit import TimeLimit, Upon
from limen.work import Work
from services.readmission import deadlines
from services.readmission.cases import case_as_read, milestones_of
from services.readmission.decisions.hindrance import EXTENDS
from services.readmission.decisions.sealing import opened, sealed
from services.readmission.decisions.tables import obstacle
from services.readmission.models import deadline
from services.readmission.moving import set_milestone, touch
from services.readmission.persons import fields_of
from services.readmission.procedures import PROCEDURES
from services.readmission.records import one
from services.readmission.timeline.writing import note

KINDS = ("legal", "practical")
#: effects of an obstacle beside EXTENDS: the text gives none, nobody asked yet, or asked too late
NONE, NOT_CLAIMED, TOO_LATE = "none", "not_claimed", "too_late"
_WORDS = "obstacle.words"


def record(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Record an obstacle: kind, limit, began, basis, and if known ended and claimed."""
    row = case_as_read(work, case_id)
    if new["limit"] not in PROCEDURES[row.procedure].watches:
        detail = f"must be a limit of this procedure: {', '.join(PROCEDURES[row.procedure].watches)}"
        raise Invalid(errors=[{"pointer": "#/limit", "detail": detail}])
    _insert(work, row, new)
    touch(work, row)


def change(work: Work, obstacle_id: str, given: Mapping[str, Any]) -> str:
    """Record that an obstacle ceased (`ended`) or that the extension was asked for (`claimed`)."""
    found = one(work, obstacle, obstacle_id, "obstacle")
    row = case_as_read(work, found.case_id)
    known = {"ended": found.ended, "claimed": found.claimed}
    for name in given:
        if known[name]:
            raise Conflict(f"That it was {name} is recorded already: {known[name]}.")
    _change(work, row, found, given)
    touch(work, row)
    return row.case_id


def of_decision(work: Work, row: sa.Row[Any], decision_id: str, began: date, basis: str) -> None:
    """Record the legal obstacle that a decision is, where the text lets obstacles move the transfer."""
    limit = deadlines.limit_of(work, row, "transfer")
    watched = "transfer" in PROCEDURES[row.procedure].watches
    if watched and limit and limit.extension and limit.extension.kind.needs_obstacle:
        new = {"kind": "legal", "limit": "transfer", "began": began, "basis": basis}
        _insert(work, row, {**new, "decision_id": decision_id})


def end_of_decision(work: Work, row: sa.Row[Any], decision_id: str, ended: date) -> None:
    """End the obstacle that a decision was."""
    query = sa.select(obstacle).where(obstacle.c.decision_id == decision_id, obstacle.c.ended.is_(None))
    for found in work.execute(query).all():
        _change(work, row, found, {"ended": ended})


def obstacles_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the obstacles of a case, the oldest first, with what they make of their limit."""
    fields = fields_of(work, row.person_id)
    query = sa.select(obstacle).where(obstacle.c.case_id == row.case_id).order_by(obstacle.c.obstacle_id)
    return [
        {
            **item,
            "reason": opened(fields, _WORDS, item["words"]),
            "article": _article(row, deadlines.limit_of(work, row, item["limit"])),
        }
        for item in work.execute(query).mappings()
    ]


def _insert(work: Work, row: sa.Row[Any], new: Mapping[str, Any]) -> None:
    _check_days(new)
    limit = deadlines.limit_of(work, row, new["limit"])
    effect = _effect(work, row, limit, new["limit"], new.get("claimed"))
    obstacle_id = new_id()
    days = {name: new[name].isoformat() for name in ("began", "ended", "claimed") if new.get(name)}
    work.execute(
        obstacle.insert().values(
            obstacle_id=obstacle_id,
            case_id=row.case_id,
            kind=new["kind"],
            limit=new["limit"],
            effect=effect,
            basis=new["basis"],
            decision_id=new.get("decision_id"),
            words=sealed(work, row, _WORDS, new.get("reason")),
            recorded_by=work.actor.id,
            recorded_at=now(),
            **days,
        )
    )
    told = {**days, "limit": new["limit"], "effect": effect, "article": _article(row, limit)}
    words, basis = new.get("reason") or "", _basis(new["basis"], told["article"])
    note(work, row, "obstacle", f"{new['kind']}_obstacle", basis=basis, words=words, **told)
    work.record("obstacle.recorded", obstacle_id, case=row.case_id, limit=new["limit"], effect=effect)
    _count_anew(work, row, new["limit"], effect, new.get("ended"))


def _change(work: Work, row: sa.Row[Any], found: sa.Row[Any], given: Mapping[str, Any]) -> None:
    began = date.fromisoformat(found.began)
    _check_days({"began": began, **given})
    limit = deadlines.limit_of(work, row, found.limit)
    effect = found.effect
    if given.get("claimed"):
        effect = _effect(work, row, limit, found.limit, given["claimed"])
    days = {name: day.isoformat() for name, day in given.items()}
    work.execute(
        obstacle.update().where(obstacle.c.obstacle_id == found.obstacle_id).values(effect=effect, **days)
    )
    told = {**days, "limit": found.limit, "effect": effect, "article": _article(row, limit)}
    what = "obstacle_ceased" if given.get("ended") else "obstacle_claimed"
    note(work, row, "obstacle", what, basis=_basis(found.basis, told["article"]), **told)
    work.record(f"obstacle.{what.removeprefix('obstacle_')}", found.obstacle_id, case=row.case_id)
    _count_anew(work, row, found.limit, effect, given.get("ended"))


def _count_anew(work: Work, row: sa.Row[Any], name: str, effect: str, ended: date | None) -> None:
    if ended:
        set_milestone(work, row.case_id, "obstacle_ceased", ended.isoformat())
        deadlines.start_from(work, row, "obstacle_ceased", milestones_of(work, row.case_id))
    if effect == EXTENDS:
        deadlines.start(work, row, name, milestones_of(work, row.case_id))
    deadlines.refresh(work, row.case_id)


def _effect(work: Work, row: sa.Row[Any], limit: TimeLimit | None, name: str, claimed: date | None) -> str:
    """Return what the text makes of an obstacle that was claimed on a day, or not yet."""
    extension = limit.extension if limit else None
    if extension is None or not extension.kind.needs_obstacle:
        return NONE
    if claimed is None and extension.upon is not Upon.UNSTATED:
        return NOT_CLAIMED
    query = sa.select(deadline.c.due).where(
        deadline.c.case_id == row.case_id, deadline.c.limit == name, deadline.c.ended.is_(None)
    )
    due = work.execute(query).scalar()
    return TOO_LATE if due and (claimed or today()).isoformat() > due[:10] else EXTENDS


def _article(row: sa.Row[Any], limit: TimeLimit | None) -> str:
    if limit is None:
        return ""
    return f"{limit.extension.reference if limit.extension else limit.reference}, {row.arrangement}"


def _basis(own: str, article: str) -> str:
    return f"{own}; {article}" if article else own


def _check_days(given: Mapping[str, Any]) -> None:
    errors = [
        {"pointer": f"#/{name}", "detail": "must not lie in the future"}
        for name in ("began", "ended", "claimed")
        if given.get(name) and given[name] > today()
    ]
    if given.get("ended") and given["ended"] < given["began"]:
        errors.append({"pointer": "#/ended", "detail": "must not lie before the day on which it began"})
    if errors:
        raise Invalid(errors=errors)

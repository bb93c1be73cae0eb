"""Recording decisions about the person of a case: each with its day and legal basis, none silently.

A suspensive appeal raises a safeguard at once, in the same transaction, and stands as a legal obstacle in the
way of the transfer; what ends the appeal ends both.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.work import Work
from services.readmission.cases import case_as_read
from services.readmission.decisions import obstacles, protection
from services.readmission.decisions.kinds import KINDS, Kind
from services.readmission.decisions.sealing import opened, sealed
from services.readmission.decisions.tables import decision
from services.readmission.moving import touch
from services.readmission.persons import fields_of
from services.readmission.records import one
from services.readmission.timeline.writing import note

_WORDS = "decision.words"


def record(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Record a decision: kind, on, basis, and what its kind needs (`kinds.KINDS`)."""
    row = case_as_read(work, case_id)
    kind = KINDS[new["kind"]]
    _check(kind, new)
    suspensive = bool(new.get("suspensive"))
    decision_id = new_id()
    for earlier in kind.replaces:
        _end_all(work, row, earlier, new["on"])
    raised = None
    if kind.raises and suspensive:
        raised = protection.insert(work, row.person_id, kind.raises, new["on"], basis=new["basis"])
    work.execute(
        decision.insert().values(
            decision_id=decision_id,
            case_id=case_id,
            kind=kind.name,
            on=new["on"].isoformat(),
            until=new["until"].isoformat() if new.get("until") else None,
            suspensive=new.get("suspensive"),
            basis=new["basis"],
            authority=new.get("authority"),
            safeguard_id=raised,
            words=sealed(work, row, _WORDS, new.get("reason")),
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
    dates = {name: new[name].isoformat() for name in ("on", "until") if new.get(name)}
    facts = {**dates, **({"suspensive": suspensive} if kind.raises else {})}
    note(work, row, "decision", kind.name, basis=new["basis"], words=new.get("reason") or "", **facts)
    work.record(f"decision.{kind.name}", decision_id, case=case_id)
    if raised:
        obstacles.of_decision(work, row, decision_id, new["on"], new["basis"])
    touch(work, row)


def end(work: Work, decision_id: str, given: Mapping[str, Any]) -> str:
    """Record how a decision ended: outcome, on, basis. Return the id of its case."""
    found = one(work, decision, decision_id, "decision")
    row = case_as_read(work, found.case_id)
    kind = KINDS[found.kind]
    if found.ended:
        raise Conflict(f"It has ended already: {found.outcome} on {found.ended}.")
    if given["outcome"] not in kind.outcomes:
        detail = f"{kind.title} ends as one of {', '.join(kind.outcomes)}"
        raise Invalid(errors=[{"pointer": "#/outcome", "detail": detail}])
    if given["on"].isoformat() < found.on or given["on"] > today():
        detail = "must lie between the day of the decision and today"
        raise Invalid(errors=[{"pointer": "#/on", "detail": detail}])
    _end(work, row, found, given)
    if found.safeguard_id and given["outcome"] in kind.frees:
        protection.end(work, found.safeguard_id, basis=given["basis"])
        obstacles.end_of_decision(work, row, decision_id, given["on"])
    touch(work, row)
    return row.case_id


def decisions_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the decisions of a case, the oldest first, with what was written."""
    fields = fields_of(work, row.person_id)
    query = sa.select(decision).where(decision.c.case_id == row.case_id).order_by(decision.c.decision_id)
    return [
        {
            **item,
            "title": KINDS[item["kind"]].title,
            "reason": opened(fields, _WORDS, item["words"]),
            "outcomes": [] if item["ended"] else list(KINDS[item["kind"]].outcomes),
        }
        for item in work.execute(query).mappings()
    ]


def _check(kind: Kind, new: Mapping[str, Any]) -> None:
    errors = [
        {"pointer": f"#/{name}", "detail": f"is required for {kind.title}"}
        for name in kind.needs
        if new.get(name) is None
    ]
    if new["on"] > today():
        errors.append({"pointer": "#/on", "detail": "must not lie in the future"})
    if new.get("until") and new["until"] < new["on"]:
        errors.append({"pointer": "#/until", "detail": "must not lie before the day of the decision"})
    if errors:
        raise Invalid(errors=errors)


def _end_all(work: Work, row: sa.Row[Any], kind: str, on: date) -> None:
    query = sa.select(decision).where(
        decision.c.case_id == row.case_id, decision.c.kind == kind, decision.c.ended.is_(None)
    )
    for found in work.execute(query).all():
        _end(work, row, found, {"outcome": "replaced", "on": on, "basis": found.basis})


def _end(work: Work, row: sa.Row[Any], found: sa.Row[Any], given: Mapping[str, Any]) -> None:
    work.execute(
        decision.update()
        .where(decision.c.decision_id == found.decision_id)
        .values(outcome=given["outcome"], ended=given["on"].isoformat())
    )
    facts = {"kind_of_decision": found.kind, "on": given["on"].isoformat()}
    words = given.get("reason") or ""
    note(
        work, row, "decision", f"{found.kind}_{given['outcome']}", basis=given["basis"], words=words, **facts
    )
    work.record(f"decision.{given['outcome']}", found.decision_id, case=row.case_id)

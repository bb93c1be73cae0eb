"""Bringing a case before a superior: when a time limit is overdue, approaches without action, or by hand.

What befalls a group return is brought before the officer in charge of it in the same way.

Each limit is brought up once for each cause, whatever is killed or runs twice: the database holds the pair
unique. The superior is the account that the office names, else the shift leaders of the office.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, NotFound
from limen.ids import new_id
from limen.runtime import Runtime
from limen.web.policy import SHIFT_LEADER, posts_in_reach, require
from limen.work import Work, system_actor, unit_of_work
from services.readmission.cases import case_row
from services.readmission.clocks import QUIET
from services.readmission.models import case, deadline
from services.readmission.offices.tables import office
from services.readmission.persons import fields_of
from services.readmission.timeline.writing import note
from services.readmission.worklists.tables import escalation

_BATCH = 200
_REASON = "escalation.reason"

#: why a case is brought before somebody; the last two concern a group return
CAUSES = ("overdue", "approaching", "officer", "off_group", "on_the_way")


def watch(runtime: Runtime) -> None:
    """Bring before superiors what is overdue, and what approaches while nobody acts."""
    for deadline_id, cause in _found(runtime):
        with unit_of_work(runtime, system_actor("timer")) as work:
            _escalate_limit(work, deadline_id, cause)


def escalate_by_hand(work: Work, case_id: str, reason: str) -> dict[str, Any]:
    """Bring a case before the superior of its office, with a reason in writing."""
    row = case_row(work, case_id, lock=True)
    require(work.actor, work.permission, row.office)
    return _raise(work, row, "officer", reason=reason)


def bring_before(work: Work, row: sa.Row[Any], cause: str, superior: str) -> None:
    """Bring a case before an account that must see to it; the console has words for `cause`."""
    _raise(work, row, cause, superior=superior)


def see_to(work: Work, escalation_id: str) -> dict[str, Any]:
    """Record that the superior has seen to it. Only the named superior may, or who reaches the office."""
    row = work.execute(
        sa.select(escalation).where(escalation.c.escalation_id == escalation_id).with_for_update()
    ).first()
    if row is None:
        raise NotFound("There is no such escalation.")
    if row.superior != work.actor.id:
        require(work.actor, work.permission, row.office)
    if row.seen_at is not None:
        raise Conflict(f"{row.seen_by} has seen to it already.")
    seen = {"seen_by": work.actor.id, "seen_at": now()}
    work.execute(escalation.update().where(escalation.c.escalation_id == escalation_id).values(seen))
    found = case_row(work, row.case_id)
    note(work, found, "escalation", "seen", limit=row.limit, cause=row.cause)
    work.record("escalation.seen", row.case_id, escalation=escalation_id)
    return {**row._mapping, **seen, "number": found.number, "reason": _reason(work, row, found.person_id)}


def in_reach(work: Work, state: str) -> sa.Select[Any]:
    """Return the query for escalations that the officer may see: of offices in reach, or brought to them.

    What was brought up about a limit that ended with its case needs nobody any more: it is not open.
    """
    query = (
        sa.select(escalation, case.c.number, case.c.person_id)
        .join(case, case.c.case_id == escalation.c.case_id)
        .outerjoin(deadline, deadline.c.deadline_id == escalation.c.deadline_id)
    )
    void = sa.func.coalesce(deadline.c.ended, "") == "void"
    is_open = sa.and_(escalation.c.seen_at.is_(None), ~void)
    query = query.where(is_open if state == "open" else ~is_open)
    reach = posts_in_reach(work)
    if reach is None:
        return query
    return query.where(sa.or_(escalation.c.office.in_(reach), escalation.c.superior == work.actor.id))


def shown(work: Work, rows: Any) -> list[dict[str, Any]]:
    """Return escalations with the reasons opened."""
    return [{**row, "reason": _reason(work, row, row["person_id"])} for row in rows]


def queries(moment: datetime) -> list[tuple[str, sa.Select[Any]]]:
    """Return the queries for limits that must be brought up, each with its cause."""
    return [
        (
            "overdue",
            _not_brought_up(
                "overdue",
                deadline.c.ends_at,
                deadline.c.passed_at.is_not(None),
                deadline.c.limit.not_in(QUIET),
            ),
        ),
        (
            "approaching",
            _not_brought_up(
                "approaching",
                deadline.c.approached_at,
                deadline.c.passed_at.is_(None),
                deadline.c.approached_at <= moment,
                case.c.changed_at <= deadline.c.approached_at,
            ),
        ),
    ]


def _found(runtime: Runtime) -> list[tuple[str, str]]:
    """Return limits that must be brought up, each with its cause; those that already were are left out."""
    patience = now() - timedelta(hours=runtime.settings.escalation_hours)
    with runtime.database.read() as connection:
        return [
            (deadline_id, cause)
            for cause, query in queries(patience)
            for deadline_id in connection.execute(query).scalars()
        ]


def _not_brought_up(cause: str, order: sa.Column[Any], *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the query for limits that run and were not brought up for a cause, in the order of an index."""
    brought_up = sa.exists().where(
        escalation.c.deadline_id == deadline.c.deadline_id, escalation.c.cause == cause
    )
    return (
        sa.select(deadline.c.deadline_id)
        .join(case, case.c.case_id == deadline.c.case_id)
        .where(deadline.c.ended.is_(None), *conditions, ~brought_up)
        .order_by(order)
        .limit(_BATCH)
    )


def _escalate_limit(work: Work, deadline_id: str, cause: str) -> None:
    limit = work.execute(sa.select(deadline).where(deadline.c.deadline_id == deadline_id)).one()
    row = case_row(work, limit.case_id, lock=True)
    limit = work.execute(sa.select(deadline).where(deadline.c.deadline_id == deadline_id)).one()
    done = sa.select(escalation.c.escalation_id).where(
        escalation.c.deadline_id == deadline_id, escalation.c.cause == cause
    )
    if limit.ended is None and work.execute(done).first() is None:
        _raise(work, row, cause, limit=limit._mapping)


def _raise(
    work: Work,
    row: sa.Row[Any],
    cause: str,
    *,
    limit: Mapping[str, Any] | None = None,
    reason: str = "",
    superior: str = "",
) -> dict[str, Any]:
    fields = fields_of(work, row.person_id) if reason else None
    limit = limit or {}
    values = {
        "escalation_id": new_id(),
        "case_id": row.case_id,
        "deadline_id": limit.get("deadline_id"),
        "cause": cause,
        "limit": limit.get("limit"),
        "due": limit.get("due"),
        "office": row.office,
        "superior": superior or _superior(work, row.office),
        "raised_by": work.actor.id,
        "raised_at": now(),
        "reason": fields.seal(_REASON, {"reason": reason}) if fields else None,
    }
    work.execute(escalation.insert().values(values))
    facts = {"cause": cause, "superior": values["superior"]}
    facts |= {name: values[name] for name in ("limit", "due") if values[name]}
    note(work, row, "escalation", "raised", words=reason, **facts)
    work.record("case.escalated", row.case_id, escalation=values["escalation_id"], **facts)
    work.publish(
        "limen.readmission.case.escalated.v1",
        row.case_id,
        {
            name: values[name]
            for name in ("case_id", "escalation_id", "cause", "limit", "due", "office", "superior")
        },
    )
    return {**values, "number": row.number, "reason": reason, "seen_by": None, "seen_at": None}


def _superior(work: Work, code: str) -> str:
    named = work.execute(sa.select(office.c.superior).where(office.c.code == code)).scalar()
    return named or f"role:{SHIFT_LEADER}"


def _reason(work: Work, row: Any, person_id: str) -> str:
    sealed = row["reason"] if isinstance(row, Mapping) else row.reason
    fields = fields_of(work, person_id) if sealed else None
    return fields.open(_REASON, sealed)["reason"] if fields else ""

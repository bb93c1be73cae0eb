"""Lifting a safeguard for one case: two persons in different roles, with reasons, seen by the monitor.

Who decides must hold a role that lets them decide and that who asked does not hold: two officers of the same
role, or one person with two accounts of it, cannot lift anything between them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, NotAllowed, NotFound
from limen.ids import new_id
from limen.storage.vault import PersonFields
from limen.web.pagination import paginate
from limen.web.policy import PERMISSIONS
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.models import case, lift, safeguard
from services.readmission.persons import fields_of

_REQUEST, _DECISION = "lift.request_reasons", "lift.decision_reasons"


def request_lift(work: Work, case_id: str, safeguard_id: str, reasons: str) -> dict[str, Any]:
    """Ask that a safeguard no longer block this case. It goes on blocking until another person agrees."""
    row = case_row(work, case_id, lock=True)
    found = work.execute(
        sa.select(safeguard).where(
            safeguard.c.safeguard_id == safeguard_id,
            safeguard.c.person_id == row.person_id,
            safeguard.c.ended.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound("This safeguard does not protect the person of this case now.")
    waiting = sa.select(lift.c.lift_id).where(
        lift.c.case_id == case_id,
        lift.c.safeguard_id == safeguard_id,
        lift.c.state.in_(("requested", "approved")),
    )
    if work.execute(waiting).first():
        raise Conflict("A request to lift this safeguard is already there.")
    lift_id = new_id()
    fields = work.runtime.vault.fields_of(work.connection, row.person_id)
    work.execute(
        lift.insert().values(
            lift_id=lift_id,
            case_id=case_id,
            safeguard_id=safeguard_id,
            state="requested",
            requested_by=work.actor.id,
            requested_roles=" ".join(sorted(work.actor.roles)),
            requested_at=now(),
            request_reasons=fields.seal(_REQUEST, {"reasons": reasons}),
        )
    )
    work.record("lift.requested", lift_id, case=case_id, safeguard=safeguard_id)
    return lift_view(work, lift_id)


def decide_lift(work: Work, lift_id: str, decision: str, reasons: str) -> dict[str, Any]:
    """Approve or reject a request of somebody else, in a role that who asked does not hold."""
    row = work.execute(sa.select(lift).where(lift.c.lift_id == lift_id).with_for_update()).first()
    if row is None:
        raise NotFound("There is no such request.")
    if row.state != "requested":
        raise Conflict(f"The request was already {row.state}.")
    if row.requested_by == work.actor.id:
        raise NotAllowed("Who asked cannot decide: a second person must.")
    others = sorted(PERMISSIONS["readmission.lift.approve"].roles & work.actor.roles - _roles(row))
    if not others:
        raise NotAllowed("Who asked holds the same role: the second person must hold another one.")
    decided = case_row(work, row.case_id)
    fields = work.runtime.vault.fields_of(work.connection, decided.person_id)
    work.execute(
        lift.update()
        .where(lift.c.lift_id == lift_id)
        .values(
            state=decision,
            decided_by=work.actor.id,
            decided_role=others[0],
            decided_at=now(),
            decision_reasons=fields.seal(_DECISION, {"reasons": reasons}),
        )
    )
    work.record(f"lift.{decision}", lift_id, case=row.case_id, safeguard=row.safeguard_id)
    return lift_view(work, lift_id)


def _roles(row: sa.Row[Any]) -> frozenset[str]:
    return frozenset(row.requested_roles.split())


def lifted_safeguards(work: Work, case_id: str) -> set[str]:
    """Return the safeguards that two persons lifted for this case."""
    query = sa.select(lift.c.safeguard_id).where(lift.c.case_id == case_id, lift.c.state == "approved")
    return set(work.execute(query).scalars())


def lifts_of(work: Work, case_id: str) -> list[dict[str, Any]]:
    """Return every request to lift a safeguard of this case, with both persons and their reasons."""
    fields = fields_of(work, case_row(work, case_id).person_id)
    query = sa.select(lift).where(lift.c.case_id == case_id).order_by(lift.c.lift_id)
    return [_opened(dict(item._mapping), fields) for item in work.execute(query)]


def all_lifts(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of every request of the node, the newest first; `wanted`: optional state."""
    query = sa.select(lift, case.c.number, case.c.person_id, safeguard.c.safeguard).join(
        case, case.c.case_id == lift.c.case_id
    )
    query = query.join(safeguard, safeguard.c.safeguard_id == lift.c.safeguard_id)
    if wanted.get("state"):
        query = query.where(lift.c.state == wanted["state"])

    def items(rows: Sequence[Any]) -> list[dict[str, Any]]:
        keys = work.runtime.vault.fields_of_many(work.connection, {row["person_id"] for row in rows})
        return [_opened(row, keys.get(row["person_id"])) for row in rows]

    return paginate(work, query, wanted, lift.c.lift_id, descending=True, items=items)


def lift_view(work: Work, lift_id: str) -> dict[str, Any]:
    """Return one request as officers and the monitor see it."""
    row = work.execute(sa.select(lift).where(lift.c.lift_id == lift_id)).one()
    fields = fields_of(work, case_row(work, row.case_id).person_id)
    return _opened(dict(row._mapping), fields)


def _opened(row: Mapping[str, Any], fields: PersonFields | None) -> dict[str, Any]:
    def reasons(place: str, sealed: bytes | None) -> str | None:
        return fields.open(place, sealed)["reasons"] if sealed and fields else None

    return {
        **row,
        "requested_roles": row["requested_roles"].split(),
        "request_reasons": reasons(_REQUEST, row["request_reasons"]),
        "decision_reasons": reasons(_DECISION, row["decision_reasons"]),
    }

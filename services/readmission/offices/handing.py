"""Handing a case to another office: offered with reasons, then accepted or rejected with reasons.

At every moment one office owns the case: the one that offers, until the other accepts. An officer whose token
names posts acts for these alone, and nobody accepts what they offered themselves.
"""

from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid, NotAllowed, NotFound
from limen.ids import new_id
from limen.web.policy import READMISSION_OFFICER, posts_in_reach
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.models import case
from services.readmission.offices.register import require_office
from services.readmission.offices.tables import offer
from services.readmission.persons import fields_of
from services.readmission.steps import FINAL_STATES
from services.readmission.timeline.writing import note

_REASONS, _DECISION = "office_offer.reasons", "office_offer.decision_reasons"

#: what an open offer can become, and on whose side
DECISIONS = {"accepted": "to_office", "rejected": "to_office", "withdrawn": "from_office"}


def offer_case(work: Work, case_id: str, to_office: str, reasons: str) -> dict[str, Any]:
    """Offer a case to another office. Nothing changes hands yet."""
    row = case_row(work, case_id, lock=True)
    _require_office_of(work, row.office)
    if to_office == row.office:
        raise Invalid(errors=[{"pointer": "#/to_office", "detail": "has the case already"}])
    require_office(work, to_office)
    if row.state in FINAL_STATES:
        raise Conflict(f"The case is {row.state}: there is nothing to hand over.")
    if _open_offer(work, case_id) is not None:
        raise Conflict("The case is offered to another office already; withdraw that offer first.")
    fields = fields_of(work, row.person_id)
    values = {
        "offer_id": new_id(),
        "case_id": case_id,
        "from_office": row.office,
        "to_office": to_office,
        "state": "offered",
        "offered_by": work.actor.id,
        "offered_at": now(),
        "reasons": fields.seal(_REASONS, {"reasons": reasons}) if fields else None,
    }
    work.execute(offer.insert().values(values))
    _tell(work, row, values, reasons)
    return _shown(work, {**values, "decided_by": None, "decided_at": None, "decision_reasons": None}, row)


def decide_offer(work: Work, offer_id: str, decision: str, reasons: str) -> dict[str, Any]:
    """Accept, reject or withdraw an offer. By acceptance the case changes hands at once."""
    found = work.execute(sa.select(offer.c.case_id).where(offer.c.offer_id == offer_id)).first()
    if found is None:
        raise NotFound("There is no such offer.")
    row = case_row(work, found.case_id, lock=True)
    made = work.execute(sa.select(offer).where(offer.c.offer_id == offer_id)).one()
    if made.state != "offered":
        raise Conflict(f"The offer was {made.state} already.")
    _require_office_of(work, made._mapping[DECISIONS[decision]])
    if decision == "accepted" and made.offered_by == work.actor.id:
        raise NotAllowed("Somebody else must accept what you offered yourself.")
    fields = fields_of(work, row.person_id)
    decided = {
        "state": decision,
        "decided_by": work.actor.id,
        "decided_at": now(),
        "decision_reasons": fields.seal(_DECISION, {"reasons": reasons}) if fields else None,
    }
    work.execute(offer.update().where(offer.c.offer_id == offer_id).values(decided))
    if decision == "accepted":
        work.execute(
            case.update()
            .where(case.c.case_id == row.case_id)
            .values(office=made.to_office, version=row.version + 1, changed_at=now())
        )
    values = {**made._mapping, **decided}
    _tell(work, row, values, reasons)
    return _shown(work, values, row)


def offers_of(work: Work, case_id: str) -> list[dict[str, Any]]:
    """Return the offers of a case, the newest first, with their reasons."""
    row = case_row(work, case_id)
    query = sa.select(offer).where(offer.c.case_id == case_id).order_by(offer.c.offer_id.desc())
    return [_shown(work, made, row) for made in work.execute(query).mappings()]


def offer_view(work: Work, offer_id: str) -> dict[str, Any]:
    """Return an offer to whom it concerns: officers of the two offices."""
    made = work.execute(sa.select(offer).where(offer.c.offer_id == offer_id)).mappings().first()
    if made is None:
        raise NotFound("There is no such offer.")
    offices = _own_offices(work)
    if offices is not None and offices.isdisjoint({made["from_office"], made["to_office"]}):
        raise NotAllowed("Only an officer of one of the two offices may do this.")
    return _shown(work, made, case_row(work, made["case_id"]))


def open_offers(work: Work) -> sa.Select[Any]:
    """Return the query for open offers to offices in the officer's reach."""
    query = (
        sa.select(offer, case.c.number, case.c.person_id)
        .join(case, case.c.case_id == offer.c.case_id)
        .where(sa.literal_column("office_offer.state = 'offered'"))
    )
    offices = _own_offices(work)
    return query if offices is None else query.where(offer.c.to_office.in_(offices))


def shown_offers(work: Work, rows: Any) -> list[dict[str, Any]]:
    """Return the rows of `open_offers` with their reasons opened."""
    return [_opened(work, row, row["person_id"], row["number"]) for row in rows]


def _own_offices(work: Work) -> frozenset[str] | None:
    """Return the offices for which the officer acts, or None for all; the monitor sees all."""
    reach = posts_in_reach(work)
    if reach is None and work.actor.has_role(READMISSION_OFFICER):
        return work.actor.posts or None
    return reach


def _require_office_of(work: Work, code: str) -> None:
    offices = _own_offices(work)
    if offices is not None and code not in offices:
        raise NotAllowed(f"Only an officer of {code} may do this.")


def _open_offer(work: Work, case_id: str) -> sa.Row[Any] | None:
    query = sa.select(offer.c.offer_id).where(offer.c.case_id == case_id, offer.c.state == "offered")
    return work.execute(query).first()


def _tell(work: Work, row: sa.Row[Any], values: dict[str, Any], reasons: str) -> None:
    told = {name: values[name] for name in ("offer_id", "from_office", "to_office", "state")}
    note(work, row, "office", values["state"], words=reasons, **told)
    work.record(f"case.handing_{values['state']}", row.case_id, **told)
    event = "offered" if values["state"] == "offered" else "offer-decided"
    work.publish(f"limen.readmission.case.{event}.v1", row.case_id, {"case_id": row.case_id, **told})


def _shown(work: Work, made: Any, row: sa.Row[Any]) -> dict[str, Any]:
    return _opened(work, made, row.person_id, row.number)


def _opened(work: Work, made: Any, person_id: str, number: str) -> dict[str, Any]:
    fields = fields_of(work, person_id)

    def opened(place: str, sealed: bytes | None) -> str:
        return fields.open(place, sealed)["reasons"] if fields and sealed else ""

    return {
        **made,
        "number": number,
        "reasons": opened(_REASONS, made["reasons"]),
        "decision_reasons": opened(_DECISION, made["decision_reasons"]),
    }

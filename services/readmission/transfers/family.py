"""Families travel together, or somebody says why not."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.models import case
from services.readmission.records import changed, changing
from services.readmission.steps import FINAL_STATES
from services.readmission.transfers.ahead import transfer_ahead
from services.readmission.transfers.models import family_link

RELATIONS = ("spouses", "parent_and_child", "siblings", "guardian_and_ward", "other_relatives")
#: states in which a relative's journey is over or will not happen
_DONE = (*FINAL_STATES, "handed_over", "departed", "taken_back", "error_claimed")


def link(work: Work, case_id: str, other_case_id: str, relation: str) -> None:
    """Record that the persons of two cases are family."""
    row = changing(work, case_id)
    other = case_row(work, other_case_id)
    if other.person_id == row.person_id:
        raise Invalid(errors=[{"pointer": "#/other_case_id", "detail": "must be the case of another person"}])
    if any(item["case_id"] == other_case_id for item in family_of(work, case_id)):
        raise Conflict("These two cases are linked already.")
    link_id = new_id()
    work.execute(
        family_link.insert().values(
            link_id=link_id,
            case_id=case_id,
            other_case_id=other_case_id,
            relation=relation,
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
    changed(work, row, "family", "linked", other=other.number, relation=relation)


def family_of(work: Work, case_id: str) -> list[dict[str, Any]]:
    """Return the cases of the family, each with its state and the transfer that lies ahead, if any."""
    query = sa.select(family_link).where(
        sa.or_(family_link.c.case_id == case_id, family_link.c.other_case_id == case_id)
    )
    found = []
    for item in work.execute(query.order_by(family_link.c.link_id)).all():
        other = case_row(work, item.other_case_id if item.case_id == case_id else item.case_id)
        ahead = transfer_ahead(work, other.case_id)
        found.append(
            {
                "case_id": other.case_id,
                "number": other.number,
                "state": other.state,
                "relation": item.relation,
                "planned_on": ahead.planned_on if ahead else None,
                "place": ahead.place if ahead else None,
            }
        )
    return found


def apart(work: Work, case_id: str, on: date, place: str) -> list[dict[str, Any]]:
    """Return the family members whose journey lies ahead and who would not travel with this person."""
    return [
        item
        for item in family_of(work, case_id)
        if item["state"] not in _DONE and (item["planned_on"], item["place"]) != (on, place)
    ]


def number_of(work: Work, case_id: str) -> str:
    """Return the number of a case."""
    return str(work.execute(sa.select(case.c.number).where(case.c.case_id == case_id)).scalar_one())

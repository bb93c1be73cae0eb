"""The escort sheet: what an escort must know, and not a word more.

Every field stands in `FIELDS`. Nothing of asylum, protection or safeguards, no diagnosis, no evidence, no
reason of any decision is ever among them; what concerns health is told as what has to be done (`NEEDS`).
"""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from limen.law.safeguards import Action
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.persons import particulars_of
from services.readmission.records import of_case, one
from services.readmission.safeguards import check_safeguards
from services.readmission.transfers.ahead import AHEAD
from services.readmission.transfers.family import family_of
from services.readmission.transfers.models import transfer
from services.readmission.transfers.planning import shown
from services.readmission.travel_documents.models import travel_document

#: every field of the sheet; a test holds the sheet to this list
FIELDS: Final = (
    "number",
    "requesting_state",
    "requested_state",
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "nationalities",
    "planned_on",
    "place",
    "means",
    "itinerary",
    "escort_count",
    "escort_roles",
    "needs",
    "travel_document",
    "travels_with",
)


def check_papers(work: Work, row: sa.Row[Any], planned: sa.Row[Any]) -> None:
    """Give nobody the papers of a transfer that lies ahead while a safeguard forbids it."""
    if planned.state in AHEAD:
        check_safeguards(work, row, Action.TRANSFER)


def escort_sheet(work: Work, transfer_id: str) -> dict[str, Any]:
    """Return the sheet of one transfer."""
    found = one(work, transfer, transfer_id, "transfer")
    row = case_row(work, found.case_id)
    check_papers(work, row, found)
    person = particulars_of(work, row.person_id)
    plan = shown(found._asdict())
    known = {
        "number": row.number,
        "requesting_state": row.requesting_state,
        "requested_state": row.requested_state,
        "surname": person["surname"],
        "given_names": person["given_names"],
        "birth_date": person["birth_date"],
        "sex": person["sex"],
        "nationalities": [item["country"] for item in person["nationalities"]],
        **{name: plan[name] for name in ("planned_on", "place", "means", "itinerary", "escort_count")},
        "escort_roles": plan["escort_roles"],
        "needs": plan["needs"],
        "travel_document": travel_document_of(work, row),
        "travels_with": _travels_with(work, found),
    }
    return {name: known[name] for name in FIELDS}


def travel_document_of(work: Work, row: sa.Row[Any]) -> dict[str, Any] | None:
    """Return kind and validity of the document that lasts longest; its number is on it."""
    issued = [item for item in of_case(work, travel_document, row.case_id) if item["state"] == "issued"]
    if not issued:
        return None
    last: Mapping[str, Any] = max(issued, key=lambda item: item["valid_until"])
    return {"kind": last["kind"], "valid_until": last["valid_until"]}


def _travels_with(work: Work, found: sa.Row[Any]) -> list[str]:
    together = (found.planned_on, found.place)
    return [
        item["number"]
        for item in family_of(work, found.case_id)
        if (item["planned_on"], item["place"]) == together
    ]

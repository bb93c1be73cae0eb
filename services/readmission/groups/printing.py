"""The manifest on paper: what the leader of the escort must know, one row for each person who travels.

A row takes its fields from the person's escort sheet, so it can hold no more than that. Whoever waits or was
taken off has no row, and of somebody whose gate is closed only the number is printed.
"""

from typing import Any, Final

import sqlalchemy as sa

from limen.clock import minute, now
from limen.codes import country_name
from limen.printing import printed
from limen.web.files import File
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.groups.manifest import entries_of
from services.readmission.groups.models import group_return
from services.readmission.groups.views import gate_of
from services.readmission.records import one
from services.readmission.transfers.escort_sheet import escort_sheet
from services.readmission.transfers.models import transfer

#: what a row takes from the escort sheet
FIELDS: Final = (
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "nationalities",
    "needs",
    "travel_document",
    "travels_with",
)
#: what the page says of the group
_OF_THE_GROUP: Final = ("name", "departs_on", "version", "state", "place", "means", "itinerary", "places")
_SEXES: Final = {1: "male", 2: "female", 9: "neither (X)"}


def manifest_pdf(work: Work, group_id: str) -> File:
    """Print the manifest of a group return as it is now; the gate of each person is asked anew."""
    group = one(work, group_return, group_id, "group return")
    rows = [_row(work, entry) for entry in entries_of(work, group_id, ("on", "departed"))]
    states = {name: country_name(getattr(group, name)) for name in ("requesting_state", "requested_state")}
    content = printed(
        "services.readmission.groups",
        "manifest.typ",
        "en",
        group={**{name: getattr(group, name) for name in _OF_THE_GROUP}, **states},
        rows=rows,
        printed_at=minute(now()),
    )
    return File(content, "application/pdf", f"manifest-{group.departs_on}-version-{group.version}.pdf")


def _row(work: Work, entry: sa.Row[Any]) -> dict[str, Any]:
    row = case_row(work, entry.case_id)
    about = {"number": row.number, "gate": gate_of(work, row)}
    if about["gate"] == "closed":
        return about
    query = (
        sa.select(transfer.c.transfer_id)
        .where(transfer.c.case_id == entry.case_id, transfer.c.group_id == entry.group_id)
        .order_by(transfer.c.transfer_id.desc())
    )
    sheet = escort_sheet(work, work.execute(query.limit(1)).scalar_one())
    told = {name: sheet[name] for name in FIELDS}
    return {**told, "sex": _SEXES.get(sheet["sex"], "not known"), **about}

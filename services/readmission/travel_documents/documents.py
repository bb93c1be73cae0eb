"""A travel document from request to expiry; the clocks of the arrangement start and end with it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import IllegalStep
from limen.ids import new_id
from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission.cases import case_row
from services.readmission.records import (
    changed,
    changing,
    happened,
    not_before,
    not_later_than_today,
    of_case,
    one,
    opener,
    sealed,
    set_values,
)
from services.readmission.safeguards import check_sending
from services.readmission.steps import FINAL_STATES
from services.readmission.travel_documents.models import travel_document
from services.readmission.travel_documents.validity import warnings_of

KINDS = ("laissez_passer", "emergency_travel_document", "standard_travel_document", "passport")
_PLACE = "travel_document.particulars"


def request(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Ask the authority for a document, a first one or in place of one that ends; its limit starts."""
    row = changing(work, case_id)
    check_sending(work, row)
    not_later_than_today("requested_on", new["requested_on"])
    if new.get("renews"):
        _check_renewable(work, case_id, new["renews"])
    document_id = new_id()
    work.execute(
        travel_document.insert().values(
            document_id=document_id, case_id=case_id, state="requested", recorded_by=work.actor.id, **new
        )
    )
    happened(work, row, "document_request", new["requested_on"].isoformat())
    changed(
        work,
        row,
        "travel_document",
        "requested",
        document=document_id,
        type=new["kind"],
        renews=new.get("renews"),
    )


def issue(work: Work, document_id: str, given: Mapping[str, Any]) -> str:
    """Record that the document was issued and how long it is valid; the limit for it is met."""
    row, found = _requested(work, document_id)
    not_later_than_today("on", given["on"])
    not_before("on", given["on"], found.requested_on, "the request for the document")
    not_before("valid_until", given["valid_until"], given["on"], "the day of issue")
    values = {
        "state": "issued",
        "issued_on": given["on"],
        "valid_until": given["valid_until"],
        "particulars": sealed(work, row, _PLACE, {"number": given.get("number")}),
    }
    set_values(work, travel_document, document_id, **values)
    happened(work, row, "document_issued", given["on"].isoformat())
    if found.renews:
        happened(work, row, "document_renewed", given["on"].isoformat())
    changed(
        work,
        row,
        "travel_document",
        "issued",
        document=document_id,
        valid_until=given["valid_until"].isoformat(),
    )
    return str(row.case_id)


def refuse(work: Work, document_id: str, given: Mapping[str, Any]) -> str:
    """Record that the authority refused the document, with its reason. The limit goes on running."""
    row, found = _requested(work, document_id)
    not_later_than_today("on", given["on"])
    not_before("on", given["on"], found.requested_on, "the request for the document")
    reason = sealed(work, row, _PLACE, {"reason": given["reason"]})
    set_values(
        work, travel_document, document_id, state="refused", refused_on=given["on"], particulars=reason
    )
    changed(work, row, "travel_document", "refused", document=document_id)
    return str(row.case_id)


def documents_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the travel documents of a case with what must be warned of, the oldest first."""
    row = case_row(work, case_id)
    opened = opener(work, row)
    items = [
        {**item, **_told(opened(_PLACE, item["particulars"])), "warnings": warnings_of(work, row, item)}
        for item in of_case(work, travel_document, case_id)
    ]
    return {"items": items, "version": row.version}


def note_expiries(runtime: Runtime) -> None:
    """Record the end of each validity once, as a moment from which the law may count; called by a timer."""
    running = sa.and_(travel_document.c.state == "issued", travel_document.c.expiry_noted_at.is_(None))
    query = sa.select(travel_document.c.document_id).where(running, travel_document.c.valid_until < today())
    with runtime.database.read() as connection:
        ended = list(connection.execute(query.order_by(travel_document.c.valid_until).limit(100)).scalars())
    for document_id in ended:
        with unit_of_work(runtime, system_actor("timer")) as work:
            _note_expiry(work, document_id)


def _note_expiry(work: Work, document_id: str) -> None:
    found = one(work, travel_document, document_id, "travel document")
    row = case_row(work, found.case_id, lock=True)
    marked = work.execute(
        travel_document.update()
        .where(travel_document.c.document_id == document_id, travel_document.c.expiry_noted_at.is_(None))
        .values(expiry_noted_at=now())
    )
    if marked.rowcount and row.state not in FINAL_STATES:
        happened(work, row, "document_expired", found.valid_until.isoformat())
        changed(work, row, "travel_document", "expired", document=document_id)


def _check_renewable(work: Work, case_id: str, document_id: str) -> None:
    found = one(work, travel_document, document_id, "travel document")
    if found.case_id != case_id or found.state != "issued":
        raise IllegalStep(
            "Only a document of this case that was issued can be renewed.",
            missing=[{"field": "renews", "detail": "must be an issued document of this case"}],
        )


def _requested(work: Work, document_id: str) -> tuple[sa.Row[Any], sa.Row[Any]]:
    """Return the case and the document, once the document still waits for the authority."""
    found = one(work, travel_document, document_id, "travel document")
    row = changing(work, found.case_id)
    if found.state != "requested":
        raise IllegalStep(
            f"The document is {found.state}; only one that was requested can be issued or refused.",
            missing=[{"field": "state", "detail": "must be requested"}],
        )
    return row, found


def _told(particulars: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": particulars.get("number"), "reason": particulars.get("reason")}

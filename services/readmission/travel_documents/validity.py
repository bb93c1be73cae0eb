"""Whether a travel document lasts: until the planned transfer, and as long as the arrangement asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.law.deadline import compute
from limen.law.errors import CalendarUnknown, NoFixedLimit
from limen.work import Work
from services.readmission import law
from services.readmission.cases import milestones_of
from services.readmission.travel_documents.models import travel_document


def warnings_of(work: Work, row: sa.Row[Any], document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what an officer must be warned of about one issued document: code and words."""
    if document["state"] != "issued":
        return []
    until = document["valid_until"]
    found = []
    if until < today():
        found.append(_warning("expired", f"The document was valid until {until}."))
    planned = planned_transfer(work, row.case_id)
    if planned and until < planned:
        found.append(
            _warning(
                "ends_before_transfer",
                f"The document is valid until {until}, the transfer is planned for {planned}: renew it.",
            )
        )
    return [*found, *_shorter_than_agreed(work, row, document)]


def covers(work: Work, case_id: str, day: date) -> list[dict[str, str]]:
    """Return the warnings about the documents of a case for a transfer on `day`; empty where one lasts."""
    query = sa.select(travel_document.c.valid_until).where(
        travel_document.c.case_id == case_id, travel_document.c.state == "issued"
    )
    until = sorted(work.execute(query).scalars())
    if not until:
        return [_warning("no_travel_document", "No travel document for the return is recorded as issued.")]
    if until[-1] < day:
        words = f"The last travel document is valid until {until[-1]}, before the transfer on {day}."
        return [_warning("ends_before_transfer", words)]
    return []


def planned_transfer(work: Work, case_id: str) -> date | None:
    """Return the day for which the transfer is planned."""
    planned = milestones_of(work, case_id).get("planned_transfer")
    return date.fromisoformat(planned[:10]) if planned else None


def _shorter_than_agreed(work: Work, row: sa.Row[Any], document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Warn of a document that ends before the validity that the arrangement asks for."""
    arrangement = law.arrangement_of(work.runtime, row)
    limit = arrangement.time_limit("travel_document_validity", row.category, row.requested_state)
    if limit is None:
        return []
    calendars = law.calendars_of(work.runtime, row.requesting_state, row.requested_state)
    try:
        agreed = compute(
            limit, document["issued_on"], calendars, law.readings_of(work.runtime), explain=False
        )
    except (NoFixedLimit, CalendarUnknown):
        return []
    last = agreed.due if not hasattr(agreed.due, "hour") else agreed.passes_at.date()
    if document["valid_until"] >= last:
        return []
    asked = f"{limit.reference} asks for a validity of {limit.amount}, until {last}"
    return [_warning("shorter_than_agreed", f"{asked}; the document ends on {document['valid_until']}.")]


def _warning(code: str, detail: str) -> dict[str, str]:
    return {"code": code, "detail": detail}

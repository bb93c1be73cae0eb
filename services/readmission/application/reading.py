"""The application as an officer reads it: form, values, what is allowed, what is missing."""

from typing import Any

import sqlalchemy as sa

from limen.work import Work
from services.readmission import law
from services.readmission.application.allowed import allowance_of
from services.readmission.application.catalogue import fields_of
from services.readmission.application.completeness import check
from services.readmission.application.languages import languages_of
from services.readmission.application.outgoing import document_of
from services.readmission.application.values import entered, values_of
from services.readmission.evidence.records import OPEN_STATES


def application_view(work: Work, row: sa.Row[Any]) -> dict[str, Any]:
    """Return the application of a case with its form."""
    arrangement = law.arrangement_of(work.runtime, row)
    allowance = allowance_of(arrangement, row)
    own = entered(work, row)
    forms = arrangement.facts_about("application_form", row.category, row.requested_state)
    return {
        "case_id": row.case_id,
        "arrangement": arrangement.id,
        "form": f"{forms[0].value} ({forms[0].reference})" if forms else None,
        "verified": allowance.verified,
        "open": row.state in OPEN_STATES,
        "values": values_of(work, row),
        "fields": [
            {
                "name": field.name,
                "place": field.place,
                "kind": field.kind,
                "choices": list(field.choices),
                "longest": field.longest,
                "allowed_by": allowance.reference_of(field),
                "entered": field.name in own,
            }
            for field in fields_of(arrangement, row.category, row.requested_state)
        ],
        "completeness": check(work, row).as_dict(),
        "languages": languages_of(work.runtime, arrangement, row),
        "version": row.version,
    }


def preview_of(work: Work, row: sa.Row[Any]) -> dict[str, Any]:
    """Return exactly what would leave now, and what would not."""
    outgoing = document_of(work, row)
    return {
        "case_id": row.case_id,
        "document": outgoing.document,
        "sha256": outgoing.sha256,
        "withheld": outgoing.withheld,
        "completeness": check(work, row).as_dict(),
        "version": row.version,
    }

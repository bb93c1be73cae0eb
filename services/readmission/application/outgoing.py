"""What the other side sees: put together from the fields that the arrangement allows, from nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
import sqlalchemy as sa

from limen.law.arrangement import Arrangement
from limen.work import Work
from services.readmission import law
from services.readmission.application.allowed import Allowance, allowance_of
from services.readmission.application.catalogue import CONDITIONS, FREE_TEXT, IDENTIFY, fields_of, texts_of
from services.readmission.application.guard import speaks_of_protection
from services.readmission.application.values import values_of
from services.readmission.evidence import records
from services.readmission.evidence.content import ending_of
from services.readmission.evidence.kinds import Annex, annex_of
from services.readmission.evidence.scan import Scan

FORM = "limen-readmission-application-1"

#: detail of a means of evidence -> kinds of data of which one must be allowed
_DETAILS = {
    "number": ("document_number",),
    "issued_on": ("document_issue_date",),
    "issued_at": ("document_place_of_issue",),
    "issued_by": ("document_issuing_authority",),
    "valid_until": ("document_validity",),
    "description": (IDENTIFY, *CONDITIONS),
}


@dataclass(frozen=True)
class Outgoing:
    """A document for the other side, and what stays here: name of the field -> why."""

    document: dict[str, Any]
    withheld: dict[str, str]
    allowance: Allowance

    @property
    def sha256(self) -> str:
        """SHA-256 of the document's canonical JSON (RFC 8785)."""
        return hashlib.sha256(canonical(self.document)).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return a document as canonical JSON: the bytes that are hashed and attached to the printed form."""
    return rfc8785.dumps(dict(document))


def document_of(work: Work, row: sa.Row[Any]) -> Outgoing:
    """Return what the other side of a case would see now."""
    arrangement = law.arrangement_of(work.runtime, row)
    allowance = allowance_of(arrangement, row)
    values = values_of(work, row)
    asked = fields_of(arrangement, row.category, row.requested_state)
    told, withheld = {}, {}
    for field in asked:
        if field.name not in values:
            continue
        if allowance.reference_of(field) is None:
            withheld[field.name] = _why(arrangement, allowance)
        elif field.name in FREE_TEXT and speaks_of_protection(values[field.name]):
            withheld[field.name] = "It seems to speak of asylum, health or protection, which is never sent."
        else:
            told[field.name] = values[field.name]
    for name in sorted(values.keys() - {field.name for field in asked}):
        withheld[name] = "The form of this arrangement has no such field."
    annex = annex_of(arrangement, row)
    evidence = [_evidence(item, annex, allowance) for item in records.of_case(work, row)]
    document = {
        "form": FORM,
        # Known to nobody who has only the database: without it, the hash could be used to guess the person.
        "seal": work.runtime.vault.blind("application-document", row.case_id),
        "case": row.number,
        "arrangement": {"id": arrangement.id, "title": arrangement.title, "sha256": arrangement.content_hash},
        "requesting_state": row.requesting_state,
        "requested_state": row.requested_state,
        "category": row.category,
        "from": _authorities(arrangement, row.requesting_state),
        "to": _authorities(arrangement, row.requested_state),
        "person": told,
        "evidence": evidence,
    }
    return Outgoing(document, withheld, allowance)


def _evidence(item: Mapping[str, Any], annex: Annex, allowance: Allowance) -> dict[str, Any]:
    """Return a means of evidence as the other side sees it; files that may not be opened stay here."""
    listed = annex.places_of(item["kind"])
    told = {
        name: item[name]
        for name, kinds in _DETAILS.items()
        if item.get(name) and allowance.allows(*kinds) and not speaks_of_protection(str(item[name]))
    }
    files = [
        {
            "name": f"{file['file_id']}.{ending_of(file['media_type'])}",
            "media_type": file["media_type"],
            "size": file["size"],
            "sha256": file["sha256"],
        }
        for file in item["files"]
        if Scan(file["scan"]).may_be_opened
    ]
    return {
        "kind": item["kind"],
        "annex": [
            {"reference": entry.reference, "strength": lists.strength.value} for lists, entry in listed
        ],
        **told,
        "files": files,
    }


def _authorities(arrangement: Arrangement, state: str) -> list[str]:
    facts = [fact for fact in arrangement.authorities_of(state) if not fact.task]
    return [text for fact in facts for text in texts_of(fact)]


def _why(arrangement: Arrangement, allowance: Allowance) -> str:
    if allowance.verified:
        return f"{arrangement.id} does not name it among the data that may be communicated."
    return f"Nobody verified what {arrangement.id} allows to be communicated; only the least is sent."

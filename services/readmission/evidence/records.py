"""The evidence of a case: adding a means of evidence, reading all of them, taking one out again."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, IllegalStep, NotFound
from limen.ids import new_id
from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission.cases import case_as_read, case_row, touch
from services.readmission.evidence.tables import evidence, evidence_file
from services.readmission.persons import fields_of

DETAILS = "evidence.details"
LABEL = "evidence_file.label"

#: states in which an application can still be changed
OPEN_STATES = ("draft", "returned")


def add(work: Work, case_id: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add a means of evidence to a case, in any state: what comes late is sent as a further document."""
    row = case_as_read(work, case_id)
    fields = _fields(work, row.person_id)
    details = {name: _plain(value) for name, value in new.items() if name != "kind" and value is not None}
    evidence_id = new_id()
    work.execute(
        evidence.insert().values(
            evidence_id=evidence_id,
            case_id=case_id,
            person_id=row.person_id,
            kind=new["kind"],
            details=fields.seal(DETAILS, details),
            added_by=work.actor.id,
            added_at=now(),
        )
    )
    touch(work, row)
    work.record("evidence.added", case_id, evidence=evidence_id, kind=new["kind"])
    return one(work, case_id, evidence_id)


def remove(work: Work, case_id: str, evidence_id: str) -> None:
    """Take a means of evidence out of a draft; its files are deleted. What was sent stays."""
    row = case_as_read(work, case_id)
    found = evidence_row(work, case_id, evidence_id)
    if row.state not in OPEN_STATES:
        raise IllegalStep(
            "The application was sent; its evidence stays with it.",
            missing=[{"field": "state", "detail": f"must be one of {', '.join(OPEN_STATES)}"}],
        )
    moment = now()
    is_its = evidence_file.c.evidence_id == found.evidence_id
    work.execute(
        evidence.update().where(evidence.c.evidence_id == found.evidence_id).values(removed_at=moment)
    )
    work.execute(evidence_file.update().where(is_its).values(removed_at=moment))
    touch(work, row)
    work.record("evidence.removed", case_id, evidence=found.evidence_id)


def of_case(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the evidence of a case in the order in which it was added, each with its files.

    Of an erased person kinds and dates remain; everything that was said is gone.
    """
    fields = fields_of(work, row.person_id)
    query = sa.select(evidence).where(evidence.c.case_id == row.case_id, evidence.c.removed_at.is_(None))
    found = work.execute(query.order_by(evidence.c.evidence_id)).all()
    files = _files(work, [item.evidence_id for item in found], fields)
    return [_shown(item, fields, files.get(item.evidence_id, [])) for item in found]


def one(work: Work, case_id: str, evidence_id: str) -> dict[str, Any]:
    """Return one means of evidence, with the version of its case."""
    item = evidence_row(work, case_id, evidence_id)
    fields = fields_of(work, item.person_id)
    files = _files(work, [evidence_id], fields)
    version = case_row(work, case_id).version
    location = f"/api/v1/readmission/cases/{case_id}/evidence/{evidence_id}"
    return {**_shown(item, fields, files.get(evidence_id, [])), "version": version, "location": location}


def evidence_row(work: Work, case_id: str, evidence_id: str) -> sa.Row[Any]:
    """Return a means of evidence of this case, or raise NotFound."""
    query = sa.select(evidence).where(
        evidence.c.evidence_id == evidence_id,
        evidence.c.case_id == case_id,
        evidence.c.removed_at.is_(None),
    )
    row = work.execute(query).first()
    if row is None:
        raise NotFound("This case has no such evidence.")
    return row


def _files(work: Work, ids: list[str], fields: PersonFields | None) -> dict[str, list[dict[str, Any]]]:
    query = sa.select(evidence_file).where(
        evidence_file.c.evidence_id.in_(ids), evidence_file.c.removed_at.is_(None)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for item in work.execute(query.order_by(evidence_file.c.file_id)).mappings():
        label = fields.open(LABEL, item["label"])["label"] if fields else ""
        found.setdefault(item["evidence_id"], []).append({**item, "label": label})
    return found


def _shown(item: sa.Row[Any], fields: PersonFields | None, files: list[dict[str, Any]]) -> dict[str, Any]:
    details = fields.open(DETAILS, item.details) if fields else {}
    return {**item._mapping, **details, "files": files}


def _fields(work: Work, person_id: str) -> PersonFields:
    fields = fields_of(work, person_id)
    if fields is None:
        raise Conflict("The data of this person were erased; nothing can be added.")
    return fields


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

"""The values of a case's application: what registration knows of the person, and what officers entered."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, IllegalStep
from limen.work import Work
from services.readmission.application.tables import application
from services.readmission.cases import case_as_read, touch
from services.readmission.evidence.records import OPEN_STATES
from services.readmission.persons import fields_of, particulars_of

_PLACE = "application.entered"
#: ISO 5218 as registration keeps it
_SEX = {1: "male", 2: "female", 9: "unspecified"}


def save(work: Work, case_id: str, given: Mapping[str, Any]) -> None:
    """Replace what officers entered. A field that is not given has the value that registration knows."""
    row = case_as_read(work, case_id)
    if row.state not in OPEN_STATES:
        raise IllegalStep(
            "The application was sent and can no longer be changed.",
            missing=[{"field": "state", "detail": f"must be one of {', '.join(OPEN_STATES)}"}],
        )
    fields = fields_of(work, row.person_id)
    if fields is None:
        raise Conflict("The data of this person were erased; no application can be written.")
    kept = {name: _plain(value) for name, value in given.items() if value not in (None, "", [])}
    values = {
        "entered": fields.seal(_PLACE, kept),
        "changed_by": work.actor.id,
        "changed_at": now(),
    }
    changed = work.execute(application.update().where(application.c.case_id == case_id).values(values))
    if changed.rowcount == 0:
        work.execute(application.insert().values(case_id=case_id, **values))
    touch(work, row)
    work.record("application.changed", case_id, fields=sorted(kept))


def values_of(work: Work, row: sa.Row[Any]) -> dict[str, Any]:
    """Return the values of the form: what was entered, else what registration knows. Empty when erased."""
    fields = fields_of(work, row.person_id)
    if fields is None:
        return {}
    return {**_known(particulars_of(work, row.person_id)), **entered(work, row)}


def entered(work: Work, row: sa.Row[Any]) -> dict[str, Any]:
    """Return what officers entered."""
    found = work.execute(sa.select(application.c.entered).where(application.c.case_id == row.case_id)).first()
    fields = fields_of(work, row.person_id)
    return fields.open(_PLACE, found.entered) if found and fields else {}


def _known(person: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the particulars that registration told into values of the form."""
    document = person["document"] or {}
    known = {
        "family_names": person["surname"],
        "given_names": person["given_names"],
        "birth_date": person["birth_date"],
        "sex": _SEX.get(person["sex"]),
        "current_nationality": [item["country"] for item in person["nationalities"]],
        "document_type": document.get("type"),
        "document_number": document.get("number"),
        "document_validity": document.get("expiry_date"),
        "document_issuing_authority": document.get("issuing_state"),
    }
    return {name: value for name, value in known.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items() if item not in (None, "")}
    return value if isinstance(value, str | bool | int) else str(value)

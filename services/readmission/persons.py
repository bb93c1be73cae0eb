"""What readmission knows of persons and their safeguards: only what registration's events told it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import NotFound
from limen.messaging.envelope import Event
from limen.storage.tables import person_key
from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission.models import case, person, safeguard

_PLACE = "person.particulars"

#: what is left of the particulars of a person whose key was erased
ERASED: Mapping[str, Any] = {
    "surname": "",
    "given_names": "",
    "birth_date": None,
    "sex": 0,
    "nationalities": [],
    "document": None,
    "erased": True,
}


def keep_person(work: Work, event: Event) -> None:
    """Keep the minimum about a person, or bring it up to date."""
    person_id = event.data["person_id"]
    known = work.execute(sa.select(person_key.c.person_id).where(person_key.c.person_id == person_id)).first()
    vault = work.runtime.vault
    fields = (
        vault.fields_of(work.connection, person_id) if known else vault.create_key(work.connection, person_id)
    )
    values = {"particulars": fields.seal(_PLACE, work.opened(event)), "changed_at": now()}
    changed = work.execute(person.update().where(person.c.person_id == person_id).values(values))
    if changed.rowcount == 0:
        work.execute(person.insert().values(person_id=person_id, **values))
    work.record("person.kept", person_id, event=event.id)


def erase_person(work: Work, event: Event) -> None:
    """Erase the key: names, reasons and written details of all cases are unreadable from now on."""
    person_id = event.data["person_id"]
    work.runtime.vault.erase(work.connection, person_id)
    work.record("person.erased", person_id, event=event.id)


def fields_of(work: Work, person_id: str) -> PersonFields | None:
    """Return the sealed fields of a person, or None when the person was erased."""
    return work.runtime.vault.fields_of_many(work.connection, [person_id]).get(person_id)


def particulars_of(work: Work, person_id: str) -> dict[str, Any]:
    """Return the particulars of a person, `ERASED` when the person was erased.

    NotFound while registration's event has not arrived.
    """
    row = work.execute(sa.select(person.c.particulars).where(person.c.person_id == person_id)).first()
    if row is None:
        raise NotFound("Readmission does not know this person (yet): register the person first.")
    fields = fields_of(work, person_id)
    return {**fields.open(_PLACE, row.particulars), "erased": False} if fields else dict(ERASED)


def raise_safeguard(work: Work, event: Event) -> None:
    """A safeguard protects the person from now on: it blocks every case at once, by being there."""
    data = event.data
    work.execute(
        safeguard.insert().values(
            safeguard_id=data["safeguard_id"],
            person_id=data["person_id"],
            safeguard=data["safeguard"],
            since=data["since"],
        )
    )
    work.record(
        "safeguard.raised", data["safeguard_id"], person=data["person_id"], cases=_cases_of(work, data)
    )


def end_safeguard(work: Work, event: Event) -> None:
    """A safeguard no longer applies."""
    data = event.data
    work.execute(
        safeguard.update().where(safeguard.c.safeguard_id == data["safeguard_id"]).values(ended=data["ended"])
    )
    work.record(
        "safeguard.ended", data["safeguard_id"], person=data["person_id"], cases=_cases_of(work, data)
    )


def running_safeguards(work: Work, person_id: str) -> list[sa.Row[Any]]:
    """Return the safeguards that protect a person now, the oldest first."""
    query = sa.select(safeguard).where(safeguard.c.person_id == person_id, safeguard.c.ended.is_(None))
    return list(work.execute(query.order_by(safeguard.c.since)))


def _cases_of(work: Work, data: Any) -> list[str]:
    return list(
        work.execute(sa.select(case.c.case_id).where(case.c.person_id == data["person_id"])).scalars()
    )

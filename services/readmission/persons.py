"""What readmission knows of persons and their safeguards: only what registration's events told it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import NotFound
from limen.messaging.envelope import Event
from limen.storage.tables import person_key
from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission.models import case, person, safeguard
from services.readmission.steps import FINAL_STATES
from services.readmission.timeline.writing import note

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
    """Keep the minimum about a person who was registered."""
    person_id = event.data["person_id"]
    fields, key = work.runtime.vault.new_key(person_id)
    work.add(person_key, key)
    work.add(person, {"person_id": person_id, **_particulars(work, fields, event)})
    work.record("person.kept", person_id, event=event.id)


def change_person(work: Work, event: Event) -> None:
    """Bring the minimum about a person up to date."""
    person_id = event.data["person_id"]
    fields = fields_of(work, person_id)
    if fields is None:  # an administrator discarded the event of the registration
        keep_person(work, event)
        return
    changed = person.update().where(person.c.person_id == person_id)
    work.execute(changed.values(_particulars(work, fields, event)))
    work.record("person.kept", person_id, event=event.id)


def erase_person(work: Work, event: Event) -> None:
    """Erase the key: names, reasons and written details of all cases are unreadable from now on."""
    person_id = event.data["person_id"]
    work.runtime.vault.erase(work.connection, person_id)
    work.record("person.erased", person_id, event=event.id)


def _particulars(work: Work, fields: PersonFields, event: Event) -> dict[str, Any]:
    return {"particulars": fields.seal(_PLACE, work.opened(event)), "changed_at": now()}


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
    safeguard_noted(work, data["person_id"], "raised", data["safeguard_id"], data["safeguard"])


def end_safeguard(work: Work, event: Event) -> None:
    """A safeguard no longer applies; nothing is left to do where its facts ended it here already."""
    data = event.data
    running = safeguard.update().where(
        safeguard.c.safeguard_id == data["safeguard_id"], safeguard.c.ended.is_(None)
    )
    if work.execute(running.values(ended=data["ended"])).rowcount == 0:
        return
    query = sa.select(safeguard.c.safeguard).where(safeguard.c.safeguard_id == data["safeguard_id"])
    code = work.execute(query).scalar() or ""
    safeguard_noted(work, data["person_id"], "ended", data["safeguard_id"], code)


def running_safeguards(work: Work, person_id: str) -> list[sa.Row[Any]]:
    """Return the safeguards that protect a person today, the oldest first."""
    query = sa.select(safeguard).where(safeguard.c.person_id == person_id, running())
    return list(work.execute(query.order_by(safeguard.c.since)))


def running() -> sa.ColumnElement[bool]:
    """Return the condition under which a safeguard protects today; its last day is one of its days."""
    lasts = sa.or_(safeguard.c.until.is_(None), safeguard.c.until >= today().isoformat())
    return sa.and_(safeguard.c.ended.is_(None), lasts)


def safeguard_noted(
    work: Work, person_id: str, what: str, safeguard_id: str, code: str, basis: str = ""
) -> None:
    """Tell audit and the timeline of every open case of a person what became of a safeguard."""
    rows = work.execute(
        sa.select(case).where(case.c.person_id == person_id, case.c.state.not_in(FINAL_STATES))
    ).all()
    for row in rows:
        note(work, row, "safeguard", what, basis=basis, safeguard=code, safeguard_id=safeguard_id)
    work.record(f"safeguard.{what}", safeguard_id, person=person_id, cases=[str(row.case_id) for row in rows])
    if what == "raised":
        from services.readmission.groups.gates import gate_closed  # here: groups stand above persons

        gate_closed(work, person_id)

"""Persons: an anchor for claims, and the events that tell other services of them."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import NotFound
from limen.ids import new_id
from limen.storage.tables import person_key
from limen.storage.vault import PersonFields, Unreadable
from limen.work import Work
from services.registration.claims import Claim, Kind, Proof, Statement, news
from services.registration.models import claim as claim_table
from services.registration.models import person as person_table
from services.registration.models import search_key as search_key_table
from services.registration.particulars import minimum_of
from services.registration.search_keys import keys_of, remember

_LOCK = sa.select(person_table.c.id).where(person_table.c.id == sa.bindparam("id")).with_for_update()
_WITH_CLAIMS = (
    sa.select(person_table, claim_table)
    .select_from(person_table.outerjoin(claim_table))
    .where(person_table.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(claim_table.c.id)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
)


@dataclass(frozen=True)
class Person:
    """A person with all claims, opened. `fields` opens and seals what is kept under the person's key."""

    id: str
    version: int
    registered_at: datetime
    registered_by: str
    fields: PersonFields
    claims: list[Claim]


def load(work: Work, person_id: str, *, for_change: bool = False) -> Person:
    """Return a person; NotFound when there is none, Unreadable (410) when the person was erased.

    With `for_change` nobody else changes the person until this work is done.
    """
    if for_change:
        work.execute(_LOCK, {"id": person_id})
    found = load_many(work, [person_id])
    if found:
        return found[0]
    if work.execute(sa.select(person_table.c.id).where(person_table.c.id == person_id)).first():
        raise Unreadable("the person's data were erased")
    raise NotFound("there is no such person")


def load_many(work: Work, ids: Sequence[str]) -> list[Person]:
    """Return the persons with these ids, in that order; those erased or not there are left out."""
    rows = work.execute(_WITH_CLAIMS, {"ids": list(ids)}).all()
    fields = work.runtime.vault.fields_of_many(work.connection, ids) if rows else {}
    persons: dict[str, Person] = {}
    for row in rows:
        person_id = row.person_id
        if person_id not in fields:
            continue
        if person_id not in persons:
            persons[person_id] = Person(
                person_id,
                row.person_version,
                row.person_registered_at,
                row.person_registered_by,
                fields[person_id],
                [],
            )
        if row.claim_id:
            persons[person_id].claims.append(_opened(fields[person_id], row))
    return [persons[person_id] for person_id in ids if person_id in persons]


def register(
    work: Work, statements: Sequence[Statement], keys: Set[str], encounter_id: str | None = None
) -> Person:
    """Create a person of whom nothing is known but these statements, and tell the other services.

    The caller records in the audit log why the person was registered.
    `keys` are those of the statements (`search_keys.keys_of`), by which the person will be found.
    """
    person_id, moment = new_id(), now()
    fields, key = work.runtime.vault.new_key(person_id)
    work.add(person_key, key)
    work.add(
        person_table,
        {"id": person_id, "version": 1, "registered_at": moment, "registered_by": work.actor.id},
    )
    claims = _record(work, fields, statements, moment, encounter_id)
    for search_key in sorted(keys):
        work.add(search_key_table, {"key": search_key, "person_id": person_id})
    work.publish(
        "limen.registration.person.registered.v1",
        person_id,
        {"person_id": person_id},
        sealed=minimum_of(claims),
        new=True,
    )
    return Person(person_id, 1, moment, work.actor.id, fields, claims)


def add_claims(
    work: Work, person: Person, statements: Iterable[Statement], encounter_id: str | None = None
) -> Person:
    """Record what is new about a person who was loaded for change; return the person as it is now.

    Nothing is written when nothing is new. Other services are told only when the particulars changed.
    """
    fresh = news(statements, person.claims)
    if not fresh:
        return person
    version = work.execute(
        person_table.update()
        .where(person_table.c.id == person.id)
        .values(version=person_table.c.version + 1)
        .returning(person_table.c.version)
    ).scalar_one()
    added = _record(work, person.fields, fresh, now(), encounter_id)
    claims = [*person.claims, *added]
    remember(work, person.id, keys_of(work, claims) - keys_of(work, person.claims))
    changed = minimum_of(claims)
    if changed != minimum_of(person.claims):
        work.publish(
            "limen.registration.person.changed.v1", person.id, {"person_id": person.id}, sealed=changed
        )
    kinds = sorted({item.kind.value for item in added})
    work.record("person.claims.recorded", person.id, kinds=kinds, version=version)
    return Person(person.id, version, person.registered_at, person.registered_by, person.fields, claims)


def _record(
    work: Work,
    fields: PersonFields,
    statements: Iterable[Statement],
    moment: datetime,
    encounter_id: str | None,
) -> list[Claim]:
    claims = [
        Claim(new_id(), item.kind, item.value, item.proof, moment, work.actor.id, encounter_id)
        for item in statements
    ]
    for item in claims:
        work.add(claim_table, _row(fields, item))
    return claims


def _row(fields: PersonFields, item: Claim) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "person_id": fields.person_id,
        "kind": item.kind.value,
        "proof": item.proof.value,
        "recorded_at": item.recorded_at,
        "recorded_by": item.recorded_by,
        "encounter_id": item.encounter_id,
        "sealed": fields.seal(_place(item.id, item.kind, item.proof), item.value),
    }


def _opened(fields: PersonFields, row: sa.Row[Any]) -> Claim:
    return Claim(
        row.claim_id,
        Kind(row.claim_kind),
        fields.open(_place(row.claim_id, row.claim_kind, row.claim_proof), row.claim_sealed),
        Proof(row.claim_proof),
        row.claim_recorded_at,
        row.claim_recorded_by,
        row.claim_encounter_id,
    )


def _place(claim_id: str, kind: str, proof: str) -> str:
    """Bind a claim's value to its row, so that no claim can be given another's kind or proof level."""
    return f"claim.sealed:{claim_id}:{kind}:{proof}"

"""Encounters: an officer meets a person at a post, and the person is known, new, or perhaps known.

Nothing is merged silently and no one is doubled silently: where likely same persons exist, the officer
names one of them or says that it is none of them, and the decision stands in the audit log.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.errors import Conflict, Invalid, NotFound
from limen.ids import new_id
from limen.web.pagination import paginate
from limen.web.policy import posts_in_reach, require_post
from limen.work import Work
from services.registration import documents, identity_numbers, mrz, persons, posts, rules, search, views
from services.registration.claims import Statement
from services.registration.declared import statements_of
from services.registration.models import encounter as table
from services.registration.persons import Person
from services.registration.search import Candidate
from services.registration.search_keys import keys_of

_ZONE = "encounter.zone:{}"
#: From this likeness on an officer must decide before anyone is registered. Below it a person is offered
#: in the answer and stops nobody: one name and another birth date are too common to hold up a queue for.
_MUST_DECIDE = 0.9
#: by how much an officer's clock may run ahead of the node's
_AHEAD = timedelta(minutes=10)


class EncounterKind(StrEnum):
    """Why the officer and the person met."""

    ENTRY = "entry"
    EXIT = "exit"
    REFUSED_ENTRY = "refused_entry"
    APPREHENSION_GREEN_BORDER = "apprehension_green_border"
    TRANSFER_IN = "transfer_in"
    OTHER = "other"


class PossibleDuplicate(Conflict):
    """Likely the same persons are registered already: choose one of them, or say that it is none of them."""

    code = "possible-duplicate"


def record(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Record an encounter, and with it the person where the person is new.

    PossibleDuplicate when very likely the same persons exist and the officer has not decided about each.
    """
    moment = now()
    at: datetime = new.get("at") or moment
    if at > moment + _AHEAD:
        raise Invalid(
            "the encounter lies in the future", [{"pointer": "#/at", "detail": "Must not lie in the future."}]
        )
    require_post(work, new["post"])
    posts.require_in_use(work, new["post"], at.date())
    zone, statements = read_identity(work, new)
    keys = keys_of(work, statements)
    encounter_id = new_id()
    if "person_id" in new:
        person = persons.load(work, new["person_id"], for_change=True)
        likely = search.likely_same(work, statements, keys, leaving_out=person.id)
        person = persons.add_claims(work, person, statements, encounter_id)
    else:
        likely = search.likely_same(work, statements, keys)
        _require_decided(new, likely)
        person = persons.register(work, statements, keys, encounter_id)
    row = _store(work, new, encounter_id, person, at, moment)
    findings = rules.findings_of(work, rules.REGISTER, new["kind"], person, at.date())
    work.record(
        "encounter.recorded",
        person.id,
        encounter=encounter_id,
        post=row["post"],
        kind=row["kind"],
        person="known" if "person_id" in new else "new",
        ruled_out=sorted(new.get("not_same_as", ())),
        findings=[finding.code for finding in findings],
    )
    return {
        "encounter": row,
        "person": views.summary(work, person),
        "zone": zone and documents.zone_answer(zone, unmasked=bool(work.purpose)),
        "likely_same_persons": [search.answer(candidate) for candidate in likely],
        "findings": [finding.as_dict() for finding in findings],
        "location": f"/api/v1/registration/encounters/{encounter_id}",
    }


def read_identity(
    work: Work, given: Mapping[str, Any]
) -> tuple[mrz.MachineReadableZone | None, list[Statement]]:
    """Return the zone as read, if one was given, and all that zone and declaration claim."""
    zone = mrz.read(given["mrz"]) if given.get("mrz") else None
    claimed = _claimed_by(work, zone, given.get("document_verified", False)) if zone else []
    return zone, [*claimed, *statements_of(work, given.get("declared") or {}, "#/declared")]


def _claimed_by(work: Work, zone: mrz.MachineReadableZone, verified: bool) -> list[Statement]:
    proof = documents.proof_of(zone, frozenset({"optional_data", "issuing_state"}), verified)
    return [*documents.statements_of(zone, verified), *identity_numbers.in_zone(work, zone, proof)]


def get(work: Work, encounter_id: str) -> dict[str, Any]:
    """Return an encounter with its zone as it was given, read anew; without a purpose, partly masked."""
    row = work.execute(sa.select(table).where(table.c.id == encounter_id)).mappings().one_or_none()
    if row is None:
        raise NotFound("there is no such encounter")
    require_post(work, row["post"])
    answer = _answer(dict(row))
    if row["zone"] is None:
        return {**answer, "zone": None, "mrz": None}
    fields = work.runtime.vault.fields_of(work.connection, row["person_id"])
    text = fields.open(_ZONE.format(encounter_id), row["zone"])["mrz"]
    zone = mrz.read(text, row["recorded_at"].date())
    unmasked = bool(work.purpose)
    return {
        **answer,
        "zone": documents.zone_answer(zone, unmasked=unmasked),
        "mrz": text if unmasked else documents.masked(zone, text),
    }


def page(work: Work, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of encounters, the newest first: at one post or all in the officer's reach."""
    query = sa.select(*(column for column in table.c if column is not table.c.zone))
    if post := arguments.get("post"):
        require_post(work, post)
        query = query.where(table.c.post == post)
    elif (reach := posts_in_reach(work)) is not None:
        query = query.where(table.c.post.in_(reach))
    if person := arguments.get("person_id"):
        query = query.where(table.c.person_id == person)
    return paginate(work, query, arguments, table.c.id, descending=True)


def _require_decided(new: Mapping[str, Any], likely: list[Candidate]) -> None:
    ruled_out = new.get("not_same_as", ()) if new.get("new_person") else ()
    open_ = [
        candidate
        for candidate in likely
        if candidate.likeness.score >= _MUST_DECIDE and candidate.person.id not in ruled_out
    ]
    if open_:
        raise PossibleDuplicate(
            "send person_id for a known person, or new_person with not_same_as for a new one",
            likely_same_persons=[search.answer(candidate) for candidate in open_],
        )


def _store(
    work: Work, new: Mapping[str, Any], encounter_id: str, person: Person, at: datetime, moment: datetime
) -> dict[str, Any]:
    row = {
        "id": encounter_id,
        "person_id": person.id,
        "post": new["post"],
        "kind": new["kind"],
        "at": at,
        "recorded_at": moment,
        "recorded_by": work.actor.id,
    }
    zone = person.fields.seal(_ZONE.format(encounter_id), {"mrz": new["mrz"]}) if new.get("mrz") else None
    work.add(table, {**row, "zone": zone})
    work.publish(
        "limen.registration.encounter.recorded.v1",
        encounter_id,
        {
            "encounter_id": encounter_id,
            "person_id": person.id,
            "post": new["post"],
            "kind": new["kind"],
            "at": rfc3339(at),
        },
        new=True,
    )
    return row


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "person_id", "post", "kind", "at", "recorded_at", "recorded_by")
    return {name: row[name] for name in names}

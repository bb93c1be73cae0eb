"""Persons: searching, reading, adding claims, erasing."""

from typing import Any

from flask.views import MethodView

from limen.work import Work
from services.registration import (
    declared,
    documents,
    encounters,
    erasure,
    persons,
    search,
    search_keys,
    views,
)
from services.registration.api.blueprint import blp
from services.registration.schemas.encounters import SearchAnswer
from services.registration.schemas.persons import (
    Erasure,
    ErasureAnswer,
    NewClaims,
    PersonAnswer,
    Search,
)


@blp.route("/persons/search")
class PersonSearch(MethodView):
    """Looking for a person before registering one."""

    @blp.query(SearchAnswer, permission="registration.person.search", body=Search, audited="person.searched")
    def post(self, work: Work, given: dict[str, Any]) -> dict[str, Any]:
        """Find likely same persons, most likely first, each with the reasons."""
        zone, statements = encounters.read_identity(work, given)
        likely = search.likely_same(work, statements, search_keys.keys_of(work, statements))
        for candidate in likely:
            work.record("person.shown", candidate.person.id)
        return {
            "zone": zone and documents.zone_answer(zone, unmasked=bool(work.purpose)),
            "likely_same_persons": [
                {
                    **search.answer(candidate, told=True),
                    "particulars": views.particulars(work, candidate.person.claims),
                }
                for candidate in likely
            ],
        }


@blp.route("/persons/<uuid:person_id>")
class Person(MethodView):
    """One person."""

    @blp.query(PersonAnswer, permission="registration.person.read", audited="person.read")
    def get(self, work: Work, person_id: str) -> dict[str, Any]:
        """Show a person: what counts now, and every claim."""
        return views.whole(work, persons.load(work, person_id))


@blp.route("/persons/<uuid:person_id>/claims")
class PersonClaims(MethodView):
    """What is said or shown about a person."""

    @blp.command(NewClaims, PersonAnswer, permission="registration.person.change", if_match=True)
    def post(self, work: Work, new: dict[str, Any], person_id: str) -> dict[str, Any]:
        """Add claims. None that is there is changed; what counts follows from proof level, then recency."""
        person = persons.load(work, person_id, for_change=True)
        work.check_version(person.version)
        return views.whole(work, persons.add_claims(work, person, declared.statements_of(work, new, "#")))


@blp.route("/persons/<uuid:person_id>/erasure")
class PersonErasure(MethodView):
    """The end of a person's data."""

    @blp.command(Erasure, ErasureAnswer, permission="registration.person.erase")
    def post(self, work: Work, body: dict[str, Any], person_id: str) -> dict[str, Any]:
        """Erase a person's key, so that nothing about the person can be read again, in backups neither."""
        return erasure.erase(work, person_id, body["reason"])

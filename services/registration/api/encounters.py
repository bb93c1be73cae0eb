"""Encounters at border posts."""

from typing import Any

from flask.views import MethodView

from limen.work import Work
from services.registration import encounters
from services.registration.api.blueprint import blp
from services.registration.schemas.encounters import (
    EncounterAnswer,
    EncounterFilter,
    EncounterPage,
    NewEncounter,
    RecordedEncounter,
)


@blp.route("/encounters")
class Encounters(MethodView):
    """Encounters of an officer's posts."""

    @blp.command(NewEncounter, RecordedEncounter, status=201, permission="registration.encounter.create")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Record an encounter with a known person, or register a new one.

        Without a decision, a new person is registered only where nobody is known who is very likely the same
        (0.9 or more); otherwise the problem `possible-duplicate` (409) lists them by id with reasons, and
        nothing is stored. `POST /persons/search` shows their particulars, and those of less likely ones.
        A zone that breaks rules is recorded as it is, its problems named in the answer.
        """
        return encounters.record(work, new)

    @blp.query(EncounterPage, permission="registration.encounter.read", arguments=EncounterFilter)
    def get(self, work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
        """List encounters, the newest first."""
        return encounters.page(work, arguments)


@blp.route("/encounters/<uuid:encounter_id>")
class Encounter(MethodView):
    """One encounter."""

    @blp.query(EncounterAnswer, permission="registration.encounter.read", audited="encounter.read")
    def get(self, work: Work, encounter_id: str) -> dict[str, Any]:
        """Show an encounter with its machine-readable zone as given and as read."""
        return encounters.get(work, encounter_id)

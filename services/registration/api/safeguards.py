"""Asylum claims and other safeguards."""

from typing import Any

from flask.views import MethodView

from limen.law.safeguards import Safeguard
from limen.web.policy import decide
from limen.work import Work
from services.registration import safeguards
from services.registration.api.blueprint import blp
from services.registration.schemas.safeguards import (
    AsylumClaim,
    EndOfSafeguard,
    NewSafeguard,
    PersonSafeguards,
    SafeguardAnswer,
    SafeguardWithStatement,
)


@blp.route("/persons/<uuid:person_id>/asylum-claims")
class AsylumClaims(MethodView):
    """Asylum claims, which any officer records at once."""

    @blp.command(AsylumClaim, SafeguardAnswer, status=201, permission="registration.safeguard.raise")
    def post(self, work: Work, claim: dict[str, Any], person_id: str) -> dict[str, Any]:
        """Record that a person claims asylum. From now on sending and transfer are blocked."""
        return safeguards.raise_asylum_claim(work, person_id, claim.get("statement", ""), claim.get("at"))


@blp.route("/persons/<uuid:person_id>/safeguards")
class SafeguardsOfPerson(MethodView):
    """What protects a person."""

    @blp.query(PersonSafeguards, permission="registration.safeguard.read", audited="safeguard.read")
    def get(self, work: Work, person_id: str) -> dict[str, Any]:
        """Tell whether a safeguard is present; which ones only to those who may read the statements."""
        named = decide(work.actor, "registration.statement.read").allowed
        return safeguards.of_person(work, person_id, named=named)

    @blp.command(NewSafeguard, SafeguardAnswer, status=201, permission="registration.safeguard.raise")
    def post(self, work: Work, new: dict[str, Any], person_id: str) -> dict[str, Any]:
        """Protect a person. From now on sending and transfer are blocked."""
        kind = Safeguard(new["safeguard"])
        return safeguards.raise_safeguard(work, person_id, kind, new.get("statement", ""), new.get("at"))


@blp.route("/safeguards/<uuid:safeguard_id>")
class SafeguardItem(MethodView):
    """One safeguard."""

    @blp.query(SafeguardWithStatement, permission="registration.statement.read", audited="statement.read")
    def get(self, work: Work, safeguard_id: str) -> dict[str, Any]:
        """Show a safeguard with what the person stated, and why it is to end."""
        return safeguards.with_statement(work, safeguard_id)


@blp.route("/safeguards/<uuid:safeguard_id>/end")
class SafeguardEnd(MethodView):
    """The end of a safeguard, which takes two officers."""

    @blp.command(EndOfSafeguard, SafeguardAnswer, permission="registration.safeguard.end")
    def post(self, work: Work, body: dict[str, Any], safeguard_id: str) -> dict[str, Any]:
        """Propose the end of a safeguard, or agree as the second officer; only then does it end."""
        return safeguards.end(work, safeguard_id, body["reason"])

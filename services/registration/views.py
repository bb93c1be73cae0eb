"""Persons as their readers may see them."""

from collections.abc import Iterable
from typing import Any

from limen.web.policy import decide
from limen.work import Work
from services.registration import additional, identity_numbers
from services.registration.claims import Claim, Kind
from services.registration.particulars import particulars_of
from services.registration.persons import Person


def summary(work: Work, person: Person) -> dict[str, Any]:
    """Return a person and what counts of them now."""
    return {
        "id": person.id,
        "version": person.version,
        "registered_at": person.registered_at,
        "particulars": particulars(work, person.claims),
    }


def whole(work: Work, person: Person) -> dict[str, Any]:
    """Return a person with every claim that the reader may see."""
    claims = [_claim(work, item) for item in person.claims]
    return {**summary(work, person), "claims": [item for item in claims if item]}


def particulars(work: Work, claims: Iterable[Claim]) -> dict[str, Any]:
    """Return what counts of a person now, as far as the reader may see it."""
    found = particulars_of(list(claims))
    items = [_additional(work, item) for item in found["additional"]]
    numbers = [{**_number(work, item), "proof": item["proof"]} for item in found["identity_numbers"]]
    return {**found, "identity_numbers": numbers, "additional": [item for item in items if item]}


def _claim(work: Work, claim: Claim) -> dict[str, Any] | None:
    value = dict(claim.value)
    if claim.kind is Kind.ADDITIONAL:
        shown = _additional(work, {**value, "proof": claim.proof})
        if shown is None:
            return None
        value = {"name": shown["name"], "value": shown["value"]}
    if claim.kind is Kind.IDENTITY_NUMBER:
        value = _number(work, value)
    return {
        "id": claim.id,
        "kind": claim.kind,
        "proof": claim.proof,
        "value": value,
        "recorded_at": claim.recorded_at,
        "recorded_by": claim.recorded_by,
        "encounter_id": claim.encounter_id,
    }


def _number(work: Work, item: dict[str, Any]) -> dict[str, Any]:
    return identity_numbers.shown(item, unmasked=bool(work.purpose))


def _additional(work: Work, item: dict[str, Any]) -> dict[str, Any] | None:
    """Show a sensitive field to protection officers only, an identifier in full only for a purpose."""
    return additional.shown(
        item,
        sensitive=decide(work.actor, "registration.statement.read").allowed,
        unmasked=bool(work.purpose),
    )

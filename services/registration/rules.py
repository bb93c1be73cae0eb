"""What the node's national law says when an officer records an encounter or a protection screening.

Recording is never refused: whoever stands at the border is registered, and the officer is told what the law
asks for next. A rule that stops an action stops what comes after, not the record of what happened.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from limen.law.findings import Finding
from limen.plugins.evaluate import evaluate
from limen.work import Work
from services.registration.particulars import minimum_of
from services.registration.persons import Person

REGISTER = "registration.register"
SCREEN = "protection_screening"


def findings_of(work: Work, action: str, kind: str, person: Person, on: date) -> list[Finding]:
    """Return what the rules of the node's country find about an action in an encounter of this kind."""
    country = work.runtime.settings.country
    return evaluate(work.runtime.plugins, [country], action, _facts(country, kind, person), on)


def _facts(country: str, kind: str, person: Person) -> Mapping[str, Any]:
    """See `limen.plugins.facts.REGISTRATION_FACTS`: nothing says who the person is."""
    known = minimum_of(person.claims)
    return {
        "country": country,
        "kind": kind,
        "nationalities": sorted({item["country"] for item in known["nationalities"]}),
        "has_document": known["document"] is not None,
    }

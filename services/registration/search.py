"""Likely same persons: found by blind indexes, opened, and ranked by what is known of both."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from limen.work import Work
from services.registration import matching
from services.registration.claims import Statement
from services.registration.persons import Person, load_many
from services.registration.search_keys import likeable, persons_sharing


@dataclass(frozen=True)
class Candidate:
    """A person who is likely the same, and why."""

    person: Person
    likeness: matching.Likeness


def likely_same(
    work: Work, statements: Sequence[Statement], keys: Set[str], leaving_out: str | None = None
) -> list[Candidate]:
    """Return the persons who are likely the one of whom these statements speak, most likely first.

    `keys` are those of the statements (`search_keys.keys_of`).
    """
    ids = [person_id for person_id in persons_sharing(work, keys) if person_id != leaving_out]
    if not ids:
        return []
    persons = {person.id: person for person in load_many(work, ids)}
    candidates = [likeable(person.claims, person.id) for person in persons.values()]
    ranked = matching.rank(likeable(statements), candidates)
    return [Candidate(persons[one.candidate.reference], one.likeness) for one in ranked]


def answer(candidate: Candidate, *, told: bool = False) -> dict[str, Any]:
    """Return who is likely the same and why, in codes; with `told` also in words, which are personal data."""
    reasons = []
    for reason in candidate.likeness.reasons:
        coded = {"field": reason.field, "kind": reason.kind}
        reasons.append({**coded, "text": reason.text} if told else coded)
    return {
        "person_id": candidate.person.id,
        "likeness": round(candidate.likeness.score, 3),
        "reasons": reasons,
    }

"""Claims: what is said or shown about a person, each with its proof level, who recorded it and when.

A claim is kept as it was made. Which one counts is decided each time it is asked: by proof level, then by
recency. A claim with a new value stands beside the old ones and never replaces them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar


class Proof(StrEnum):
    """How well a claim is supported, strongest first."""

    #: a document that an officer inspected and found genuine
    DOCUMENT_VERIFIED = "document_verified"
    #: another authority confirmed it
    OTHER_AUTHORITY = "other_authority"
    #: a document that was only read, or whose check digit fails
    DOCUMENT_UNVERIFIED = "document_unverified"
    #: the person says so
    DECLARED = "declared"
    #: an officer noticed or estimated it
    OBSERVED = "observed"


class Kind(StrEnum):
    """What a claim speaks of."""

    NAME = "name"  # surname, given_names, script
    ALIAS = "alias"  # the same
    BIRTH_DATE = "birth_date"  # date (EDTF), estimated
    SEX = "sex"  # sex (ISO/IEC 5218)
    NATIONALITY = "nationality"  # code (alpha-2, XK, or a code of ICAO 9303 that stands for no country)
    BIRTH_PLACE = "birth_place"  # place
    DOCUMENT = "document"  # type, issuing_state, number, expiry_date
    IDENTITY_NUMBER = "identity_number"  # issuing_state, kind, number, masked, check
    ADDITIONAL = "additional"  # name, value, sensitivity: a field of the country's plugin


#: Kinds of which several can hold at once; of the others the best one counts.
SEVERAL = frozenset({Kind.ALIAS, Kind.NATIONALITY, Kind.DOCUMENT, Kind.IDENTITY_NUMBER})

_STRENGTH = {proof: len(Proof) - position for position, proof in enumerate(Proof)}


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim about to be recorded: its kind, its value and its proof level."""

    kind: Kind
    value: Mapping[str, Any]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Claim:
    """A recorded claim. `id` is a UUIDv7, so later claims have greater ids."""

    id: str
    kind: Kind
    value: Mapping[str, Any]
    proof: Proof
    recorded_at: datetime
    recorded_by: str
    encounter_id: str | None = None


_Said = TypeVar("_Said", bound=Statement | Claim)


def best_first(said: Iterable[_Said]) -> list[_Said]:
    """Return claims by proof level, then by recency; of what was said at once the first one leads."""
    return sorted(said, key=_rank, reverse=True)


def _rank(item: Statement | Claim) -> tuple[int, float]:
    return _STRENGTH[item.proof], item.recorded_at.timestamp() if isinstance(item, Claim) else 0.0


def news(statements: Iterable[Statement], held: Sequence[Claim]) -> list[Statement]:
    """Return the statements that say something new, so that a daily crossing does not repeat its claims.

    A value that was superseded by a later one of the same proof level is news when it is said again.
    """
    fresh: list[Statement] = []
    for statement in statements:
        same = [claim for claim in held if _slot(claim) == _slot(statement)]
        if statement.kind not in SEVERAL and same:
            same = [max(same, key=lambda claim: claim.id)]
        repeated = any(claim.value == statement.value for claim in same)
        if not repeated and statement not in fresh:
            fresh.append(statement)
    return fresh


def _slot(item: Claim | Statement) -> tuple[Any, ...]:
    name = item.value["name"] if item.kind is Kind.ADDITIONAL else ""
    return (item.kind, item.proof, name)

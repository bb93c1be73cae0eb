"""What counts of a person now, out of all claims; and the minimum of it that leaves with an event."""

from collections.abc import Sequence
from typing import Any

from services.registration.claims import Claim, Kind, best_first
from services.registration.states import is_state, kind_of

_NAMES = (Kind.NAME, Kind.ALIAS)


def particulars_of(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return what counts now: of each kind the best claim, of names, nationalities and documents all.

    Every item carries the `proof` of its claim. What nobody claimed is None or an empty list.
    """
    ranked = best_first(claims)
    return {
        "name": _first(ranked, Kind.NAME) or _first(ranked, Kind.ALIAS),
        "other_names": _other_names(ranked),
        "birth_date": _first(ranked, Kind.BIRTH_DATE),
        "sex": _first(ranked, Kind.SEX),
        "nationalities": [
            {**item, "kind": kind_of(item["code"])} for item in _distinct(ranked, Kind.NATIONALITY, ("code",))
        ],
        "birth_place": _first(ranked, Kind.BIRTH_PLACE),
        "documents": _distinct(ranked, Kind.DOCUMENT, ("issuing_state", "number")),
        "identity_numbers": _distinct(ranked, Kind.IDENTITY_NUMBER, ("issuing_state", "number")),
        "additional": _distinct(ranked, Kind.ADDITIONAL, ("name",)),
    }


def minimum_of(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return the particulars that the event contract asks for, and nothing more.

    `nationalities` holds countries only: a refugee's or stateless person's code is a status.
    """
    whole = particulars_of(claims)
    name = whole["name"] or {"surname": "", "given_names": ""}
    document = whole["documents"][0] if whole["documents"] else None
    return {
        "surname": name["surname"],
        "given_names": name["given_names"],
        "birth_date": whole["birth_date"]["date"] if whole["birth_date"] else None,
        "sex": whole["sex"]["sex"] if whole["sex"] else 0,
        "nationalities": [
            {"country": item["code"], "proof": item["proof"]}
            for item in whole["nationalities"]
            if is_state(item["code"])
        ],
        "document": document
        and {name: document[name] for name in ("type", "issuing_state", "number", "expiry_date")},
    }


def _first(ranked: Sequence[Claim], kind: Kind) -> dict[str, Any] | None:
    return next((_item(claim) for claim in ranked if claim.kind is kind), None)


def _distinct(ranked: Sequence[Claim], kind: Kind, identity: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the best claim of each thing that `identity` tells apart."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for claim in ranked:
        if claim.kind is kind:
            found.setdefault(tuple(claim.value[name] for name in identity), _item(claim))
    return list(found.values())


def _other_names(ranked: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return every other name, each once: aliases, other scripts, and names that no longer count."""
    names = sorted((c for c in ranked if c.kind in _NAMES), key=lambda c: c.kind is not Kind.NAME)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for claim in names:
        found.setdefault((claim.value["surname"], claim.value["given_names"]), _item(claim))
    return list(found.values())[1:]


def _item(claim: Claim) -> dict[str, Any]:
    return {**claim.value, "proof": claim.proof.value}

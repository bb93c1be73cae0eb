"""From a machine-readable zone to claims, and to the answer that tells an officer what was read."""

from collections.abc import Iterator
from typing import Any

from limen.codes import PrintedState, Sex
from limen.partial_dates import Precision
from services.registration.claims import Kind, Proof, Statement
from services.registration.mrz import MachineReadableZone

#: problems of these parts throw doubt on every field
_WHOLE = frozenset({"zone", "composite"})


def statements_of(zone: MachineReadableZone, verified: bool) -> list[Statement]:
    """Return what the zone claims of its holder; what could not be read is not claimed.

    `verified`: an officer inspected the document and found it genuine. A field that breaks a rule is
    never recorded as verified.
    """
    doubtful = {problem.field for problem in zone.problems}
    found = []
    for kind, fields, value in _values(zone):
        sound = verified and doubtful.isdisjoint(fields | _WHOLE)
        proof = Proof.DOCUMENT_VERIFIED if sound else Proof.DOCUMENT_UNVERIFIED
        found.append(Statement(kind, value, proof))
    return found


def _values(zone: MachineReadableZone) -> Iterator[tuple[Kind, frozenset[str], dict[str, Any]]]:
    """Give each claim with the fields of the zone that it comes from."""
    if zone.surname or zone.given_names:
        name = {"surname": zone.surname, "given_names": zone.given_names, "script": "Latn"}
        yield Kind.NAME, frozenset({"names"}), name
    if zone.birth_date.precision is not Precision.UNKNOWN:
        yield Kind.BIRTH_DATE, frozenset({"birth_date"}), {"date": str(zone.birth_date), "estimated": False}
    if zone.sex is not Sex.NOT_KNOWN:
        yield Kind.SEX, frozenset({"sex"}), {"sex": int(zone.sex)}
    if zone.nationality:
        yield Kind.NATIONALITY, frozenset({"nationality"}), {"code": code_of(zone.citizenship)}
    if zone.document_number:
        known = zone.expiry_date.precision is not Precision.UNKNOWN
        document = {
            "type": zone.document_type,
            "issuing_state": code_of(zone.issuer),
            "number": zone.document_number,
            "expiry_date": str(zone.expiry_date) if known else None,
        }
        yield Kind.DOCUMENT, frozenset({"document_number", "issuing_state", "expiry_date"}), document


def code_of(state: PrintedState) -> str:
    """Return a country's alpha-2 code (or XK); for what is no country, the code as printed."""
    return state.country or state.printed


def zone_answer(zone: MachineReadableZone) -> dict[str, Any]:
    """Return the zone as read, with every rule that it breaks."""
    return {
        "format": zone.format,
        "document_type": zone.document_type,
        "issuing_state": _state_answer(zone.issuer),
        "document_number": zone.document_number,
        "surname": zone.surname,
        "given_names": zone.given_names,
        "names_truncated": zone.names_truncated,
        "nationality": _state_answer(zone.citizenship),
        "birth_date": str(zone.birth_date),
        "sex": int(zone.sex),
        "expiry_date": str(zone.expiry_date),
        "optional_data": " ".join(filter(None, (zone.optional_data, zone.optional_data_2))),
        "problems": [
            {
                "field": problem.field,
                "rule": problem.rule,
                "message": problem.message,
                "suggestions": list(problem.suggestions),
            }
            for problem in zone.problems
        ],
        "normalised": list(zone.normalised),
    }


def _state_answer(state: PrintedState) -> dict[str, Any]:
    return {"printed": state.printed, "kind": state.kind, "country": state.country, "note": state.note}

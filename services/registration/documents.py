"""From a machine-readable zone to claims, and to the answer that tells an officer what was read."""

from collections.abc import Iterator
from typing import Any

from limen.codes import PrintedState, Sex
from limen.partial_dates import Precision
from limen.plugins.identity import mask_all_but_last
from services.registration.claims import Kind, Proof, Statement
from services.registration.mrz import MachineReadableZone

#: problems of these parts throw doubt on every field
_WHOLE = frozenset({"zone", "composite"})
#: optional data up to this length is no identity number, and may stand elsewhere in the zone by chance
_SHORT = 6


def statements_of(zone: MachineReadableZone, verified: bool) -> list[Statement]:
    """Return what the zone claims of its holder; what could not be read is not claimed.

    `verified`: an officer inspected the document and found it genuine. A field that breaks a rule is
    never recorded as verified.
    """
    return [Statement(kind, value, proof_of(zone, fields, verified)) for kind, fields, value in _values(zone)]


def proof_of(zone: MachineReadableZone, fields: frozenset[str], verified: bool) -> Proof:
    """Return the proof level of what these fields of a zone say."""
    doubtful = {problem.field for problem in zone.problems}
    sound = verified and doubtful.isdisjoint(fields | _WHOLE)
    return Proof.DOCUMENT_VERIFIED if sound else Proof.DOCUMENT_UNVERIFIED


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


def masked(zone: MachineReadableZone, given: str) -> str:
    """Return a zone with its optional data masked; all of it, as given, where no field can be told apart."""
    if not zone.lines:
        return mask_all_but_last(given)
    text = "\n".join(zone.lines)
    for printed in (data.replace(" ", "<") for data in _optional_data(zone)):
        if len(printed) > _SHORT:
            text = text.replace(printed, mask_all_but_last(printed))
    return text


def zone_answer(zone: MachineReadableZone, *, unmasked: bool) -> dict[str, Any]:
    """Return the zone as read, with every rule that it breaks.

    The optional data often is the holder's identity number, so it is shown in full only if `unmasked`.
    """
    optional_data = " ".join(_optional_data(zone))
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
        "optional_data": optional_data if unmasked else mask_all_but_last(optional_data),
        "problems": [
            {
                "field": problem.field,
                "rule": problem.rule,
                "message": problem.message,
                "suggestions": list(problem.suggestions)
                if unmasked or problem.field != "optional_data"
                else [],
            }
            for problem in zone.problems
        ],
        "normalised": list(zone.normalised),
    }


def _optional_data(zone: MachineReadableZone) -> list[str]:
    return [text for text in (zone.optional_data, zone.optional_data_2) if text]


def _state_answer(state: PrintedState) -> dict[str, Any]:
    return {"printed": state.printed, "kind": state.kind, "country": state.country, "note": state.note}

"""Identity numbers: checked by the plugin of the state that gave them, masked wherever they are shown.

A number that breaks a rule is told and recorded all the same: a true one that is refused harms more than a
false one that passes. It is kept as it was typed, together with what the check said and how it is masked, so
that reading it asks no plugin. It is never a key: nobody is found by it, and no event carries it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from limen.plugins.errors import PluginFailed
from limen.plugins.identity import NumberCheck, mask_all_but_last
from limen.work import Work
from services.registration.claims import Kind, Proof, Statement
from services.registration.mrz import MachineReadableZone


class Check(StrEnum):
    """What checking a number said."""

    PASSED = "passed"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_LENGTH = "wrong_length"
    WRONG_FORMAT = "wrong_format"
    WRONG_PART = "wrong_part"
    #: the plugin names a rule of its own
    BREAKS_RULE = "breaks_rule"
    #: nobody knows how the state builds its numbers
    NOT_CHECKED = "not_checked"
    #: the plugin that knows could not be asked
    NOT_ANSWERED = "not_answered"


#: what an officer is warned of
WARNINGS: Final = frozenset(Check) - {Check.PASSED, Check.NOT_CHECKED}
#: these have the length and the signs of a number of the state
_SHAPED: Final = frozenset({Check.PASSED, Check.WRONG_CHECK_DIGIT, Check.WRONG_PART})
_ERRORS: Final = {
    None: Check.PASSED,
    "InvalidChecksum": Check.WRONG_CHECK_DIGIT,
    "InvalidLength": Check.WRONG_LENGTH,
    "InvalidFormat": Check.WRONG_FORMAT,
    "InvalidComponent": Check.WRONG_PART,
}


def statement_of(work: Work, state: str, number: str, proof: Proof) -> Statement:
    """Return the claim of a number as typed. One that breaks a rule is never recorded as verified."""
    value = _value(work, state, number)
    if value["check"] in WARNINGS and proof is Proof.DOCUMENT_VERIFIED:
        proof = Proof.DOCUMENT_UNVERIFIED
    return Statement(Kind.IDENTITY_NUMBER, value, proof)


def in_zone(work: Work, zone: MachineReadableZone, proof: Proof) -> Iterator[Statement]:
    """Yield what stands in a zone's optional data and has the shape of a number of the issuing state."""
    state = zone.issuer.country
    for text in filter(None, (zone.optional_data, zone.optional_data_2)) if state else ():
        found = statement_of(work, str(state), text, proof)
        if found.value["check"] in _SHAPED:
            yield found


def shown(value: Mapping[str, Any], *, unmasked: bool) -> dict[str, Any]:
    """Return a number as a reader may see it: in full only for a purpose."""
    plain = {name: value[name] for name in ("issuing_state", "kind", "check")}
    return {**plain, "number": value["number"] if unmasked else value["masked"]}


def _value(work: Work, state: str, number: str) -> dict[str, Any]:
    value = {"issuing_state": state, "number": number}
    unknown = {"kind": None, "masked": mask_all_but_last(number)}
    try:
        found = _checked(work, state, number)
    except PluginFailed:
        return {**value, **unknown, "check": Check.NOT_ANSWERED.value}
    if found is None:
        return {**value, **unknown, "check": Check.NOT_CHECKED.value}
    check = _ERRORS.get(found.broken_rule, Check.BREAKS_RULE)
    return {**value, "kind": found.name, "masked": found.masked, "check": check.value}


def _checked(work: Work, state: str, number: str) -> NumberCheck | None:
    """Return the check of the first kind of number that fits, else of the first; None without any kind."""
    country = work.runtime.plugins.countries.get(state)
    if country is None:
        return None
    checks = [country.check_number(kind.name, number) for kind in country.identity_numbers()]
    return next((check for check in checks if check.broken_rule is None), next(iter(checks), None))

"""Identity numbers: how a country's officers see at once that a number was mistyped.

A number is never a key in Limen: numbers are reused, corrected, and wrong in registers.
A number that fails is a warning and never blocks: refusing a true one is worse than passing a false one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from stdnum.exceptions import ValidationError

#: letters and digits that stay readable when a number is masked
_SHOWN = 2


def mask_all_but_last(number: str) -> str:
    """Return the number with dots for all letters and digits but the last two, or for all of a short one."""
    signs = sum(sign.isalnum() for sign in number)
    hidden = signs - _SHOWN if signs > 3 * _SHOWN else signs
    masked = ""
    for sign in number:
        masked += "•" if sign.isalnum() and hidden > 0 else sign
        hidden -= sign.isalnum()
    return masked


@dataclass(frozen=True, kw_only=True)
class IdentityNumber:
    """A kind of number that a state gives to persons.

    `validate` takes the number as typed and returns its compact form, or raises one of the errors of
    `stdnum.exceptions` (InvalidFormat, InvalidLength, InvalidChecksum, InvalidComponent), so a module of
    python-stdnum fits as it is. `mask` takes a compact number and returns what a screen may show.
    `source` is the code of the source that publishes how the number is built.
    """

    name: str
    issuer: str
    validate: Callable[[str], str]
    source: str
    mask: Callable[[str], str] = mask_all_but_last


@dataclass(frozen=True)
class NumberCheck:
    """What checking a number found. `masked` is what screens and printed documents show.

    `broken_rule` is None or the name of the stdnum error, `message` the same in words.
    """

    name: str
    masked: str
    broken_rule: str | None = None
    message: str | None = None


def check_number(kind: IdentityNumber, number: str) -> NumberCheck:
    """Check a number as typed. ValueError where the kind's mask shows the number."""
    try:
        compact = kind.validate(number)
    except ValidationError as error:
        return NumberCheck(kind.name, mask_all_but_last(number), type(error).__name__, str(error))
    masked = kind.mask(compact)
    if not isinstance(masked, str) or compact in masked:
        raise ValueError("the mask shows the whole number")
    return NumberCheck(kind.name, masked)

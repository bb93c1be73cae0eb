"""Citizen number of Utopia (invented).

The population register gives it at birth or naturalisation. Nine digits, written 1984-0420-3: the year of
registration, a serial number within the year, and a check digit by ISO 7064 Mod 11, 10.
"""

import re

from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength
from stdnum.iso7064 import mod_11_10

from limen.plugins import IdentityNumber, hookimpl

REGISTER_BEGAN = 1951


def validate(number: str) -> str:
    """Return the nine digits of a number as typed, or raise the stdnum error of the rule that it breaks."""
    compact = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]*", compact):
        raise InvalidFormat
    if len(compact) != 9:
        raise InvalidLength
    if int(compact[:4]) < REGISTER_BEGAN:
        raise InvalidComponent
    mod_11_10.validate(compact)
    return compact


def mask(compact: str) -> str:
    """Show the last three digits only: `••••-••20-3`. The year would tell the person's age."""
    return f"••••-••{compact[6:8]}-{compact[8]}"


@hookimpl
def identity_numbers() -> list[IdentityNumber]:
    """Return the citizen number."""
    return [
        IdentityNumber(
            name="Citizen number",
            issuer="Population Register of Utopia",
            validate=validate,
            mask=mask,
            source="register-act",
        )
    ]

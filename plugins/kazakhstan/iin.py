"""The individual identification number (IIN): twelve digits, YYMMDD G NNNN C.

G tells century and sex: 1 and 2 the nineteenth, 3 and 4 the twentieth, 5 and 6 the twenty-first, odd for men.
C is the sum of the first eleven digits, weighted 1 to 11, modulo 11; where that is 10, it is computed again
with other weights, and a number for which it is 10 once more is never given. Foreigners get one too.
"""

import re
from datetime import date

from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def validate(number: str) -> str:
    """Return the twelve digits of a number as typed, or raise the stdnum error of the rule that it breaks."""
    compact = re.sub(r"[ -]", "", number)
    if not re.fullmatch("[0-9]*", compact):
        raise InvalidFormat
    if len(compact) != 12:
        raise InvalidLength
    _check_birth_date(compact)
    if check_digit(compact) != int(compact[11]):
        raise InvalidChecksum
    return compact


def check_digit(compact: str) -> int:
    """Return the check digit of the first eleven digits; 10 stands for none."""
    digits = [int(digit) for digit in compact[:11]]
    remainder = 10
    for weights in (_FIRST, _SECOND):
        remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if remainder != 10:
            break
    return remainder


def _check_birth_date(compact: str) -> None:
    century = (int(compact[6]) - 1) // 2
    if compact[6] == "0" or century > 2:
        raise InvalidComponent
    try:
        date(1800 + 100 * century + int(compact[:2]), int(compact[2:4]), int(compact[4:6]))
    except ValueError:
        raise InvalidComponent from None

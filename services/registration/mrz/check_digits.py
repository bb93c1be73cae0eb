"""Check digits of ICAO Doc 9303 part 3: weights 7, 3, 1 over the characters, modulo 10.

A digit changed to another is always found, because 7, 3 and 1 have no common factor with 10. Not found are
- a letter for a character of the same value modulo 10:
  0 A K U <, 1 B L V, 2 C M W, 3 D N X, 4 E O Y, 5 F P Z, 6 G Q, 7 H R, 8 I S, 9 J T;
- two neighbours that changed places and whose values differ by 5 modulo 10;
- anything in the names, which no check digit covers.
"""

_CHARACTERS = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = bytes(
    0 if byte == ord("<") or chr(byte) not in _CHARACTERS else int(chr(byte), 36) for byte in range(256)
)
#: OCR and fingers mistake these for each other. Both directions: a digit may stand for the letter too.
_LETTERS, _DIGITS = "OISZB", "01528"
TO_DIGITS = str.maketrans(_LETTERS, _DIGITS)
TO_LETTERS = str.maketrans(_DIGITS, _LETTERS)
_LOOK_ALIKE = dict(zip(_LETTERS + _DIGITS, _DIGITS + _LETTERS, strict=True))


def check_digit(text: str) -> str:
    """Return the check digit of a text of A to Z, 0 to 9 and `<`."""
    values = text.encode("ascii").translate(_VALUES)
    return str((7 * sum(values[0::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10)


def passes(text: str, digit: str) -> bool:
    """Tell whether the digit belongs to the text; for an empty field the digit may be a filler."""
    return digit == check_digit(text) or (digit == "<" and not text.strip("<"))


def look_alikes(text: str, digit: str, *, only_digits: bool = False) -> list[tuple[str, str]]:
    """Return the texts and digits that pass once look-alike characters are put right.

    A date and a check digit have only digits, so all letters are put right there; elsewhere one at a time.
    """
    digit = digit.translate(TO_DIGITS)
    if only_digits:
        candidates = [text.translate(TO_DIGITS)]
    else:
        candidates = [text] + [
            text[:place] + _LOOK_ALIKE[character] + text[place + 1 :]
            for place, character in enumerate(text)
            if character in _LOOK_ALIKE
        ]
    return [(candidate, digit) for candidate in candidates if passes(candidate, digit)]

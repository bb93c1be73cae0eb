"""Serbian from Cyrillic to Latin script: thirty letters, three of which become two."""

import re
from typing import Final

_LETTERS: Final = {
    **dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)),
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
_TABLE: Final = str.maketrans(
    {**_LETTERS, **{cyrillic.upper(): latin.capitalize() for cyrillic, latin in _LETTERS.items()}}
)
#: a capital that becomes two letters, in a word of capitals
_AMONG_CAPITALS: Final = re.compile(r"(?<=[А-ЯЂ-Џ])[ЉЊЏ]|[ЉЊЏ](?=[А-ЯЂ-Џ])")


def in_latin(text: str) -> str:
    """Return a Serbian text in Latin script; what is in Latin script already, placeholders too, stays."""
    return _AMONG_CAPITALS.sub(lambda found: _LETTERS[found[0].lower()].upper(), text).translate(_TABLE)

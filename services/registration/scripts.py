"""The script that a name is written in, by ISO 15924."""

import unicodedata

#: the first word of a letter's Unicode name -> ISO 15924
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "ETHIOPIC": "Ethi",
    "DEVANAGARI": "Deva",
    "CJK": "Hani",
}
UNKNOWN = "Zyyy"


def script_of(text: str) -> str:
    """Return the script of the first letter that has a known one; Zyyy (undetermined) where none has."""
    for character in text:
        if character.isalpha():
            word = unicodedata.name(character, "").partition(" ")[0]
            if word in _SCRIPTS:
                return _SCRIPTS[word]
    return UNKNOWN

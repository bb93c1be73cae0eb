"""Finding, in what an officer wrote freely, words on asylum, health or protection, which must never leave.

A net, not a judgement: it stops the sending and names the field; the officer takes the words out. Structured
data of these kinds have no field in the application at all.
"""

import re
import unicodedata

#: beginnings of words in languages that officers of the region write; one may meet a harmless word
_BEGINNINGS = (
    # asylum and protection
    "asyl", "azil", "refugee", "réfugi", "flüchtling", "izbjegl", "izbegl", "refugjat", "азил", "убежищ",
    "беженц", "беженец", "избегл", "persecut", "verfolg", "trafficking", "menschenhandel", "traite des",
    "trafikim", "torture", "folter", "tortur",
    "unaccompanied", "unbegleitet", "non accompagn",
    # health
    "disease", "illness", "hiv", "aids", "tubercul", "tuberkul", "туберкул", "hepatit", "гепатит", "pregnan",
    "schwanger", "enceinte", "trudn", "беремен", "disab", "behinder", "handicap", "invalid",
    "mental health", "psychi", "psihi", "психи", "suicid", "medicat", "medikament", "diagnos", "krankheit",
    "maladie", "sëmundj", "bolest", "болест", "болезн", "treatment", "vulnerab",
)  # fmt: skip

_WORDS = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _BEGINNINGS)) + ")", re.IGNORECASE)


def speaks_of_protection(text: str) -> bool:
    """Tell whether a text seems to speak of asylum, health or protection."""
    return _WORDS.search(unicodedata.normalize("NFC", text)) is not None

"""Names folded so that the spellings of one name meet, whatever the script and the romanisation.

`name_parts` gives each part of a name in two forms:

- `folded`: sounds spelled in one way, vowels kept: Yusuf, Iousouf and Юсуф meet or come close;
- `skeletons`: consonants alone, with all hissing sounds as one, so that a name in Arabic script, which writes
  no short vowels, meets its Latin spelling. There are several where a letter has more than one sound.

The rules serve finding, not spelling: they may join different names, and `compare` weighs what they find.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from services.registration.matching.scripts import arabic_to_latin, is_arabic, to_latin

#: Spellings of one sound, the first that fits at each place of a word. A capital has several READINGS.
#: (Every pattern begins with a letter or class, which lets the regular expression skip it at once.)
RULES = (
    ("othman uthman", "usman"),
    ("shch sch sh", "s"),  # Щ; German; Ш
    ("tsch tch ch ts tz cz", "c"),  # Ч Ц
    ("dzh dsh zh xh", "j"),  # Ж Џ; Albanian xh
    ("dj", "D"),
    ("ck q", "k"),
    ("kh", "h"),  # Х, Arabic kha
    ("gh", "g"),
    ("ph ff v w(?<=^w)", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("kj(?=[aeiou])", "k"),  # Macedonian Ќ Ѓ Љ Њ
    ("gj(?=[aeiou])", "g"),
    ("lj(?=[aeiou])", "l"),
    ("nj(?=[aeiou]) ng(?=[^aeiou]) ng$", "n"),  # Њ; Kazakh Ң
    ("w", "W"),
    ("c(?=[eiyv]) c$", "c"),
    ("c", "C"),
    ("x", "X"),
    ("j", "J"),
    ("ou oo oeu", "u"),
    ("oe", "o"),
    ("ue", "u"),
    ("ae aa", "a"),
    ("[ea][yi]", "ai"),
    ("[iy][iy]?e", "e"),  # Yevgeny, Aliyev; Ъ is IE in a machine-readable zone
    ("[iy]y ee y", "i"),
    ("h(?<=[aeiouy]h)$", ""),  # Fatimah
)
#: Whole words that are written short.
ABBREVIATIONS = {"mohd": "muhammad", "muhd": "muhammad", "mhd": "muhammad", "md": "muhammad"}
#: Abdul-, Abdel-, Abdur-: the article is no part of the name, but the l of Abdullah is.
_SERVANT_OF = re.compile("^abd(?:[aeiou]l(?!l?[ao]h?$)|[aeiou](?=[^aeioul]..))")
#: The sounds that a capital may stand for; see also `scripts`.
READINGS = {
    "C": ("k", "s"),  # Marco; Čaki without its sign
    "X": ("h", "ks"),  # Baxtiyor; Alexander
    "J": ("s", ""),  # Jamshed; Jelena
    "W": ("", "f"),  # Dawood; Anwar
    "D": ("d", "s"),
    "T": ("t", "s"),
    "P": ("p", "f"),
    "S": ("s", "h"),
}
_PATTERNS = [(pattern, sound) for patterns, sound in RULES for pattern in patterns.split()]
_FOLD = re.compile("|".join(f"{pattern}()" for pattern, _ in _PATTERNS))
_SOUNDS = ["", *(sound for _, sound in _PATTERNS)]
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]")
_ONE_IN_SKELETON = str.maketrans("zcjv", "sssf")
#: More readings of a part, or parts of a name, than these are noise.
_MOST_READINGS = _MOST_PARTS = 8

_DIVIDERS = re.compile(r"[\s,;./<>()\-‐-―־_]+")
_ARTICLE = re.compile(r"\b(?:[aeu]l|[ae](?:r|s|sh|d|t|z|n|th|dh))[-‐-―]", re.IGNORECASE)
_ABD = re.compile("abd(?:u|[aeiou][lrsznt])?")
#: Words between names: "son of", "daughter of". Dropped only where two other parts remain.
_PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "ibn", "ben", "bint", "binti"}
    | {"oglu", "ogli", "ugli", "uli", "ulu", "kizi", "kize", "gizi"}
)


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name. `vowels` is False when its script writes no short vowels."""

    folded: str
    skeletons: frozenset[str]
    vowels: bool

    def joined(self, other: "NamePart") -> "NamePart":
        """Return both as one part, as in Ali Reza and Alireza."""
        skeletons = frozenset(
            one + (two[1:] if two.startswith("a") else two)
            for one, two in product(self.skeletons, other.skeletons)
        )
        return NamePart(self.folded + other.folded, skeletons, self.vowels and other.vowels)


def name_parts(name: str) -> tuple[NamePart, ...]:
    """Return the parts of a full name in any script, in order, without articles and "son of"."""
    words = _DIVIDERS.split(_ARTICLE.sub(" ", name).strip())[: 2 * _MOST_PARTS]
    parts = [part for part in map(_name_part, words) if part.folded]
    if any(part.folded.startswith("abd") for part in parts):
        parts = _join_servants(parts)
    long = [part for part in parts if len(part.folded) > 1 and part.folded not in _PARTICLES]
    return tuple((long if len(long) > 1 else parts)[:_MOST_PARTS])


def fold(word: str) -> str:
    """Return the folded form of a word in a script that writes vowels; a capital has several READINGS."""
    latin = to_latin(word)
    latin = _SERVANT_OF.sub("abd", ABBREVIATIONS.get(latin, latin))
    return _DOUBLE.sub(r"\1", _FOLD.sub(lambda match: _SOUNDS[match.lastindex or 0], latin))


def skeletons(folded: str) -> frozenset[str]:
    """Return the consonants of a folded word, once for each reading; a vowel at the beginning is `a`."""
    if folded.islower():
        return frozenset((_consonants(folded),))
    choices = [READINGS.get(letter, (letter,)) for letter in folded]
    readings = {"".join(choice) for choice in islice(product(*choices), _MOST_READINGS)}
    return frozenset(map(_consonants, readings))


def _consonants(reading: str) -> str:
    initial = "a" if reading[:1] in "aeiou" else ""
    consonants = initial + _VOWELS.sub("", reading).translate(_ONE_IN_SKELETON)
    return consonants.removesuffix("h") if len(consonants) > 1 else consonants


@lru_cache(maxsize=8192)  # single words, which many people share; never a full name
def _name_part(word: str) -> NamePart:
    if not is_arabic(word):
        folded = fold(word)
        return NamePart(folded.lower(), skeletons(folded), True)
    forms = arabic_to_latin(word)
    found = frozenset(skeleton for form in forms for skeleton in skeletons(form))
    return NamePart(forms[0].lower(), found, False)


def _join_servants(parts: list[NamePart]) -> list[NamePart]:
    """Abd al-Rahman, Abdul Rahman and Abdurrahman are one part: servant of the Merciful."""
    joined: list[NamePart] = []
    for part in parts:
        if joined and _ABD.fullmatch(joined[-1].folded) and part.folded not in _PARTICLES:
            servant = _name_part("abd") if joined[-1].vowels else joined[-1]
            joined[-1] = servant.joined(part)
        elif not (joined and _ABD.fullmatch(joined[-1].folded)):
            joined.append(part)
    return joined

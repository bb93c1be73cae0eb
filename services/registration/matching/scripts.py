"""From any script to Latin letters, as names are spelled and not as scholars transliterate.

Latin, Cyrillic, Georgian, Armenian and Greek write their vowels, and anyascii reads them well enough once a
few letters are put right. Arabic script (Arabic, Dari, Pashto, Urdu, Uzbek) leaves short vowels out and has
its own table. A letter with several sounds becomes a capital:

    D  Arabic ض ذ ظ, d in Arabic and z in Persian; Đ, which documents give as D or DJ
    T  Arabic ث, t or s
    W  Arabic و, a vowel or v
    S  Pashto ښ, sh or kh
    P  Georgian ფ, p and, in names from abroad, f

What the capitals stand for is in `names.READINGS`.
"""

import re
import unicodedata

from anyascii import anyascii

#: Stand for the capitals D and P until the rest is in small letters; no letter is transliterated to these.
_MARK_D, _MARK_P = "\x01", "\x02"
#: What anyascii reads by another rule than people who spell names.
_PUT_RIGHT = str.maketrans(
    {
        "ў": "o",  # Uzbek Cyrillic for oʻ
        "ё": "yo", "є": "e", "ћ": "ch", "ђ": _MARK_D, "đ": _MARK_D, "ფ": _MARK_P, "ə": "a",
        "č": "ch", "ć": "ch", "ç": "ch", "š": "sh", "ş": "sh", "ș": "sh", "ž": "zh",
        "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ό": "ο", "ύ": "υ", "ώ": "ω", "ϊ": "ι", "ϋ": "υ",
        _MARK_D: "", _MARK_P: "",
    }
)  # fmt: skip
_MARKED = str.maketrans({_MARK_D: "D", _MARK_P: "P"})
#: Two letters for one sound, in Armenian and Greek.
_DIGRAPHS = {"ու": "u", "եւ": "ev", "ου": "u", "αυ": "av", "ευ": "ev", "μπ": "b", "ντ": "d", "γκ": "g"}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_ARMENIAN_INITIAL_O = re.compile("^ո(?!ւ)")

_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_ARABIC = str.maketrans(
    {
        letter: latin
        for letters, latin in {
            "اأآإٱعىةۃ": "a", "ءئؤ": "", "یيېۍےۓ": "i", "بٻ": "b", "پ": "p", "تطټٹ": "t", "ث": "T",
            "ج": "j", "چ": "c", "ځ": "z", "څ": "c", "حخهہھۀەۂ": "h", "دډڈ": "d", "ذضظ": "D", "رړڑ": "r",
            "زژږ": "z", "سصش": "s", "ښ": "S", "غگګ": "g", "فڤ": "f", "قكکڪ": "k", "لڵ": "l", "م": "m",
            "نںڼ": "n", "و": "W",
        }.items()
        for letter in letters
    }
)  # fmt: skip


def is_arabic(word: str) -> bool:
    """Tell whether a word is in Arabic script, in which short vowels are not written."""
    return _ARABIC_SCRIPT.search(word) is not None


def to_latin(word: str) -> str:
    """Return a word of any script but Arabic as letters a to z, and the capitals of this module."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
        word = _DIGRAPH.sub(lambda pair: _DIGRAPHS[pair[0]], word.translate(_PUT_RIGHT))
        word = anyascii(_ARMENIAN_INITIAL_O.sub("vo", word)).lower().translate(_MARKED)
    return "".join(filter(str.isalpha, word))


def arabic_to_latin(word: str) -> tuple[str, ...]:
    """Return a word of Arabic script as letters a to z and the capitals of this module.

    A word that begins with ال comes without it and with it, for it may be the article (al-Husseini) or not
    (Ilyas).
    """
    word = "".join(filter(str.isalpha, unicodedata.normalize("NFKC", word))).replace("لله", "له")
    if word.startswith("عبدال") and len(word) > 7:
        return (_arabic_letters("عبد" + word[5:]),)
    if word.startswith("ال") and len(word) > 4:
        return _arabic_letters(word[2:]), _arabic_letters(word)
    return (_arabic_letters(word),)


def _arabic_letters(word: str) -> str:
    if word.startswith("و"):  # a consonant at the beginning: Wali, Wahid
        word = "v" + word[1:]
    return "".join(letter for letter in word.translate(_ARABIC) if letter.isascii())

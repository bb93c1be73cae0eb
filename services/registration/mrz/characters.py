"""From what was typed or scanned to lines of A to Z, 0 to 9 and `<`, saying what was changed."""

import re
import unicodedata

#: No zone has more than 90 characters; the rest of a longer text is page furniture at best.
MAX_LENGTH = 2000
#: Stands for a character that cannot be in a zone.
FOREIGN = "?"

_CLEAN = re.compile(r"[A-Z0-9<\n]*")
_NOT_ALLOWED = re.compile(r"[^A-Z0-9<\n]")
#: Quotation marks and brackets that keyboards and OCR give for the filler.
_FILLERS = {ord(character): "<" for character in "‹〈⟨⟪≪＜˂ᐸ❮❰⧼"} | {ord("«"): "<<", ord("《"): "<<"}
#: Capitals that look the same, from a keyboard left in Cyrillic or Greek.
_LOOK_ALIKES = str.maketrans("АВЕЅКМНОРСТУХІЈҮԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESKMHOPCTYXIJYQWABEZHIKMNOPTYX")


def clean(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines that are not empty, and what was changed.

    A character that no zone can have stands in the lines as FOREIGN, for the reader to name its place.
    """
    if len(text) <= MAX_LENGTH and _CLEAN.fullmatch(text):
        return [line for line in text.split("\n") if line], ()
    notes: list[str] = []

    def step(note: str, changed: str) -> None:
        nonlocal text
        if changed != text:
            notes.append(note)
            text = changed

    step(f"what follows the first {MAX_LENGTH} characters was left out", text[:MAX_LENGTH])
    text = "\n".join(text.splitlines())
    step("other signs for the filler were read as <", text.replace("&lt;", "<").translate(_FILLERS))
    step("spaces and invisible characters were removed", "".join(filter(_is_visible, text)))
    step("wide or styled characters were read as plain ones", unicodedata.normalize("NFKC", text))
    step("small letters were read as capitals", text.upper())
    step("Cyrillic or Greek letters were read as the Latin ones they look like", text.translate(_LOOK_ALIKES))
    text = _NOT_ALLOWED.sub(FOREIGN, text)
    return [line for line in text.split("\n") if line], tuple(notes)


def _is_visible(character: str) -> bool:
    return character == "\n" or unicodedata.category(character)[0] not in "ZC"

"""Texts that nobody translated: they stay English, and the page says where.

On its way through a template such a text is held between two signs that no text has; `mark_untranslated`
turns them into an element with its language where a page can have one.
"""

import re
from gettext import NullTranslations
from typing import Final

from flask import Response

ENGLISH: Final = "en"
_BEGIN, _END = "\ue000", "\ue001"
_OPENED, _CLOSED = f'<span class="left-english" lang="{ENGLISH}" dir="ltr">', "</span>"
_SIGNS: Final = str.maketrans("", "", _BEGIN + _END)
_PIECES: Final = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.S)
#: elements that hold nothing but text
_BARE: Final = re.compile(r"<(/?)(title|option|textarea)\b")


class Untranslated(NullTranslations):
    """Gives each text as it is, between the two signs."""

    def gettext(self, message: str) -> str:
        """Return a text that nobody translated."""
        return f"{_BEGIN}{message}{_END}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a text for one or for many that nobody translated."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def mark_untranslated(response: Response) -> Response:
    """Give each text of a page that nobody translated an element with its language."""
    if response.mimetype == "text/html" and not response.direct_passthrough:
        page = response.get_data(as_text=True)
        if _BEGIN in page:
            response.set_data(marked(page))
    return response


def marked(page: str) -> str:
    """Return a page with elements in place of the signs; in attributes and bare text they are left out."""
    pieces, bare = [], False
    for piece in _PIECES.findall(page):
        if piece.startswith("<"):
            found = _BARE.match(piece)
            bare = not found[1] if found else bare
            pieces.append(piece.translate(_SIGNS))
        elif bare:
            pieces.append(piece.translate(_SIGNS))
        else:
            pieces.append(piece.replace(_BEGIN, _OPENED).replace(_END, _CLOSED))
    return "".join(pieces)

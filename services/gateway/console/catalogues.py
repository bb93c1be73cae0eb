"""The texts of the pages: our catalogue, behind it the one of the node's country; what neither has, marked.

A text that nobody translated stays English. On its way through a template it is held between two signs that
no text has; `mark_untranslated` turns them into an element with its language where a page can have one.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from gettext import NullTranslations
from typing import Any, Final

import structlog
from babel.support import Translations
from flask import Response
from flask_babel import Babel, Domain, get_locale

from limen.plugins.catalogues import Catalogue, read_catalogue

ENGLISH: Final = "en"
_BEGIN, _END = "\ue000", "\ue001"
_OPENED, _CLOSED = f'<span class="left-english" lang="{ENGLISH}" dir="ltr">', "</span>"
_SIGNS: Final = str.maketrans("", "", _BEGIN + _END)
_PIECES: Final = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.S)
#: elements that hold nothing but text
_BARE: Final = re.compile(r"<(/?)(title|option|textarea)\b")

_log = structlog.get_logger(__name__)


class Untranslated(NullTranslations):
    """Gives each text as it is, between the two signs."""

    def gettext(self, message: str) -> str:
        """Return a text that nobody translated."""
        return f"{_BEGIN}{message}{_END}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a text for one or for many that nobody translated."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class Texts(Domain):  # type: ignore[misc]  # flask-babel has no types
    """All catalogues of a language, one behind the other."""

    def __init__(self, brought: Callable[[str], Catalogue | None]) -> None:
        super().__init__()
        self._brought = brought
        self._chains: dict[str, NullTranslations] = {}

    def get_translations(self) -> Any:
        """Return the texts of the page's language."""
        language = str(get_locale() or ENGLISH)
        if language not in self._chains:
            chain: Translations = super().get_translations()
            catalogue = self._brought(language)
            if catalogue:
                chain.add_fallback(catalogue.translations)
            if language != ENGLISH:
                chain.add_fallback(Untranslated())
            self._chains[language] = chain
        return self._chains[language]


class Catalogues(Babel):  # type: ignore[misc]  # flask-babel has no types
    """flask-babel with the catalogues of the node's country, each read when it is first chosen."""

    def __init__(self, *args: Any, brought: Mapping[str, Any], **options: Any) -> None:
        self._paths = {language.replace("-", "_"): path for language, path in brought.items()}
        self._read: dict[str, Catalogue | None] = {}
        super().__init__(*args, **options)

    @cached_property
    def domain_instance(self) -> Texts:
        """The texts, kept: flask-babel would read every catalogue again for each request."""
        return Texts(self.brought)

    def languages(self) -> list[str]:
        """Return the languages that the country brings."""
        return sorted(self._paths)

    def brought(self, language: str) -> Catalogue | None:
        """Return the country's catalogue; None where it has none, or one that cannot be read."""
        if language not in self._read:
            self._read[language] = self._catalogue(language)
        return self._read[language]

    def _catalogue(self, language: str) -> Catalogue | None:
        if language not in self._paths:
            return None
        try:
            found = read_catalogue(self._paths[language], language)
        except ValueError as error:
            _log.warning("catalogue_unreadable", language=language, reason=str(error))
            return None
        if found.problems:
            _log.warning("texts_left_out", language=language, texts=len(found.problems))
        return found


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

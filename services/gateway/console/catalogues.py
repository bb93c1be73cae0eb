"""The translations of the pages: first the wording of the node's country, then our own, then English, marked.

Our own catalogues are `locale/<language>.po`, shared by all countries of a language; `locale/console.pot`
lists all texts of the pages. Each is read when its language is first chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import structlog
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask_babel import Babel, Domain, get_locale

from limen.plugins.catalogues import Catalogue, first_form, read_catalogue
from services.gateway.console.serbian_latin import in_latin
from services.gateway.console.untranslated import ENGLISH, Untranslated

LOCALE: Final = Path(__file__).parent / "locale"
#: a language that is read from its catalogue in another script, so that both say the same
_RESPELLED: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {"sr-Latn": ("sr-Cyrl", in_latin)}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Translation:
    """The texts of a language, how many of the pages' it lacks, and whether native speakers reviewed it."""

    texts: NullTranslations
    lacking: int = 0
    reviewed: bool = True


class Texts(Domain):  # type: ignore[misc]  # flask-babel has no types
    """What flask-babel asks for the texts of the page's language."""

    def __init__(self, translation: Callable[[str], Translation]) -> None:
        super().__init__()
        self._translation = translation

    def get_translations(self) -> Any:
        """Return the texts of the page's language."""
        return self._translation(str(get_locale() or ENGLISH)).texts


class Catalogues(Babel):  # type: ignore[misc]  # flask-babel has no types
    """flask-babel with catalogues in source; `brought` are those of the country, by language (BCP 47)."""

    def __init__(self, *args: Any, brought: Mapping[str, Path], **options: Any) -> None:
        ours = {path.stem: path for path in sorted(LOCALE.glob("*.po"))}
        self._sources = (brought, ours)
        self._kept: dict[str, Translation] = {}
        self._covered: dict[str, tuple[int, bool]] = {}
        super().__init__(*args, **options)

    @cached_property
    def domain_instance(self) -> Texts:
        """The texts, kept: flask-babel would read every catalogue again for each request."""
        return Texts(self.translation)

    @cached_property
    def all_texts(self) -> frozenset[str]:
        """The English texts of all pages."""
        with (LOCALE / "console.pot").open("rb") as file:
            return frozenset(first_form(message) for message in read_po(file) if message.id)

    def languages(self) -> set[str]:
        """Return the languages (BCP 47) that have a catalogue, of ours or of the country."""
        found = {tag for paths in self._sources for tag in paths}
        return found | {tag for tag, (source, _) in _RESPELLED.items() if source in found}

    def translation(self, language: str) -> Translation:
        """Return the texts of a language (`sr_Latn`), and keep them."""
        if language not in self._kept:
            self._kept[language] = self._read(language)
        return self._kept[language]

    def covered(self, language: str) -> tuple[int, bool]:
        """Return how many texts a language lacks, and whether it is reviewed; keep that, and no text."""
        if language not in self._covered:
            found = self._kept.get(language) or self._read(language)
            self._covered[language] = found.lacking, found.reviewed
        return self._covered[language]

    def _read(self, language: str) -> Translation:
        tag = language.replace("_", "-")
        found = [one for one in (_catalogue(paths, tag) for paths in self._sources) if one]
        texts = NullTranslations()
        for one in found:
            texts.add_fallback(one.translations)
        if language == ENGLISH:
            return Translation(texts)
        texts.add_fallback(Untranslated())
        lacking = self.all_texts.difference(*(one.texts for one in found))
        return Translation(texts, len(lacking), all(one.reviewed for one in found))


def _catalogue(paths: Mapping[str, Path], tag: str) -> Catalogue | None:
    """Return the catalogue of a language; None where there is none, or one that cannot be read."""
    source, respell = (tag, str) if tag in paths else _RESPELLED.get(tag, (tag, str))
    if source not in paths:
        return None
    try:
        found = read_catalogue(paths[source], tag, respell)
    except ValueError as error:
        _log.warning("catalogue_unreadable", language=tag, reason=str(error))
        return None
    if found.problems:
        _log.warning("texts_left_out", language=tag, texts=len(found.problems))
    return found

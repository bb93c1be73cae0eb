"""Texts of printed documents by key and language: Limen's English, and what countries bring."""

from collections.abc import Iterable, Mapping

from limen.plugins.country import Country
from limen.plugins.document_keys import NOT_REVIEWED, TEXTS
from limen.plugins.errors import PluginFailed

DEFAULT = "en"

_NOTE = {DEFAULT: "This translation was made by machine; no native speaker has reviewed it."}


def document_texts(countries: Iterable[Country], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return texts as `limen.printing.two_languages` takes them: key -> language -> text.

    Where two countries bring a text in one language, the first one's stands. A country may word the English
    itself; what none words is Limen's. A plugin that fails brings nothing.
    """
    found: dict[str, dict[str, str]] = {}
    wanted = dict.fromkeys((*languages, DEFAULT))
    for country in countries:
        for language in wanted:
            for key, text in _brought(country, language).items():
                found.setdefault(key, {}).setdefault(language, text)
    for key, text in TEXTS.items():
        found.setdefault(key, {}).setdefault(DEFAULT, text)
    if NOT_REVIEWED in found:
        found[NOT_REVIEWED] = {**found[NOT_REVIEWED], **_NOTE}
    return found


def language_beside_english(country: Country) -> str:
    """Return in which language to write to a country: its first with texts, else its first, else English."""
    spoken = country.profile.languages
    return next((tag for tag in spoken if _brought(country, tag)), next(iter(spoken), DEFAULT))


def _brought(country: Country, language: str) -> Mapping[str, str]:
    try:
        return country.document_texts(language)
    except PluginFailed:
        return {}

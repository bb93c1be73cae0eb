"""Texts of printed documents by key and language: Limen's English, and what countries bring."""

from collections.abc import Iterable, Mapping

from limen.plugins.country import Country
from limen.plugins.document_keys import NOT_REVIEWED, TEXTS
from limen.plugins.errors import PluginFailed
from limen.plugins.host import PluginHost

DEFAULT = "en"

_NOTE = {DEFAULT: "This translation was made by machine; no native speaker has reviewed it."}


def document_texts(countries: Iterable[Country], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return texts as `limen.printing.two_languages` takes them: key -> language -> text.

    Where two countries bring a text in one language, the first one's stands. The first may word the English
    itself; what it does not word is Limen's. A text that nobody has in English, such as a label of another
    form, is left out. A plugin that fails brings nothing.
    """
    found = brought_texts(countries, languages)
    for key, text in TEXTS.items():
        found.setdefault(key, {}).setdefault(DEFAULT, text)
    if NOT_REVIEWED in found:
        found[NOT_REVIEWED] = {**found[NOT_REVIEWED], **_NOTE}
    return {key: known for key, known in found.items() if DEFAULT in known}


def brought_texts(countries: Iterable[Country], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return all that countries bring, whichever document it belongs to: key -> language -> text."""
    found: dict[str, dict[str, str]] = {}
    wanted = set(languages)
    for position, country in enumerate(countries):
        for language in wanted - {DEFAULT} if position else wanted | {DEFAULT}:
            for key, text in _brought(country, language).items():
                found.setdefault(key, {}).setdefault(language, text)
    return found


def language_beside_english(country: Country) -> str:
    """Return the language of a country in which it brings most of Limen's texts, of several its first."""
    return max(
        country.profile.languages, key=lambda tag: len(TEXTS.keys() & _brought(country, tag)), default=DEFAULT
    )


def own_first(host: PluginHost, alpha2: str) -> list[Country]:
    """Return the node's country, then the others that have a plugin: whose language may a person speak."""
    return [host.country(alpha2), *(item for code, item in host.countries.items() if code != alpha2)]


def languages_with_texts(countries: Iterable[Country]) -> list[str]:
    """Return the languages beside English in which these countries bring texts, the first country's first."""
    return list(
        dict.fromkeys(
            tag
            for country in countries
            for tag in country.profile.languages
            if tag != DEFAULT and _brought(country, tag)
        )
    )


def _brought(country: Country, language: str) -> Mapping[str, str]:
    try:
        return country.document_texts(language)
    except PluginFailed:
        return {}

"""Texts of documents and messages in a language: the country's where it has them, else English and marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from limen.plugins.country import Country
from limen.plugins.document_keys import TEXTS
from limen.plugins.errors import PluginFailed

DEFAULT = "en"


@dataclass(frozen=True)
class Text:
    """A text, the language in which it is, and whether that is another one than was asked for."""

    text: str
    language: str
    fallback: bool = False

    def __str__(self) -> str:
        """The text; one that fell back ends in the language that it is in: `Record of hand-over [en]`."""
        return f"{self.text} [{self.language}]" if self.fallback else self.text


class Texts:
    """The texts of one country in one language."""

    def __init__(self, language: str, translated: Mapping[str, str], english: Mapping[str, str]) -> None:
        self.language = language
        self._translated = translated
        self._english = english

    def __getitem__(self, key: str) -> Text:
        """Return the text of a key; KeyError where neither the country nor Limen has such a key."""
        if key in self._translated:
            return Text(self._translated[key], self.language)
        english = self._english[key] if key in self._english else TEXTS[key]
        return Text(english, DEFAULT, fallback=self.language != DEFAULT)

    @property
    def missing(self) -> list[str]:
        """The keys that fall back to English."""
        if self.language == DEFAULT:
            return []
        return [key for key in TEXTS if key not in self._translated]


def texts_of(country: Country, language: str) -> Texts:
    """Return a country's texts in a language (ISO 639). Where its plugin fails, all fall back."""
    return Texts(language, _asked(country, language), _asked(country, DEFAULT))


def _asked(country: Country, language: str) -> Mapping[str, str]:
    try:
        return country.document_texts(language)
    except PluginFailed:
        return {}

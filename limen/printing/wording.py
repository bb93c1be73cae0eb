"""Texts in one language or in two side by side. What nobody translated is shown in English, and marked so."""

from collections.abc import Mapping
from dataclasses import dataclass

from limen.printing.languages import base_of

#: key -> language (BCP 47) -> text; every key has English
Texts = Mapping[str, Mapping[str, str]]

FALLBACK = "en"


@dataclass(frozen=True)
class Label:
    """A text with the language that it is really in; `translated` is false for the English fallback."""

    text: str
    language: str
    translated: bool

    def __str__(self) -> str:
        return self.text if self.translated else f"{self.text} [{self.language}]"


@dataclass(frozen=True)
class Wording:
    """Texts in one language: `wording("surname")`. KeyError for a key that no language has."""

    texts: Texts
    language: str

    def __call__(self, key: str) -> Label:
        """Return the text in this language, or in English and marked."""
        known = self.texts[key]
        for candidate in (self.language, base_of(self.language)):
            if candidate is not None and candidate in known:
                return Label(known[candidate], candidate, translated=True)
        return Label(known[FALLBACK], FALLBACK, translated=False)

    @property
    def missing(self) -> list[str]:
        """The keys that nobody translated into this language."""
        return [key for key in self.texts if not self(key).translated]


@dataclass(frozen=True)
class TwoLanguages:
    """Two wordings of the same texts, side by side."""

    first: Wording
    second: Wording

    def __call__(self, key: str) -> tuple[Label, Label]:
        """Return a text in both languages."""
        return self.first(key), self.second(key)


def two_languages(texts: Texts, first: str, second: str) -> TwoLanguages:
    """Return the texts in two languages side by side; both are BCP 47 tags, for example `de`, `sr-Latn`."""
    return TwoLanguages(Wording(texts, first), Wording(texts, second))

"""Texts in one language or in two side by side. What nobody translated is shown in English, and marked so."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from limen.printing.languages import base_of, direction_of

#: key -> language (BCP 47) -> text; every key has English
Texts = Mapping[str, Mapping[str, str]]

FALLBACK = "en"


@dataclass(frozen=True)
class Label:
    """A text with the language that it is really in; `translated` is false for the English fallback."""

    text: str
    language: str
    translated: bool

    def __html__(self) -> Markup:
        """Return the text for a page: with its language, and visibly marked where it is not translated."""
        direction = direction_of(self.language)
        if self.translated:
            return Markup('<span lang="{}" dir="{}">{}</span>').format(self.language, direction, self.text)
        return Markup(
            '<span lang="{0}" dir="{1}" class="untranslated">{2} <small>[{0}]</small></span>'
        ).format(self.language, direction, self.text)

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

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a text of this key."""
        return key in self.first.texts

    def differ(self, key: str) -> bool:
        """Tell whether both must be shown: they are not one text of one language."""
        first, second = self(key)
        return (first.text, first.translated) != (second.text, second.translated)


def two_languages(texts: Texts, first: str, second: str) -> TwoLanguages:
    """Return the texts in two languages side by side; both are BCP 47 tags, for example `de`, `sr-Latn`."""
    return TwoLanguages(Wording(texts, first), Wording(texts, second))

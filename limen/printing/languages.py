"""Languages as a page needs them: their own name, and the direction in which they run."""

from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

Direction = Literal["ltr", "rtl"]


def locale_of(language: str) -> Locale | None:
    """Return the locale of a BCP 47 tag such as `sr-Latn`, or None for one without locale data."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def direction_of(language: str) -> Direction:
    """Return the direction in which a language is written; `ltr` for an unknown one."""
    locale = locale_of(language)
    return "rtl" if locale and locale.text_direction == "rtl" else "ltr"


def tag_in_pdf(language: str) -> str:
    """Return the language alone: a document says `sr` for `sr-Latn`, whose letters show the rest."""
    return language.split("-")[0]


def base_of(language: str) -> str | None:
    """Return the language of a regional tag, None where the tag asks for another script than is usual.

    `de-CH` is German; `sr-Cyrl` is Serbian as it is usually written, and `sr-Latn` is not.
    """
    base, *rest = language.split("-")
    usual = get_global("likely_subtags").get(base, "").split("_")
    scripts = [part for part in rest if len(part) == 4]
    return base if all(script in usual for script in scripts) else None


def language_name(language: str) -> str:
    """Return a language's own name, for example `français`; the tag itself where none is known."""
    locale = locale_of(language)
    return (locale.get_display_name(locale) if locale else None) or language

"""The language of the pages: chosen by the officer, kept in the session; else English.

Every language with a catalogue can be chosen. Arabic and Persian can be chosen before they have one: the
layout turns, the texts stay English, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, redirect, request, session
from flask_babel import get_babel

from limen.plugins.country import Country
from limen.plugins.errors import PluginFailed
from services.gateway.console.blueprint import console
from services.gateway.console.catalogues import Catalogues, Translation
from services.gateway.console.paths import own_path
from services.gateway.console.untranslated import ENGLISH, mark_untranslated

#: languages that can be chosen without a catalogue, and how each says that it has none
_WITHOUT_CATALOGUE: Final = {
    "ar": "لم تُترجم هذه الصفحات إلى العربية بعد، وهي معروضة بالإنجليزية.",
    "fa": "این صفحه‌ها هنوز به فارسی ترجمه نشده‌اند و به انگلیسی نمایش داده می‌شوند.",
}
_CHOICE: Final = "language"
_KNOWN: Final = "limen.languages"


@dataclass(frozen=True)
class Language:
    """A language that can be chosen. `notice`: what it says of its missing catalogue, where it has none."""

    code: str
    name: str
    direction: str
    notice: str = ""

    @property
    def tag(self) -> str:
        """The language as BCP 47, as a page names it: `sr-Latn`."""
        return self.code.replace("_", "-")


def add_languages(app: Flask, country: Country | None) -> None:
    """Have flask-babel choose the language of each page; `country` is the node's."""
    babel = Catalogues(app, locale_selector=text_language, brought=_brought(country))
    own = country.profile.languages if country else ()
    app.extensions[_KNOWN] = [_language(tag, babel.languages()) for tag in _offered(babel.languages(), own)]
    app.after_request(mark_untranslated)
    app.jinja_env.globals.update(
        languages=languages, chosen_language=chosen, text_language=text_language, translation=translation
    )


def languages() -> list[Language]:
    """Return the languages that can be chosen: English, those of the node's country, then all others."""
    return list(current_app.extensions[_KNOWN])


def chosen() -> Language:
    """Return the language that the officer chose, or English."""
    code = session.get(_CHOICE, ENGLISH)
    return next((item for item in languages() if item.code == code), languages()[0])


def text_language() -> str:
    """Return the language in which the texts are: English where the chosen one has no catalogue."""
    language = chosen()
    return ENGLISH if language.notice else language.code


def translation() -> Translation:
    """Return the texts of the page's language."""
    found: Translation = get_babel().instance.translation(text_language())
    return found


@console.post("/language")
def choose_language() -> Any:
    """Keep the language for this session, and go back to the page."""
    code = request.form.get("language", "")
    if any(item.code == code for item in languages()):
        session[_CHOICE] = code
    return redirect(own_path(request.form.get("next", "")), 303)


def _brought(country: Country | None) -> dict[str, Path]:
    """Return the catalogues of the country in languages that it names as its own and that Babel knows."""
    if country is None:
        return {}
    try:
        brought = country.console_catalogues()
    except PluginFailed:
        return {}
    return {tag: path for tag, path in brought.items() if tag in country.profile.languages and _known(tag)}


def _known(tag: str) -> bool:
    try:
        return bool(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def _offered(translated: set[str], own: Sequence[str]) -> list[str]:
    """Return the languages that can be chosen, each once, in their order."""
    first = [ENGLISH, *(tag for tag in own if tag in translated)]
    return list(dict.fromkeys([*first, *sorted(translated | _WITHOUT_CATALOGUE.keys())]))


def _language(tag: str, translated: set[str]) -> Language:
    locale = Locale.parse(tag, sep="-")
    notice = "" if tag in {ENGLISH, *translated} else _WITHOUT_CATALOGUE[tag]
    return Language(str(locale), locale.get_display_name() or tag, locale.text_direction, notice)

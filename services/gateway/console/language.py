"""The language of the pages: chosen by the officer, kept in the session; else English.

A catalog `translations/<language>/LC_MESSAGES/messages.mo` beside this file adds a language, and so does one
that the plugin of the node's country brings. Arabic and Persian can be chosen before they have one: the
layout turns, the texts stay English, and the page says so.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, redirect, request, session
from flask_babel import get_babel

from limen.plugins.catalogues import Catalogue
from limen.plugins.country import Country
from limen.plugins.errors import PluginFailed
from services.gateway.console.blueprint import console
from services.gateway.console.catalogues import Catalogues, mark_untranslated
from services.gateway.console.paths import own_path

DEFAULT: Final = "en"
CATALOGS: Final = Path(__file__).parent / "translations"
#: languages that can be chosen without a catalog, and how each says that it has none
_WITHOUT_CATALOG: Final = {
    "ar": "لم تُترجم هذه الصفحات إلى العربية بعد، وهي معروضة بالإنجليزية.",
    "fa": "این صفحه‌ها هنوز به فارسی ترجمه نشده‌اند و به انگلیسی نمایش داده می‌شوند.",
}
_CHOICE: Final = "language"
_KNOWN: Final = "limen.languages"


@dataclass(frozen=True)
class Language:
    """A language that can be chosen. `notice`: what it says of its missing catalog, where it has none."""

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
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(CATALOGS))
    Catalogues(app, locale_selector=text_language, brought=_brought(country))
    app.after_request(mark_untranslated)
    app.jinja_env.globals.update(
        languages=languages, chosen_language=chosen, text_language=text_language, catalogue=catalogue
    )


def languages() -> list[Language]:
    """Return the languages that can be chosen, English first. Catalogs are looked for once."""
    kept = current_app.extensions
    if _KNOWN not in kept:
        babel = get_babel().instance
        ours = {str(locale) for locale in babel.list_translations()}
        translated = ours | set(babel.languages()) | {DEFAULT}
        codes = sorted((translated | _WITHOUT_CATALOG.keys()) - {DEFAULT})
        kept[_KNOWN] = [_language(code, code in translated) for code in (DEFAULT, *codes)]
    return list(kept[_KNOWN])


def chosen() -> Language:
    """Return the language that the officer chose, or English."""
    code = session.get(_CHOICE, DEFAULT)
    return next((item for item in languages() if item.code == code), languages()[0])


def text_language() -> str:
    """Return the language in which the texts are: English where the chosen one has no catalog."""
    language = chosen()
    return DEFAULT if language.notice else language.code


def catalogue() -> Catalogue | None:
    """Return the catalogue of the chosen language that the country's plugin brings; None where it is ours."""
    found: Catalogue | None = get_babel().instance.brought(text_language())
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


def _language(code: str, translated: bool) -> Language:
    locale = Locale.parse(code)
    notice = "" if translated else _WITHOUT_CATALOG[code]
    return Language(code, locale.get_display_name() or code, locale.text_direction, notice)

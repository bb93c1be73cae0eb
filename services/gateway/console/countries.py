"""The states that a form offers, by name in the page's language."""

from typing import Final

from flask_babel import gettext as _

from limen.codes import countries, country_name, read_state
from services.gateway.console.language import text_language
from services.gateway.console.showing import country

#: what travel documents print for people who have no country
_NO_COUNTRY: Final = ("XXA", "XXB", "XXC", "XXX")


def country_choices(first: str = "") -> list[tuple[str, str]]:
    """Return every country, with an empty choice before them."""
    language = text_language().replace("_", "-")
    codes = sorted(countries(), key=lambda code: country_name(code, language).casefold())
    return [("", first or _("Choose a country")), *((code, country(code)) for code in codes)]


def nationality_choices() -> list[tuple[str, str]]:
    """Return every country, and before them what a document says of people who have none."""
    (empty, *known) = country_choices(_("Not known or none more"))
    return [empty, *((code, read_state(code).note.capitalize()) for code in _NO_COUNTRY), *known]

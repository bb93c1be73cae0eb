"""Fields in which a state is chosen, by its name in the page's language."""

from typing import Any, Final

from flask_babel import gettext as _
from wtforms import SelectField

from limen.codes import countries, country_name, name_footnote, read_state
from services.gateway.console.language import text_language
from services.gateway.console.showing import note

#: what travel documents print for people who have no country
_NO_COUNTRY: Final = ("XXA", "XXB", "XXC", "XXX")


class CountryField(SelectField):
    """A choice among all countries. The page prints the footnotes to the names that are offered."""

    def __call__(self, **options: Any) -> Any:
        """Render the field."""
        for code in countries():
            note(code)
        return super().__call__(**options)


def country_choices(first: str = "") -> list[tuple[str, str]]:
    """Return every country, with an empty choice before them."""
    language = text_language().replace("_", "-")
    names = {code: country_name(code, language) for code in countries()}
    known = sorted(names.items(), key=lambda item: item[1].casefold())
    marked = [(code, f"{name}*" if name_footnote(code) else name) for code, name in known]
    return [("", first or _("Choose a country")), *marked]


def nationality_choices() -> list[tuple[str, str]]:
    """Return every country, and before them what a document says of people who have none."""
    (empty, *known) = country_choices(_("Not known or none more"))
    return [empty, *((code, read_state(code).note.capitalize()) for code in _NO_COUNTRY), *known]

"""Lists of codes for the fields of forms, each code with its words: languages, currencies, offices."""

from typing import Any

from babel import Locale
from babel.numbers import get_currency_name, list_currencies
from flask_babel import get_locale

from services.gateway.console.asking import read, read_all


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of ISO 639-1 by name, with an empty choice before them."""
    names = (get_locale() or Locale("en")).languages
    known = [(code, f"{name} ({code})") for code, name in names.items() if len(code) == 2]
    return [("", ""), *sorted(known, key=lambda item: item[1].casefold())]


def currency_choices() -> list[tuple[str, str]]:
    """Return the currencies of ISO 4217 by code, with an empty choice before them."""
    locale = get_locale() or Locale("en")
    known = [(code, f"{code} {get_currency_name(code, locale=locale)}") for code in sorted(list_currencies())]
    return [("", ""), *known]


def places_of_cases() -> list[tuple[str, str]]:
    """Return the offices and border posts that may look after cases: code and name."""
    known = {item["code"]: item["name"] for item in [*read_all("registration", "/posts"), *open_offices()]}
    return sorted(known.items())


def open_offices() -> list[dict[str, Any]]:
    """Return the offices that take cases."""
    return [item for item in read("readmission", "/offices")["items"] if not item["closed_at"]]

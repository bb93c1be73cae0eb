"""How pages write dates, moments, states and codes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import format_date, format_datetime
from flask import Flask, g
from flask_babel import get_locale, gettext, ngettext

from limen.clock import from_rfc3339, now
from limen.codes import country_name, is_country, name_footnote, read_state
from limen.partial_dates import InvalidPartialDate, PartialDate
from limen.web.context import web
from services.gateway.console.language import text_language
from services.gateway.console.words import choices, say

#: the last of the seven days of which today is the first
_WEEK = 6


def add_showing(app: Flask) -> None:
    """Give templates what this module has."""
    app.jinja_env.filters.update(
        day=day, moment=moment, partial=partial, country=country, state_code=state_code, due_words=due_words
    )
    app.jinja_env.globals.update(
        say=say,
        choices=choices,
        footnotes=footnotes,
        zone_name=lambda: zone().key,
        overdue=is_overdue,
        by_urgency=by_urgency,
    )


def law_zone() -> ZoneInfo:
    """Return the time zone in which the days of the node's country begin and end for the law."""
    runtime = web().runtime
    country = runtime.settings.country
    calendar = runtime.plugins.country(country).profile.calendar if is_country(country) else None
    return calendar.zone if calendar else ZoneInfo("UTC")


def zone() -> ZoneInfo:
    """Return the time zone in which moments are shown: the one of the country's plugin, else the only one
    that CLDR knows of the country, else UTC.
    """
    counted = law_zone()
    known = get_global("territory_zones").get(web().runtime.settings.country) or ()
    return ZoneInfo(known[0]) if counted.key == "UTC" and len(known) == 1 else counted


def day(text: str | date | None, form: str = "d MMM y") -> str:
    """Write a day, or the day of a moment, in the page's language: 6 Mar 2026."""
    if not text:
        return ""
    return format_date(_day(text), form, locale=get_locale())


def moment(text: str | datetime | None) -> str:
    """Write a moment in the node's time zone: 6 Mar 2026, 09:05."""
    if not text:
        return ""
    when = from_rfc3339(text) if isinstance(text, str) else text
    return format_datetime(when, "d MMM y, HH:mm", tzinfo=zone(), locale=get_locale())


def partial(text: str | None) -> str:
    """Write a date of which only a part may be known (EDTF)."""
    try:
        known = PartialDate.parse(text or "")
    except InvalidPartialDate:
        return gettext("not known")
    if known.year is None:
        return gettext("not known")
    if known.month is None:
        return str(known.year)
    form = "LLLL y" if known.day is None else "d MMMM y"
    return format_date(date(known.year, known.month, known.day or 1), form, locale=get_locale())


def country(code: str | None) -> str:
    """Write a country's name; an asterisk leads to the footnote that the page then prints."""
    if not code:
        return ""
    if not is_country(code):
        return code
    return country_name(code, text_language().replace("_", "-")) + ("*" if note(code) else "")


def note(code: str) -> bool:
    """Have the page print the footnote to a country's name; tell whether there is one."""
    text = name_footnote(code)
    if text:
        g.setdefault("limen_footnotes", {})[code] = text
    return bool(text)


def state_code(code: str | None) -> str:
    """Write a nationality: a country, or what a document prints where there is none."""
    if code and not is_country(code):
        return read_state(code).note.capitalize() or code
    return country(code)


def footnotes() -> list[str]:
    """Return the footnotes to the names that the page has printed so far."""
    return list(g.get("limen_footnotes", {}).values())


def due_words(text: str) -> str:
    """Say in words how far a last day is: overdue, today, tomorrow or in days."""
    days = _days_left(text)
    if days < 0:
        return ngettext("Overdue by %(num)d day", "Overdue by %(num)d days", -days)
    if days == 0:
        return gettext("Due today")
    return ngettext("%(num)d day left", "%(num)d days left", days)


def is_overdue(text: str | None) -> bool:
    """Tell whether a last day has passed."""
    return bool(text) and _days_left(str(text)) < 0


def by_urgency(cases: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return cases, which come by due date, in groups, each with its code in the table `urgency`."""
    return [(code, list(found)) for code, found in groupby(cases, lambda case: _urgency(case["next_due"]))]


def _urgency(due: str | None) -> str:
    if not due:
        return "none"
    days = _days_left(due)
    if days <= 0:
        return "overdue" if days < 0 else "today"
    return "week" if days <= _WEEK else "later"


def _days_left(text: str) -> int:
    return (_day(text) - now().astimezone(law_zone()).date()).days


def _day(text: Any) -> date:
    if isinstance(text, datetime):
        return text.astimezone(zone()).date()
    if isinstance(text, date):
        return text
    return date.fromisoformat(text) if len(text) == 10 else from_rfc3339(text).astimezone(zone()).date()

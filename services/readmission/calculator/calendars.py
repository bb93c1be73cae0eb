"""Calendars with something changed: a part of the country, half-day holidays, single days."""

from collections.abc import Mapping
from typing import Any

from limen.errors import Invalid
from limen.law.calendars import Calendar, Change, Override, WorkingDays, parts_of

_SOURCE = "tried out"


def changed(calendar: WorkingDays, wanted: Mapping[str, Any], where: str) -> WorkingDays:
    """Return a calendar with the changes of `schemas.ChangedCalendar`; `where` points to them in errors."""
    if not wanted:
        return calendar
    if not isinstance(calendar, Calendar):
        raise _refused(where, f"the calendar of {calendar.authority} is a published list and cannot change")
    changes: dict[str, Any] = {"overrides": _overrides(wanted)}
    if part := wanted.get("part"):
        changes["subdivision"] = _part(calendar, part, f"{where}/part")
    if wanted.get("half_days"):
        changes["categories"] = (*calendar.categories, _half_day(calendar, f"{where}/half_days"))
    return calendar.but(**changes)


def _overrides(wanted: Mapping[str, Any]) -> list[Override]:
    return [
        *(Override(day, Change.ADDED, "day off", _SOURCE) for day in wanted.get("days_off", ())),
        *(Override(day, Change.REMOVED, "working day", _SOURCE) for day in wanted.get("worked", ())),
    ]


def _part(calendar: Calendar, part: str, where: str) -> str:
    known = parts_of(calendar.country)
    if part not in known:
        parts = ", ".join(known) or "none"
        raise _refused(where, f"{calendar.authority} has no part {part}; there are: {parts}")
    return part


def _half_day(calendar: Calendar, where: str) -> str:
    from holidays import country_holidays

    if "half_day" not in country_holidays(calendar.country).supported_categories:
        raise _refused(where, f"no half-day holidays of {calendar.authority} are known")
    return "half_day"


def _refused(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": f"#{pointer}", "detail": detail}])

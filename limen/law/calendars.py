"""Calendars: which days an authority works, and why it does not work on the others.

A calendar is the `holidays` library for a country (or one part of it) plus dated overrides with their source.
Its version is pinned in every answer, since a library update or an override can move a date.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version as installed_version
from typing import Any
from zoneinfo import ZoneInfo

from limen.law.cited import content_hash
from limen.law.errors import CalendarUnknown, LawDataInvalid

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: as `date.weekday` numbers it
SUNDAY = 6
#: how the library marks days that follow the moon and are announced only shortly before
_ESTIMATED = re.compile(r" \((observed, )?estimated\)")


class Change(StrEnum):
    """What an override does to a day."""

    #: the authority does not work on this day
    ADDED = "added"
    #: the authority works on this day, whatever the library or the weekend says
    REMOVED = "removed"


@dataclass(frozen=True)
class Override:
    """A day that differs from the library, with the source that says so."""

    day: date
    change: Change
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that is not a working day. `estimated`: a holiday on it follows the moon and may still move."""

    day: date
    why: str
    estimated: bool = False


@dataclass(frozen=True)
class _Year:
    off: dict[int, DayOff]
    working: list[int]


class WorkingDays(ABC):
    """What the deadline engine asks of a calendar. Each year is computed once and kept, as ordinals."""

    authority: str
    time_zone: str

    def __init__(self) -> None:
        self._years: dict[int, _Year] = {}

    @property
    @abstractmethod
    def version(self) -> str:
        """Name what this calendar is made of, so that an answer can say so."""

    @abstractmethod
    def _days_off(self, year: int) -> dict[int, DayOff]:
        """Return the days of `year` that are not working days, by ordinal."""

    @cached_property
    @abstractmethod
    def weekdays(self) -> "WorkingDays":
        """The same holidays with Sunday as the only weekly day off, for texts that count "Werktage"."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which this authority's days begin and end."""
        return ZoneInfo(self.time_zone)

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            off = self._days_off(year)
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            known = _Year(off, [day for day in range(first, last + 1) if day not in off])
            self._years[year] = known
        return known

    def knows(self, day: date) -> bool:
        """Tell whether the holidays of that day's year are known."""
        try:
            self._year(day.year)
        except CalendarUnknown:
            return False
        return True

    def day_off(self, day: date) -> DayOff | None:
        """Return why `day` is not a working day, or None if it is one."""
        return self._year(day.year).off.get(day.toordinal())

    def is_working(self, day: date) -> bool:
        """Tell whether the authority works on `day`."""
        return day.toordinal() not in self._year(day.year).off

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (count from 1)."""
        year = day.year
        working = self._year(year).working
        index = bisect_right(working, day.toordinal()) + count - 1
        while index >= len(working):
            index -= len(working)
            year += 1
            working = self._year(year).working
        return date.fromordinal(working[index])

    def before(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day` (count from 1)."""
        year = day.year
        working = self._year(year).working
        index = bisect_left(working, day.toordinal()) - count
        while index < 0:
            year -= 1
            working = self._year(year).working
            index += len(working)
        return date.fromordinal(working[index])

    def days_off(self, first: date, last: date) -> list[DayOff]:
        """Return the days from `first` to `last`, both included, that are not working days, and why."""
        found = []
        for year in range(first.year, last.year + 1):
            off = self._year(year).off
            low = first.toordinal() if year == first.year else date(year, 1, 1).toordinal()
            high = last.toordinal() if year == last.year else date(year, 12, 31).toordinal()
            if high - low < len(off):
                found += [off[day] for day in range(low, high + 1) if day in off]
            else:
                found += [item for day, item in off.items() if low <= day <= high]
        return found


def parts_of(country: str) -> tuple[str, ...]:
    """Return the codes of the parts of a country whose holidays are known apart, for example SRP of BA."""
    from holidays import list_supported_countries

    return tuple(list_supported_countries(include_aliases=False).get(country, ()))


class Calendar(WorkingDays):
    """The calendar of one authority.

    `country` and `subdivision` are those of the `holidays` library (ISO 3166-1 alpha-2 and XK; for example BA
    with SRP, BIH or BRC). `weekend`: weekdays from Monday = 0, where the library's are wrong. `categories`:
    the kinds of holiday that count as days off, for example "public" and "half_day". `time_zone`: IANA's.
    """

    def __init__(
        self,
        authority: str,
        country: str,
        *,
        subdivision: str | None = None,
        overrides: Iterable[Override] = (),
        weekend: Iterable[int] | None = None,
        categories: Sequence[str] = ("public",),
        time_zone: str = "UTC",
    ) -> None:
        super().__init__()
        self.authority = authority
        self.country = country
        self.subdivision = subdivision
        self.categories = tuple(categories) or ("public",)
        self.weekend = None if weekend is None else frozenset(weekend)
        self.time_zone = time_zone
        self.overrides = tuple(sorted(overrides, key=lambda item: item.day))
        twice = {
            item.day for item in self.overrides if sum(other.day == item.day for other in self.overrides) > 1
        }
        if twice:
            raise LawDataInvalid(authority, [(f"overrides.{day}", "occurs twice") for day in sorted(twice)])

    @cached_property
    def version(self) -> str:
        """Name the library, the part of the country and a digest of everything that was set beside them."""
        settings = {
            "overrides": [[item.day, item.change, item.name, item.source] for item in self.overrides],
            "weekend": None if self.weekend is None else sorted(self.weekend),
            "categories": self.categories,
            "time_zone": self.time_zone,
        }
        place = self.country + (f"-{self.subdivision}" if self.subdivision else "")
        return f"{place}@holidays-{installed_version('holidays')}+{content_hash(settings)[:12]}"

    @cached_property
    def weekdays(self) -> WorkingDays:
        """The same holidays with Sunday as the only weekly day off."""
        return self.but(weekend=(SUNDAY,))

    def but(self, *, overrides: Iterable[Override] = (), **changes: Any) -> "Calendar":
        """Return this calendar with changes (fields of the constructor) and with further overrides.

        An override of a day that has one already takes its place.
        """
        kept = {item.day: item for item in (*self.overrides, *overrides)}
        settings = {
            "authority": self.authority,
            "country": self.country,
            "subdivision": self.subdivision,
            "weekend": self.weekend,
            "categories": self.categories,
            "time_zone": self.time_zone,
        }
        return Calendar(**{**settings, "overrides": kept.values(), **changes})

    def _days_off(self, year: int) -> dict[int, DayOff]:
        names, weekend, worked = self._library(year)
        off: dict[int, DayOff] = {}
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            reasons = [_WEEKDAYS[day.weekday()]] if day.weekday() in weekend and day not in worked else []
            if day in names:
                reasons.append(names[day][0])
            if reasons:
                off[ordinal] = DayOff(day, ", ".join(reasons), day in names and names[day][1])
        for item in self.overrides:
            if item.day.year == year:
                off.pop(item.day.toordinal(), None)
                if item.change is Change.ADDED:
                    off[item.day.toordinal()] = DayOff(item.day, f"{item.name} ({item.source})")
        return dict(sorted(off.items()))

    def _library(self, year: int) -> tuple[dict[date, tuple[str, bool]], frozenset[int], set[date]]:
        """Return the named days (and: is it estimated), the weekend, and the weekend days that are worked."""
        import holidays  # takes a tenth of a second, and most processes never ask

        names: dict[date, tuple[str, bool]] = {}
        try:
            for category in self.categories:
                found = holidays.country_holidays(
                    self.country, subdiv=self.subdivision, years=year, categories=category, language="en_US"
                )
                kind = f"{category.replace('_', '-')} holiday"
                for day, name in found.items():
                    plain_name = _ESTIMATED.sub("", name)
                    estimated = plain_name != name
                    mark = " (estimated date)" if estimated else ""
                    names.setdefault(day, (f"{kind}: {plain_name}{mark}", estimated))
        except (NotImplementedError, ValueError) as error:
            raise LawDataInvalid(self.authority, [("calendar", str(error))]) from error
        if not found.start_year <= year <= found.end_year:
            raise CalendarUnknown(
                f"The calendar of {self.authority} has no holidays for {year}: "
                f"the library knows those of {self.country} from {found.start_year} to {found.end_year}."
            )
        weekend = self.weekend if self.weekend is not None else frozenset(found.weekend)
        return names, weekend, set(found.weekend_workdays)


class BothCalendars(WorkingDays):
    """The days on which two authorities both work. Days begin and end in the time zone of the first."""

    def __init__(self, first: WorkingDays, second: WorkingDays) -> None:
        super().__init__()
        self.parts = (first, second)
        self.authority = f"{first.authority} and {second.authority}"
        self.time_zone = first.time_zone

    @cached_property
    def version(self) -> str:
        """Name the versions of both."""
        return " & ".join(part.version for part in self.parts)

    @cached_property
    def weekdays(self) -> WorkingDays:
        """The days that are weekdays for both."""
        return BothCalendars(*(part.weekdays for part in self.parts))

    def _days_off(self, year: int) -> dict[int, DayOff]:
        first, second = (part._year(year).off for part in self.parts)
        merged: dict[int, DayOff] = {}
        for ordinal in sorted(first.keys() | second.keys()):
            pairs = [
                (part, off[ordinal])
                for part, off in zip(self.parts, (first, second), strict=True)
                if ordinal in off
            ]
            if len(pairs) == 2 and pairs[0][1].why == pairs[1][1].why:
                why = pairs[0][1].why
            else:
                why = "; ".join(f"{item.why} ({part.authority})" for part, item in pairs)
            estimated = any(item.estimated for _, item in pairs)
            merged[ordinal] = DayOff(pairs[0][1].day, why, estimated)
        return merged


class Calendars:
    """The calendars of the two sides of a case, and both together."""

    def __init__(self, requesting: WorkingDays, requested: WorkingDays) -> None:
        self.requesting = requesting
        self.requested = requested

    @cached_property
    def both(self) -> WorkingDays:
        """The days on which both sides work; days begin and end where the requested side is."""
        return BothCalendars(self.requested, self.requesting)

    def of(self, side: str) -> WorkingDays:
        """Return the calendar of `requesting`, `requested` or `both`."""
        if side == "both":
            return self.both
        return self.requesting if side == "requesting" else self.requested

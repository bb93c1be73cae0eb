"""A calendar for a state that the `holidays` library lacks: its own published lists, year by year."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property

from limen.law.calendars import SUNDAY, DayOff, WorkingDays
from limen.law.cited import content_hash
from limen.law.errors import CalendarUnknown

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class PublishedCalendar(WorkingDays):
    """The weekend, and the holidays of the years that were published.

    `holidays` maps a year to its days and their names; a year without an entry is unknown, never free of
    holidays. `weekend`: weekdays from Monday = 0. `source`: where the lists were published.
    """

    def __init__(
        self,
        authority: str,
        holidays: Mapping[int, Mapping[date, str]],
        *,
        weekend: Iterable[int],
        source: str,
        time_zone: str = "UTC",
    ) -> None:
        super().__init__()
        self.authority = authority
        self.time_zone = time_zone
        self.weekend = frozenset(weekend)
        self.source = source
        self._published = {year: dict(days) for year, days in holidays.items()}
        for year, days in self._published.items():
            for day in days:
                if day.year != year:
                    raise ValueError(f"holidays.{year}: {day} lies in another year")

    @cached_property
    def version(self) -> str:
        """Name the source and a digest of the weekend and the published days."""
        content = {
            "holidays": [[day, name] for days in self._published.values() for day, name in days.items()],
            "weekend": sorted(self.weekend),
            "time_zone": self.time_zone,
        }
        return f"{self.source}+{content_hash(content)[:12]}"

    @cached_property
    def weekdays(self) -> "PublishedCalendar":
        """The same holidays with Sunday as the only weekly day off."""
        return PublishedCalendar(
            self.authority,
            self._published,
            weekend=(SUNDAY,),
            source=self.source,
            time_zone=self.time_zone,
        )

    def _days_off(self, year: int) -> dict[int, DayOff]:
        if year not in self._published:
            known = ", ".join(str(item) for item in sorted(self._published)) or "no year"
            raise CalendarUnknown(
                f"The calendar of {self.authority} has no holidays for {year}: published are {known}."
            )
        names = self._published[year]
        off: dict[int, DayOff] = {}
        day = date(year, 1, 1)
        while day.year == year:
            reasons = [_WEEKDAYS[day.weekday()]] if day.weekday() in self.weekend else []
            reasons += [f"{names[day]} ({self.source})"] if day in names else []
            if reasons:
                off[day.toordinal()] = DayOff(day, ", ".join(reasons))
            day += timedelta(days=1)
        return off

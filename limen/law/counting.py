"""Counting periods: days, working days, months and years, forwards and backwards. Pure, and fast.

Months and years end on the day with the number of the day of the event, or on the last day of a shorter
month; where the day of the event counts, they end a day earlier, unless the month was too short already.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from limen.law.calendars import WorkingDays
from limen.law.time_limit import Extension, ExtensionKind, Quantity, TimeLimit, Unit

_DAY = timedelta(days=1)
#: the units that pass over days off
SKIPPING = (Unit.WORKING_DAY, Unit.WEEKDAY)


class Reading(NamedTuple):
    """How a limit is read once nothing is left unstated. `day_unit`: what a plain "day" means."""

    included: bool
    rolls: bool
    day_unit: Unit
    calendar: WorkingDays

    def unit(self, quantity: Quantity) -> Unit:
        """Return the unit in which `quantity` is counted under this reading."""
        return self.day_unit if quantity.unit is Unit.DAY else quantity.unit

    def days(self, unit: Unit) -> WorkingDays:
        """Return the calendar whose working days `unit` counts: Saturdays are weekdays too."""
        return self.calendar.weekdays if unit is Unit.WEEKDAY else self.calendar


@dataclass(frozen=True)
class Obstacle:
    """What stood in the way, for extensions that last as long as an obstacle; `ended` is its last day."""

    began: date
    ended: date


@dataclass(frozen=True, slots=True)
class Run:
    """The days that a limit passes on its way: each end is that of the piece before, lengthened.

    `plain`: without extension; `extended`: with it; `added`: with the second piece; `last`: under the cap;
    `due`: after rolling.
    """

    begin: date
    plain: date
    extended: date
    added: date
    last: date
    due: date


def run(limit: TimeLimit, begin: date, reading: Reading, extended: bool, obstacle: Obstacle | None) -> Run:
    """Count `limit` (in days or longer) from the day of its event."""
    amount = limit.amount
    assert amount is not None
    plain = count(begin, amount, reading)
    end = plain
    if extended and limit.extension:
        end = _extended(limit.extension, amount, begin, plain, reading, obstacle)
    added = count_on(end, limit.plus, reading) if limit.plus else end
    last = min(added, count(begin, limit.latest, reading)) if limit.latest else added
    due = last
    if reading.rolls and not reading.calendar.is_working(last):
        due = reading.calendar.after(last, 1)
    return Run(begin, plain, end, added, last, due)


def run_back(limit: TimeLimit, event: date, reading: Reading) -> Run:
    """Count `limit` backwards from its event; rolling never gives less notice than the text does."""
    assert limit.amount is not None
    last = count_back(event, limit.amount, reading)
    due = last
    if reading.rolls and not reading.calendar.is_working(last):
        due = reading.calendar.before(last, 1)
    return Run(event, last, last, last, last, due)


def _extended(
    extension: Extension,
    amount: Quantity,
    begin: date,
    plain: date,
    reading: Reading,
    obstacle: Obstacle | None,
) -> date:
    more = extension.amount
    if extension.kind is ExtensionKind.TO_TOTAL:
        assert more is not None
        return max(plain, count(begin, more, reading))
    if extension.kind is ExtensionKind.BY:
        assert more is not None
        together = _sum(amount, more)
        return count(begin, together, reading) if together else count_on(plain, more, reading)
    assert obstacle is not None
    if extension.kind is ExtensionKind.TIME_NEEDED:
        return plain + (obstacle.ended - obstacle.began + _DAY)
    return max(plain, count_on(obstacle.ended, more, reading) if more else obstacle.ended)


def _sum(first: Quantity, second: Quantity) -> Quantity | None:
    """Add two quantities where that is exact: 31 January + 2 months is 31 March, not 28 March."""
    if first.unit is second.unit:
        return Quantity(first.value + second.value, first.unit)
    if {first.unit, second.unit} == {Unit.MONTH, Unit.YEAR}:
        return Quantity(_months(first) + _months(second), Unit.MONTH)
    return None


def _months(quantity: Quantity) -> int:
    return quantity.value * 12 if quantity.unit is Unit.YEAR else quantity.value


def count(begin: date, quantity: Quantity, reading: Reading) -> date:
    """Return the last day of a period that begins with the event on `begin`."""
    unit = reading.unit(quantity)
    if unit is Unit.CALENDAR_DAY:
        return begin + timedelta(days=quantity.value - reading.included)
    if unit in SKIPPING:
        return reading.days(unit).after(begin - _DAY if reading.included else begin, quantity.value)
    end, short = add_months(begin, _months(quantity))
    return end - _DAY if reading.included and not short else end


def count_on(end: date, quantity: Quantity, reading: Reading) -> date:
    """Return the last day of a further piece that follows the day `end`."""
    unit = reading.unit(quantity)
    if unit is Unit.CALENDAR_DAY:
        return end + timedelta(days=quantity.value)
    if unit in SKIPPING:
        return reading.days(unit).after(end, quantity.value)
    return add_months(end, _months(quantity))[0]


def count_back(event: date, quantity: Quantity, reading: Reading) -> date:
    """Return the last day that lies the whole period before the event."""
    unit = reading.unit(quantity)
    if unit is Unit.CALENDAR_DAY:
        return event - timedelta(days=quantity.value - reading.included)
    if unit in SKIPPING:
        return reading.days(unit).before(event + _DAY if reading.included else event, quantity.value)
    start, short = add_months(event, -_months(quantity))
    return start + _DAY if reading.included and not short else start


def add_months(day: date, months: int) -> tuple[date, bool]:
    """Return the day with the same number `months` later, and whether the month was too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length)), day.day > length


def run_hours(limit: TimeLimit, begin: datetime, extended: bool) -> tuple[datetime, datetime]:
    """Count `limit` in hours: the moment at which it ends without and with its extension."""
    assert limit.amount is not None
    sign = -1 if limit.runs == "before" else 1
    plain = begin + timedelta(hours=sign * limit.amount.value)
    more = limit.extension.amount if extended and limit.extension else None
    if more is None or limit.extension is None:
        return plain, plain
    if limit.extension.kind is ExtensionKind.BY:
        return plain, plain + timedelta(hours=more.value)
    return plain, max(plain, begin + timedelta(hours=more.value))

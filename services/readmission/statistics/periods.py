"""The periods of reports: a whole month, quarter or year of the calendar, and only one that is over.

Free periods overlap, and the difference of two reports tells what happened to a few. These do not: a month
lies in one quarter, a quarter in one year. A period that still runs changes from day to day.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from limen.clock import today
from limen.errors import Invalid

PATTERN: Final = r"^(19|20|21)\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?$"
_FIRST_YEAR: Final = 1990


def check_period(period: str) -> str:
    """Return a period (2026-03, 2026-Q1 or 2026); Invalid where it is none, or is not over."""
    if not re.match(PATTERN, period) or int(period[:4]) < _FIRST_YEAR:
        raise _wrong(f"must be a month, quarter or year since {_FIRST_YEAR}: 2026-03, 2026-Q1 or 2026")
    if end_of(period) > today():
        raise _wrong("must be over: a report of a period that still runs would change from day to day")
    return period


def levels_of(period: str) -> list[Sequence[str]]:
    """Return what a period is made of: its months, then its quarters, then the year, as far as it goes."""
    year = period[:4]
    if len(period) == 4:
        quarters = [f"{year}-Q{number}" for number in range(1, 5)]
        return [[month for quarter in quarters for month in _months(quarter)], quarters, [year]]
    return [_months(period), [period]] if is_quarter(period) else [[period]]


def parent_of(period: str) -> str:
    """Return the quarter of a month, the year of a quarter."""
    year, _, part = period.partition("-")
    return year if is_quarter(period) else f"{year}-Q{(int(part) + 2) // 3}"


def is_quarter(period: str) -> bool:
    """Tell whether a period is a quarter."""
    return "Q" in period


def is_month(period: str) -> bool:
    """Tell whether a period is a month."""
    return len(period) == 7 and not is_quarter(period)


def first_of(period: str) -> date:
    """Return the first day of a period."""
    return date.fromisoformat(f"{levels_of(period)[0][0]}-01")


def end_of(period: str) -> date:
    """Return the first day after a period."""
    last = date.fromisoformat(f"{levels_of(period)[0][-1]}-01")
    return date(last.year + last.month // 12, last.month % 12 + 1, 1)


def _months(period: str) -> list[str]:
    year, quarter = period[:4], int(period[-1])
    return [f"{year}-{month:02d}" for month in range(3 * quarter - 2, 3 * quarter + 1)]


def _wrong(rule: str) -> Invalid:
    errors: list[dict[str, Any]] = [{"parameter": "period", "detail": rule}]
    return Invalid(errors=errors)

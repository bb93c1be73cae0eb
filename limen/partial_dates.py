"""Dates of which only a part may be known, as birth dates on travel documents and in people's own words are.

The text form is EDTF (ISO 8601-2), levels 0 and 1: `1974-08-12`, `1974-08`, `1974`, and `XXXX` where nothing
is known. `1974-XX-XX` is read as `1974`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from limen.errors import Invalid

_EDTF = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?")


class InvalidPartialDate(Invalid, ValueError):
    """The date is not one that can exist."""


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class AgeRange(NamedTuple):
    """The ages in full years that a person may have: `least` equals `most` when the age is certain."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, to the month, to the year, or not at all.

    A day needs its month and a month its year; the parts must make a date of the calendar (years 1 to 9999).
    Two are equal when the same parts are known and the same; ask `could_equal` whether they may be one day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        year, month, day = self.year, self.month, self.day
        if year is None:
            if month is not None or day is not None:
                raise InvalidPartialDate("date: a month or day needs its year")
        elif not 1 <= year <= 9999:
            raise InvalidPartialDate("date: the year must be from 0001 to 9999")
        elif month is None:
            if day is not None:
                raise InvalidPartialDate("date: a day needs its month")
        elif not 1 <= month <= 12:
            raise InvalidPartialDate("date: the month must be from 01 to 12")
        elif day is not None and not 1 <= day <= (28 if day <= 28 else monthrange(year, month)[1]):
            raise InvalidPartialDate("date: the month does not have this day")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read the EDTF form. Raise InvalidPartialDate for another form or an impossible date."""
        match = _EDTF.fullmatch(text)
        if not match:
            raise InvalidPartialDate("date: must be written as 1974-08-12, 1974-08, 1974 or XXXX")
        year, month, day = (int(part) if part and part.isdecimal() else None for part in match.groups())
        return cls(year, month, day)

    @classmethod
    def from_date(cls, day: date) -> "PartialDate":
        """Return the date known to the day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """Write the shortest EDTF form."""
        if self.day is not None:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.month is not None:
            return f"{self.year:04}-{self.month:02}"
        return "XXXX" if self.year is None else f"{self.year:04}"

    @property
    def precision(self) -> Precision:
        """How much is known."""
        if self.day is not None:
            return Precision.DAY
        if self.month is not None:
            return Precision.MONTH
        return Precision.UNKNOWN if self.year is None else Precision.YEAR

    @property
    def earliest(self) -> date | None:
        """The first day that it may be; None when nothing is known."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date | None:
        """The last day that it may be; None when nothing is known."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def as_date(self) -> date | None:
        """Return the day when it is known, else None."""
        return self.earliest if self.precision is Precision.DAY else None

    def could_equal(self, other: "PartialDate") -> bool:
        """Tell whether both may be the same day; what is not known fits everything."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)

    def age_range(self, on: date) -> AgeRange | None:
        """Return the ages in full years that a person born on this date may have on a day.

        Who is born on 29 February turns a year older on 1 March of a common year.
        None when nothing is known. Raise InvalidPartialDate when the birth lies wholly after the day.
        """
        if self.earliest is None or self.latest is None:
            return None
        if self.earliest > on:
            raise InvalidPartialDate("date: a birth date must not lie after the day of the age")
        return AgeRange(_full_years(min(self.latest, on), on), _full_years(self.earliest, on))


def _full_years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

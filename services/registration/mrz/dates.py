"""Dates of a zone: six characters YYMMDD, with fillers for what is not known, and no century."""

from datetime import date

from limen.partial_dates import InvalidPartialDate, PartialDate
from services.registration.mrz.zone import Problem, Rule, in_words

#: No travel document is valid longer; a later year is one of the century before.
_LONGEST_VALIDITY = 50


def read_birth_date(text: str, today: date, problems: list[Problem]) -> PartialDate:
    """Return the latest date that fits and is not in the future. (Two digits cannot tell age 4 from 104.)"""
    year = _year_of(text, today.year - today.year % 100)
    if year and (year > today.year or (year == today.year and _month_and_day(text) > f"{today:%m%d}")):
        year -= 100
    return _read("birth_date", text, year, problems)


def read_expiry_date(text: str, today: date, problems: list[Problem]) -> PartialDate:
    """Return the date that fits from 50 years ago to 50 years ahead."""
    year = _year_of(text, today.year - today.year % 100)
    if year and year > today.year + _LONGEST_VALIDITY:
        year -= 100
    elif year and year <= today.year - _LONGEST_VALIDITY:
        year += 100
    return _read("expiry_date", text, year, problems)


def _year_of(text: str, century: int) -> int | None:
    return century + int(text[:2]) if text[:2].isdecimal() else None


def _month_and_day(text: str) -> str:
    """The earliest that they may be."""
    return text[2:].replace("<", "0")


def _read(field: str, text: str, year: int | None, problems: list[Problem]) -> PartialDate:
    """Read as much as can be: the year alone if the month is wrong, the month if the day is."""
    month, day = text[2:4], text[4:]
    if not text.isdecimal() and text.strip("0123456789<"):
        message = f"The {in_words(field)} has a letter where only digits and fillers can be."
        problems.append(Problem(field, Rule.CHARACTER, message))
    if year is None or not month.isdecimal():
        if day.strip("<") or (year is None and month.strip("<")):
            message = (
                f"The {in_words(field)} has a month or day, but no year or month before it that can be read."
            )
            problems.append(Problem(field, Rule.DATE, message))
        return PartialDate(year)
    try:
        return PartialDate(year, int(month), int(day) if day.isdecimal() else None)
    except InvalidPartialDate:
        if month == day == "00":
            message = f"The {in_words(field)} has zeros where fillers must mark an unknown month and day."
        else:
            message = f"The {in_words(field)} is not a day of the calendar."
        problems.append(Problem(field, Rule.DATE, message))
        return PartialDate(year, int(month)) if 1 <= int(month) <= 12 else PartialDate(year)

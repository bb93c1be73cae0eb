"""Calendars say which days are worked, and why the others are not."""

import subprocess
import sys
from datetime import date

import pytest

from limen.law.calendars import BothCalendars, Calendar, Calendars, Change, Override
from limen.law.errors import CalendarUnknown, LawDataInvalid
from limen.plugins import PublishedCalendar
from tests.limen.law.build import calendar


def test_a_weekend_and_a_holiday_are_named() -> None:
    """An officer reads why."""
    ch = calendar("CH")
    assert ch.day_off(date(2026, 3, 7)).why == "Saturday"
    assert ch.day_off(date(2026, 12, 25)).why == "public holiday: Christmas Day"
    assert ch.day_off(date(2026, 8, 1)).why == "Saturday, public holiday: National Day"
    assert ch.day_off(date(2026, 3, 6)) is None


def test_a_holiday_that_follows_the_moon_is_marked_as_an_estimate() -> None:
    """And one that does not is not."""
    ba = calendar("BA")
    eid = ba.day_off(date(2026, 3, 20))
    assert eid.estimated
    assert eid.why == "public holiday: Eid al-Fitr (estimated date)"
    assert not ba.day_off(date(2026, 5, 1)).estimated


def test_an_override_that_confirms_an_estimate_makes_it_certain() -> None:
    """The government announced the day."""
    confirmed = Override(date(2026, 3, 20), Change.ADDED, "Eid al-Fitr", "notice 12/2026")
    found = Calendar("BA", "BA", overrides=[confirmed]).day_off(date(2026, 3, 20))
    assert (found.estimated, found.why) == (False, "Eid al-Fitr (notice 12/2026)")


def test_an_override_can_make_a_holiday_or_a_saturday_a_working_day() -> None:
    """For example when a day is moved."""
    moved = [
        Override(date(2026, 5, 1), Change.REMOVED, "worked", "decree 3"),
        Override(date(2026, 3, 7), Change.REMOVED, "worked", "decree 3"),
    ]
    changed = Calendar("BA", "BA", overrides=moved)
    assert changed.is_working(date(2026, 5, 1))
    assert changed.is_working(date(2026, 3, 7))
    assert not changed.is_working(date(2026, 3, 14))


def test_two_overrides_of_one_day_are_refused() -> None:
    """Which of them would hold?"""
    twice = [Override(date(2026, 5, 1), change, "x", "y") for change in Change]
    with pytest.raises(LawDataInvalid, match=r"overrides\.2026-05-01: occurs twice"):
        Calendar("BA", "BA", overrides=twice)


def test_an_entity_of_bosnia_and_herzegovina_has_holidays_of_its_own() -> None:
    """Republika Srpska keeps Orthodox Easter Monday; the state as a whole does not."""
    orthodox_easter_monday = date(2026, 4, 13)
    assert calendar("BA").is_working(orthodox_easter_monday)
    assert not calendar("BA", "SRP").is_working(orthodox_easter_monday)
    assert calendar("BA").version != calendar("BA", "SRP").version


def test_a_part_that_the_country_does_not_have_is_refused_with_the_reason() -> None:
    """A misspelt part must not silently mean the whole country."""
    with pytest.raises(LawDataInvalid, match="BA: calendar: "):
        Calendar("BA", "BA", subdivision="NOWHERE").is_working(date(2026, 1, 1))
    with pytest.raises(LawDataInvalid, match="ZZ: calendar: "):
        Calendar("ZZ", "ZZ").is_working(date(2026, 1, 1))


def test_a_year_that_the_library_does_not_know_is_refused_rather_than_free_of_holidays() -> None:
    """Before Kosovo was a country of the library."""
    with pytest.raises(CalendarUnknown, match=r"XK has no holidays for 2001: .* from 2009"):
        Calendar("XK", "XK").is_working(date(2001, 1, 3))


def test_a_weekend_day_that_a_country_works_is_a_working_day() -> None:
    """Uzbekistan works on Saturday 12 December 2026, for a day off that was moved to the end of the year."""
    uz = Calendar("UZ", "UZ")
    assert uz.is_working(date(2026, 12, 12))
    assert not uz.is_working(date(2026, 12, 19))


def test_another_weekend_replaces_the_library_s() -> None:
    """The library's weekend of Afghanistan is disputed; a plugin may set it."""
    friday, saturday = date(2026, 2, 6), date(2026, 2, 7)
    assert Calendar("XK", "XK", weekend=[4]).day_off(friday).why == "Friday"
    assert Calendar("XK", "XK", weekend=[4]).is_working(saturday)


def test_half_day_holidays_count_as_days_off_only_where_the_calendar_says_so() -> None:
    """1 May is half a day in the canton of Solothurn."""
    day = date(2026, 5, 1)
    assert Calendar("SO", "CH", subdivision="SO").is_working(day)
    both = Calendar("SO", "CH", subdivision="SO", categories=["public", "half_day"])
    assert both.day_off(day).why == "half-day holiday: Labor Day"


def test_both_calendars_work_only_when_both_work_and_say_whose_day_off_it_is() -> None:
    """A shared weekend is named once."""
    both = BothCalendars(calendar("NL"), calendar("BA"))
    assert both.day_off(date(2026, 4, 27)).why == "public holiday: King's Day (NL)"
    assert both.day_off(date(2026, 4, 10)).why == "public holiday: Orthodox Good Friday (BA)"
    assert both.day_off(date(2026, 3, 7)).why == "Saturday"
    assert both.day_off(date(2026, 3, 20)).estimated
    assert not both.day_off(date(2026, 4, 27)).estimated
    assert both.version == f"{calendar('NL').version} & {calendar('BA').version}"


def test_the_version_names_the_library_and_changes_with_every_setting() -> None:
    """What is pinned in an answer tells two calendars apart."""
    made = [
        Calendar("BA", "BA"),
        Calendar("BA", "BA", time_zone="Europe/Sarajevo"),
        Calendar("BA", "BA", weekend=[5]),
        Calendar("BA", "BA", overrides=[Override(date(2026, 3, 10), Change.ADDED, "Day", "decree 1")]),
        Calendar("BA", "BA", overrides=[Override(date(2026, 3, 10), Change.ADDED, "Day", "decree 2")]),
    ]
    versions = {item.version for item in made}
    assert len(versions) == len(made)
    assert all(version.startswith("BA@holidays-0.") for version in versions)
    assert Calendar("BA", "BA").version == made[0].version


def test_counting_working_days_goes_over_the_turn_of_the_year_in_both_directions() -> None:
    """Forwards and backwards meet."""
    ch = calendar("CH")
    start = date(2026, 12, 30)
    for count in (1, 5, 260, 600):
        later = ch.after(start, count)
        assert ch.before(later, count) == start
        assert ch.is_working(later)


def test_the_holidays_library_is_not_loaded_before_a_calendar_is_asked() -> None:
    """It is slow, and most processes never ask."""
    script = (
        "import sys, limen.law.deadline, limen.law.calendars as c;"
        "k = c.Calendar('BA', 'BA'); k.version; assert 'holidays' not in sys.modules;"
        "import datetime; k.is_working(datetime.date(2026, 1, 1)); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_on_weekdays_only_sundays_and_holidays_are_free_also_for_two_sides_and_for_published_lists() -> None:
    """2 May 2026 is a Saturday, a holiday in Bosnia and Herzegovina and none in Switzerland."""
    saturday, holiday, sunday = date(2026, 3, 7), date(2026, 5, 2), date(2026, 5, 3)
    swiss, bosnian = calendar("CH").weekdays, calendar("BA").weekdays
    both = Calendars(calendar("CH"), calendar("BA")).both.weekdays
    listed = PublishedCalendar("Ruritania", {2026: {holiday: "Labour Day"}}, weekend=(5, 6), source="No. 1")
    assert [item.is_working(saturday) for item in (swiss, bosnian, both, listed.weekdays)] == [True] * 4
    assert [item.is_working(holiday) for item in (swiss, bosnian, both, listed.weekdays)] == [
        True,
        False,
        False,
        False,
    ]
    assert not any(item.is_working(sunday) for item in (swiss, bosnian, both, listed.weekdays))
    assert not listed.is_working(saturday)

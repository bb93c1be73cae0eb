"""The picture of a computation shows the days that the words name."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.law.deadline import Readings, compute, latest_before
from limen.law.strip import Mark, strip
from tests.limen.law.build import POLICY, calendars, limit
from tests.limen.law.test_deadline_properties import computed, starts


def marks(found: Any) -> str:
    """One letter a day: e, c, s or d."""
    return "".join(item.mark.value[0] for item in strip(found))


def test_working_days_are_counted_around_the_weekend() -> None:
    """Three working days from Friday 6 March 2026 end on Wednesday."""
    found = compute(limit(value=3, unit="working_day"), date(2026, 3, 6), calendars("BA", "CH"), POLICY)
    assert marks(found) == "esscc" + "d"
    days = strip(found)
    assert [item.counted for item in days] == [0, 0, 0, 1, 2, 3]
    assert (days[1].why, days[3].why) == ("Saturday", None)


def test_a_last_day_that_moves_is_shown_as_passed_over_and_was_counted_all_the_same() -> None:
    """The fifteenth calendar day is a Saturday; the limit ends on Monday, still after fifteen days."""
    rolls = limit(value=15, unit="calendar_day", on_non_working_day="rolls_forward")
    found = compute(rolls, date(2026, 3, 6), calendars("BA", "CH"), POLICY)
    assert marks(found) == "e" + "c" * 14 + "ss" + "d"
    assert [item.counted for item in strip(found)][-3:] == [15, 15, 15]


def test_the_day_of_the_event_is_counted_where_the_reading_says_so() -> None:
    """A single day that includes the day of receipt begins and ends on it."""
    included = limit(value=2, unit="calendar_day", first_day="included")
    assert marks(compute(included, date(2026, 3, 5), calendars(), POLICY)) == "cd"


def test_a_limit_counted_backwards_begins_with_its_last_day() -> None:
    """Notice three working days before Monday 9 March is due on Wednesday 4 March."""
    notice = limit("advance_notice", value=3, unit="working_day", runs="before", start="planned_transfer")
    found = latest_before(notice, date(2026, 3, 9), calendars("BA", "CH"), POLICY)
    assert marks(found) == "dccsse"
    assert [item.day.day for item in strip(found)] == [4, 5, 6, 7, 8, 9]


def test_months_and_hours_have_a_picture_too() -> None:
    """Every day of a month lies between; two days of hours are three days of a calendar."""
    month = compute(limit(value=1, unit="month"), date(2026, 1, 31), calendars(), POLICY)
    assert len(strip(month)) == 29
    hours = compute(
        limit(value=48, unit="hour"), datetime(2026, 3, 6, 10, tzinfo=UTC), calendars("BA", "CH"), POLICY
    )
    assert marks(hours) == "ecd"


def test_an_estimated_holiday_is_marked_in_the_picture() -> None:
    """Eid al-Fitr 2026 is computed by the library, not announced yet."""
    found = compute(limit(value=10, unit="working_day"), date(2026, 3, 13), calendars("CH", "BA"), POLICY)
    assert [item.day for item in strip(found) if item.estimated] == [date(2026, 3, 20)]


@given(computed())
def test_the_picture_runs_from_the_event_to_the_last_day_without_a_gap(found: Any) -> None:
    """And only the last day is the last."""
    days = strip(found)
    assert days[0].day == found.start
    assert days[-1].day == found.due
    assert [item.mark for item in days].count(Mark.DUE) == 1
    assert [(after.day - before.day) for before, after in pairwise(days)] == [timedelta(days=1)] * (
        len(days) - 1
    )
    assert days[-1].as_dict()["day"] == found.due.isoformat()


@given(
    st.integers(1, 60),
    st.sampled_from(["calendar_day", "working_day", "weekday"]),
    st.sampled_from(["excluded", "included"]),
    st.sampled_from(["stays", "rolls_forward"]),
    starts,
)
def test_as_many_days_are_counted_in_the_picture_as_the_text_says(
    value: int, unit: str, first_day: str, on_non_working_day: str, start: date
) -> None:
    """Whether the event's day counts, and whether the last day moves."""
    text = limit(value=value, unit=unit, first_day=first_day, on_non_working_day=on_non_working_day)
    found = compute(text, start, calendars("CH", "BA"), Readings("excluded", "stays"))
    assert strip(found)[-1].counted == value


@pytest.mark.parametrize("unit", ["calendar_day", "working_day"])
def test_an_extension_lengthens_the_picture(unit: str) -> None:
    """Five days by five are ten."""
    text = limit(value=5, unit=unit, extension={"kind": "by", "value": 5, "unit": unit})
    assert strip(compute(text, date(2026, 3, 2), calendars("BA", "CH"), POLICY, True))[-1].counted == 10

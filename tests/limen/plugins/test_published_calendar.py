"""A calendar from published lists knows the years that were published, and says so of the others."""

from datetime import date

import pytest

from limen.law.errors import CalendarUnknown
from limen.plugins import PublishedCalendar

HOLIDAYS = {2026: {date(2026, 6, 24): "Midsummer", date(2026, 6, 27): "Fair"}}


def calendar(**changes):
    values = {"holidays": HOLIDAYS, "weekend": [5, 6], "source": "decrees", **changes}
    return PublishedCalendar("Utopia", **values)


def test_weekends_and_holidays_are_off_with_their_reasons():
    found = calendar().days_off(date(2026, 6, 22), date(2026, 6, 28))
    assert [(item.day.day, item.why) for item in found] == [
        (24, "Midsummer (decrees)"),
        (27, "Saturday, Fair (decrees)"),
        (28, "Sunday"),
    ]


def test_working_days_are_counted_over_a_holiday():
    assert calendar().after(date(2026, 6, 23), 2) == date(2026, 6, 26)


def test_a_year_that_was_not_published_is_unknown_and_not_free_of_holidays():
    with pytest.raises(
        CalendarUnknown, match="calendar of Utopia has no holidays for 2027: published are 2026"
    ):
        calendar().is_working(date(2027, 6, 24))


@pytest.mark.parametrize(
    "changes",
    [{"weekend": [4, 5]}, {"source": "other"}, {"holidays": {2026: {}}}, {"time_zone": "Atlantic/Azores"}],
)
def test_whatever_can_move_a_date_changes_the_version(changes):
    assert calendar(**changes).version != calendar().version
    assert calendar().version == calendar().version


def test_a_day_listed_under_another_year_is_refused():
    with pytest.raises(ValueError, match=r"holidays\.2025: 2026-06-24 lies in another year"):
        calendar(holidays={2025: {date(2026, 6, 24): "Midsummer"}})

"""Every state works as a counterpart, and says what was assumed of it."""

from datetime import date

import pytest

from limen.codes import UnknownCode, countries
from limen.plugins import default_profile


@pytest.mark.parametrize("alpha2", countries())
def test_every_state_has_a_profile_with_its_assumptions(alpha2):
    profile = default_profile(alpha2)
    assert profile.name("en", date(2026, 3, 6)).language == "en"
    assert profile.assumptions
    assert profile.authorities == ()
    assert (profile.calendar is None) == any(
        "working days cannot be counted" in text for text in profile.assumptions
    )


def test_a_profile_has_the_names_languages_and_scripts_of_the_country():
    kosovo = default_profile("XK")
    assert kosovo.languages[0] == "sq"
    assert set(kosovo.scripts) == {"Latn", "Cyrl"}
    assert kosovo.name("sq", date(2026, 3, 6)).name == "Kosovë"
    assert kosovo.document_codes == ("XKX",)


def test_a_default_calendar_knows_weekend_and_holidays():
    calendar = default_profile("UZ").calendar
    assert calendar.is_working(date(2026, 3, 6))
    assert not calendar.is_working(date(2026, 3, 8)), "a Sunday"
    assert not calendar.is_working(date(2026, 9, 1)), "Independence Day, a Tuesday"


def test_days_end_by_the_clock_of_the_state_where_it_has_a_single_one():
    assert default_profile("CH").calendar.time_zone == "Europe/Zurich"
    assert default_profile("DE").calendar.time_zone == "Europe/Berlin", "an exclave keeps the same time"
    russia = default_profile("RU")
    assert russia.calendar.time_zone == "UTC"
    assert any("no single time" in text for text in russia.assumptions)


@pytest.mark.parametrize("code", ["EU", "QU", "KEN", ""])
def test_what_is_no_state_has_no_profile(code):
    with pytest.raises(UnknownCode):
        default_profile(code)

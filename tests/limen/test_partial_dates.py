"""Partial dates: what is not known stays not known, and never becomes a certainty."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.partial_dates import AgeRange, InvalidPartialDate, PartialDate, Precision

days = st.dates()


@st.composite
def partial_dates(draw):
    day = draw(days)
    return PartialDate(*(day.year, day.month, day.day)[: draw(st.integers(0, 3))])


@pytest.mark.parametrize(
    ("text", "parts", "precision"),
    [
        ("1974-08-12", (1974, 8, 12), Precision.DAY),
        ("1974-08", (1974, 8, None), Precision.MONTH),
        ("1974-08-XX", (1974, 8, None), Precision.MONTH),
        ("1974", (1974, None, None), Precision.YEAR),
        ("1974-XX", (1974, None, None), Precision.YEAR),
        ("1974-XX-XX", (1974, None, None), Precision.YEAR),
        ("XXXX", (None, None, None), Precision.UNKNOWN),
        ("XXXX-XX-XX", (None, None, None), Precision.UNKNOWN),
        ("2024-02-29", (2024, 2, 29), Precision.DAY),
    ],
)
def test_the_edtf_forms_are_read(text, parts, precision):
    read = PartialDate.parse(text)
    assert (read.year, read.month, read.day) == parts
    assert read.precision is precision


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "must be written as"),
        ("12.08.1974", "must be written as"),
        ("1974-8", "must be written as"),
        ("197X", "must be written as"),
        ("١٩٧٤", "must be written as"),
        ("1974-08-12T00:00", "must be written as"),
        ("0000", "the year must be"),
        ("1974-13", "the month must be"),
        ("1974-00", "the month must be"),
        ("1974-04-31", "the month does not have this day"),
        ("2023-02-29", "the month does not have this day"),
        ("1974-08-00", "the month does not have this day"),
        ("1974-XX-12", "a day needs its month"),
        ("XXXX-08", "a month or day needs its year"),
    ],
)
def test_an_impossible_date_is_refused_with_its_rule(text, rule):
    with pytest.raises(InvalidPartialDate, match=rule):
        PartialDate.parse(text)


def test_an_error_does_not_repeat_the_date():
    with pytest.raises(InvalidPartialDate) as caught:
        PartialDate.parse("1974-04-31")
    assert "1974-04-31" not in str(caught.value)


@given(partial_dates())
def test_what_is_written_is_read_back(partial):
    assert PartialDate.parse(str(partial)) == partial


@given(days)
def test_a_full_date_is_itself(day):
    partial = PartialDate.from_date(day)
    assert partial.as_date() == partial.earliest == partial.latest == day
    assert str(partial) == day.isoformat()


@given(days, st.integers(1, 2))
def test_a_part_of_a_date_spans_the_date_and_has_no_day(day, known):
    partial = PartialDate(*(day.year, day.month)[:known])
    assert partial.as_date() is None
    assert partial.earliest <= day <= partial.latest
    assert partial.could_equal(PartialDate.from_date(day))


def test_the_bounds_are_the_first_and_last_day():
    assert PartialDate(2024, 2).latest == date(2024, 2, 29)
    assert PartialDate(1974).earliest == date(1974, 1, 1)
    assert PartialDate(1974).latest == date(1974, 12, 31)
    assert PartialDate().earliest is None
    assert PartialDate().latest is None


@given(partial_dates(), partial_dates())
def test_two_dates_could_be_the_same_exactly_when_their_spans_meet(one, other):
    meet = (
        one.year is None
        or other.year is None
        or max(one.earliest, other.earliest) <= min(one.latest, other.latest)
    )
    assert one.could_equal(other) == other.could_equal(one) == meet


def test_partial_dates_are_values():
    assert PartialDate(1974) == PartialDate.parse("1974-XX")
    assert PartialDate(1974) != PartialDate(1974, 1)
    assert len({PartialDate(1974), PartialDate(1974), PartialDate()}) == 2
    with pytest.raises(AttributeError):
        PartialDate(1974).year = 1975


def test_an_age_known_to_the_year_is_a_range():
    assert PartialDate(2008).age_range(date(2026, 6, 1)) == AgeRange(17, 18)
    assert PartialDate(2008, 6).age_range(date(2026, 6, 1)) == AgeRange(17, 18)
    assert PartialDate(2008, 6, 1).age_range(date(2026, 6, 1)) == AgeRange(18, 18)
    assert PartialDate(2008, 6, 2).age_range(date(2026, 6, 1)) == AgeRange(17, 17)
    assert PartialDate().age_range(date(2026, 6, 1)) is None


def test_a_child_of_this_year_is_not_of_negative_age():
    assert PartialDate(2026).age_range(date(2026, 6, 1)) == AgeRange(0, 0)


def test_a_birthday_on_29_february_falls_on_1_march_of_a_common_year():
    birth = PartialDate(2008, 2, 29)
    assert birth.age_range(date(2026, 2, 28)) == AgeRange(17, 17)
    assert birth.age_range(date(2026, 3, 1)) == AgeRange(18, 18)


def test_an_age_before_birth_is_an_error():
    with pytest.raises(InvalidPartialDate, match="a birth date must not lie after"):
        PartialDate(2027).age_range(date(2026, 12, 31))


@given(partial_dates(), st.integers(0, 40_000), st.data())
def test_the_age_of_every_possible_day_lies_in_the_range(partial, later, data):
    if partial.year is None or partial.latest.toordinal() + later > date.max.toordinal():
        return
    on = partial.latest + timedelta(days=later)
    day = data.draw(st.dates(partial.earliest, partial.latest))
    least, most = partial.age_range(on)
    assert least <= PartialDate.from_date(day).age_range(on).least <= most

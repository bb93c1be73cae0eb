"""What holds for every limit, every start and every calendar."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from limen.law.calendars import Calendar, Calendars, WorkingDays
from limen.law.deadline import Deadline, Readings, compute, latest_before
from limen.law.time_limit import TimeLimit
from limen.law.words import day_in_words
from tests.limen.law.build import POLICY, calendars, limit

DAY = timedelta(days=1)
MOST = {"calendar_day": 400, "working_day": 120, "weekday": 140, "day": 60, "month": 30, "year": 3}

starts = st.dates(date(2022, 1, 1), date(2032, 12, 31))
numbers = st.integers(1, 200)
pairs = st.sampled_from([("CH", "BA"), ("NL", "BA-SRP"), ("BA", "NL"), ("CH", "TJ")])
policies = st.builds(
    Readings,
    first_day=st.sampled_from(["excluded", "included"]),
    on_non_working_day=st.sampled_from(["stays", "rolls_forward"]),
    day=st.sampled_from(["calendar_day", "working_day"]),
    calendar_of=st.sampled_from(["requesting", "requested", "acting", "both"]),
)


@st.composite
def quantities(draw: Any) -> dict[str, Any]:
    """A number of some unit."""
    unit = draw(st.sampled_from(sorted(MOST)))
    return {"value": draw(st.integers(1, MOST[unit])), "unit": unit}


@st.composite
def limits(draw: Any, **fixed: Any) -> TimeLimit:
    """A limit in days or longer, with anything stated or unstated, and perhaps an extension."""
    fields: dict[str, Any] = {
        **draw(quantities()),
        "first_day": draw(st.sampled_from(["excluded", "included", "unstated"])),
        "on_non_working_day": draw(st.sampled_from(["stays", "rolls_forward", "unstated"])),
        "calendar_of": draw(st.sampled_from(["requesting", "requested", "acting", "both", "unstated"])),
    }
    if draw(st.booleans()):
        fields["plus"] = draw(quantities())
    if draw(st.booleans()):
        fields["extension"] = {"kind": "by", **draw(quantities())}
    return limit(**{**fields, **fixed})


@st.composite
def computed(draw: Any) -> Deadline:
    """A deadline of any such limit."""
    given_limit = draw(limits())
    extended = given_limit.extension is not None and draw(st.booleans())
    return compute(given_limit, draw(starts), calendars(*draw(pairs)), draw(policies), extended)


def working_days(calendar: WorkingDays, first: date, last: date) -> int:
    """Count the working days from first to last, one by one."""
    days = ((first + number * DAY) for number in range((last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


@given(computed())
def test_a_due_date_never_precedes_its_start(found: Deadline) -> None:
    """Whatever is counted, and however the text is read."""
    assert found.due >= found.start


@given(limits(), starts, pairs, policies)
@settings(max_examples=40)
def test_computing_twice_gives_the_same_answer_with_the_same_words(
    given_limit: TimeLimit, start: date, pair: tuple[str, str], policy: Readings
) -> None:
    """Also with calendars that were made anew, as after a restart."""
    first = compute(given_limit, start, calendars(*pair), policy)
    anew = [Calendar(*side.split("-")[:1], side[:2], subdivision=side[3:] or None) for side in pair]
    for made, known in zip(anew, (calendars(*pair).requesting, calendars(*pair).requested), strict=True):
        made.time_zone = known.time_zone
    second = compute(given_limit, start, Calendars(*anew), policy)
    assert first.as_dict() == second.as_dict()


@given(limits(), starts, pairs, policies)
def test_leaving_out_the_explanation_changes_no_date(
    given_limit: TimeLimit, start: date, pair: tuple[str, str], policy: Readings
) -> None:
    """The fast way and the explained way are one."""
    explained = compute(given_limit, start, calendars(*pair), policy)
    assert compute(given_limit, start, calendars(*pair), policy, explain=False).due == explained.due


@given(numbers, numbers, starts)
def test_an_extension_by_a_number_and_one_to_that_total_differ_by_the_first_period(
    value: int, more: int, start: date
) -> None:
    """Twenty days by thirty are fifty, twenty days to thirty are thirty."""
    total = value + more
    extensions = [{"kind": kind, "value": total, "unit": "calendar_day"} for kind in ("by", "to_total")]
    by, to_total = (
        compute(
            limit(value=value, unit="calendar_day", extension=extension),
            start,
            calendars(),
            Readings("excluded", "stays"),
            True,
        )
        for extension in extensions
    )
    assert by.due - to_total.due == timedelta(days=value)
    assert to_total.due == start + timedelta(days=total)


@given(st.integers(1, 60), st.integers(1, 60), starts, pairs)
def test_in_working_days_too_the_two_extensions_differ_by_the_first_period(
    value: int, more: int, start: date, pair: tuple[str, str]
) -> None:
    """The working days between the two results are those of the first period."""
    total = value + more
    by, to_total = (
        compute(
            limit(
                value=value,
                unit="working_day",
                extension={"kind": kind, "value": total, "unit": "working_day"},
            ),
            start,
            calendars(*pair),
            Readings("excluded", "stays"),
            True,
        )
        for kind in ("by", "to_total")
    )
    assert working_days(by.calendar, to_total.due + DAY, by.due) == value


@given(st.integers(1, 120), starts, pairs, policies, st.booleans())
def test_working_days_never_end_on_a_day_off_and_are_as_many_as_the_text_says(
    value: int, start: date, pair: tuple[str, str], policy: Readings, included: bool
) -> None:
    """Counted again, one day after the other."""
    found = compute(
        limit(value=value, unit="working_day", first_day="included" if included else "excluded"),
        start,
        calendars(*pair),
        policy,
    )
    assert found.calendar.is_working(found.due)
    assert working_days(found.calendar, start if included else start + DAY, found.due) == value


@given(st.integers(1, 120), starts, pairs, st.booleans())
def test_weekdays_end_between_calendar_days_and_working_days_and_never_on_a_sunday(
    value: int, start: date, pair: tuple[str, str], included: bool
) -> None:
    """They are as many as the text says, and every Saturday that is no holiday counts."""
    first_day = "included" if included else "excluded"
    by_days, by_weekdays, by_working_days = (
        compute(limit(value=value, unit=unit, first_day=first_day), start, calendars(*pair), POLICY)
        for unit in ("calendar_day", "weekday", "working_day")
    )
    assert by_days.due <= by_weekdays.due <= by_working_days.due
    assert by_weekdays.due.weekday() != 6
    weekdays = by_weekdays.calendar.weekdays
    assert working_days(weekdays, start if included else start + DAY, by_weekdays.due) == value


@given(limits(on_non_working_day="rolls_forward"), starts, pairs, policies)
def test_a_rolled_day_is_a_working_day_and_only_days_off_were_passed_over(
    given_limit: TimeLimit, start: date, pair: tuple[str, str], policy: Readings
) -> None:
    """It never moves further than it must."""
    found = compute(given_limit, start, calendars(*pair), policy)
    moved = next((step for step in found.steps if step.kind == "moved"), None)
    assert found.calendar.is_working(found.due)
    if moved:
        passed = [item.day for item in moved.facts["days"]]
        assert passed == [passed[0] + number * DAY for number in range(len(passed))]
        assert passed[-1] + DAY == found.due
        assert not any(found.calendar.is_working(day) for day in passed)


@given(numbers, st.sampled_from(["calendar_day", "working_day"]), starts, pairs)
def test_counting_the_first_day_or_not_differs_by_exactly_one_counted_day(
    value: int, unit: str, start: date, pair: tuple[str, str]
) -> None:
    """A day off cannot be counted, so for working days it makes no difference to start on one."""
    excluded, included = (
        compute(
            limit(value=value, unit=unit, first_day=reading),
            start,
            calendars(*pair),
            Readings(reading, "stays"),
        )
        for reading in ("excluded", "included")
    )
    if unit == "calendar_day":
        assert excluded.due - included.due == DAY
    else:
        counted = working_days(excluded.calendar, included.due + DAY, excluded.due)
        assert counted == (1 if excluded.calendar.is_working(start) else 0)


@given(st.integers(1, 120), starts, pairs)
def test_the_explanation_names_every_skipped_day_with_its_reason(
    value: int, start: date, pair: tuple[str, str]
) -> None:
    """Every day between start and end that is not a working day stands in the words."""
    found = compute(
        limit(value=value, unit="working_day"), start, calendars(*pair), Readings("excluded", "stays")
    )
    assert isinstance(found.due, date)
    words = " ".join(found.in_words())
    skipped = [item for step in found.steps if step.kind == "skipped" for item in step.facts["days"]]
    day = start + DAY
    while day <= found.due:
        off = found.calendar.day_off(day)
        if off:
            assert day_in_words(day) in words
            assert off in skipped
            assert off.why == f"{day:%A}" or off.why in words
        day += DAY


@given(
    st.integers(1, 40),
    st.sampled_from(["excluded", "included"]),
    st.sampled_from([None, "by", "to_total"]),
    st.booleans(),
    starts,
    pairs,
)
def test_the_skipped_days_are_all_days_off_of_the_whole_way_and_no_others(
    value: int, first_day: str, extension: str | None, plus: bool, start: date, pair: tuple[str, str]
) -> None:
    """Through the period, its extension and its second piece."""
    fields: dict[str, Any] = {"plus": {"value": 2, "unit": "working_day"}} if plus else {}
    if extension:
        fields["extension"] = {"kind": extension, "value": value + 7, "unit": "working_day"}
    given_limit = limit(value=value, unit="working_day", first_day=first_day, **fields)
    found = compute(given_limit, start, calendars(*pair), Readings("excluded", "stays"), bool(extension))
    assert isinstance(found.due, date)
    skipped = [item for step in found.steps if step.kind == "skipped" for item in step.facts["days"]]
    begin = start if first_day == "included" else start + DAY
    assert skipped == found.calendar.days_off(begin, found.due)


@given(st.integers(1, 40), starts, pairs)
def test_calendar_days_skip_nothing_and_working_days_after_them_do(
    value: int, start: date, pair: tuple[str, str]
) -> None:
    """A second piece, or a total, in working days."""
    policy = Readings("excluded", "stays")
    second = limit(value=value, unit="calendar_day", plus={"value": 3, "unit": "working_day"})
    total = limit(
        value=value,
        unit="calendar_day",
        extension={"kind": "to_total", "value": 70, "unit": "working_day"},
    )
    for found, begin in (
        (compute(second, start, calendars(*pair), policy), start + value * DAY + DAY),
        (compute(total, start, calendars(*pair), policy, True), start + DAY),
    ):
        assert isinstance(found.due, date)
        skipped = [item for step in found.steps if step.kind == "skipped" for item in step.facts["days"]]
        assert skipped == found.calendar.days_off(begin, found.due)


@given(computed())
def test_every_answer_is_json_and_names_article_source_level_calendar_and_limit(found: Deadline) -> None:
    """What a case stores, it can store."""
    stored = json.loads(json.dumps(found.as_dict()))
    assert stored["reference"] == "Art. 10(2)"
    assert stored["source"] == "gazette-1"
    assert stored["verified"] == "full_text"
    assert stored["calendar_version"] == found.calendar.version
    assert stored["limit_hash"] == found.limit.content_hash
    assert stored["due"] == found.due.isoformat()
    assert stored["in_words"]


@given(computed())
def test_every_unstated_reading_that_mattered_is_listed_with_its_other_date(found: Deadline) -> None:
    """And what the text states is never listed."""
    about = {item.about: item for item in found.assumptions}
    assert ("first_day" in about) == (found.limit.first_day == "unstated")
    assert "calendar_of" not in about or found.limit.calendar_of == "unstated"
    if "on_non_working_day" in about:
        assert found.limit.on_non_working_day == "unstated"
        ((_, other),) = about["on_non_working_day"].others
        assert other != found.due
    assert all(item.due == found.due for item in found.assumptions)


@given(computed())
def test_a_limit_passes_at_the_end_of_its_last_day_where_the_authority_is(found: Deadline) -> None:
    """One microsecond before, it is still that day there."""
    assert found.passes_at.tzinfo is UTC
    assert (found.passes_at - timedelta(microseconds=1)).astimezone(found.calendar.zone).date() == found.due
    assert found.passes_at.astimezone(found.calendar.zone).date() == found.due + DAY


@given(st.integers(1, 60), st.sampled_from(["calendar_day", "working_day"]), starts, pairs, policies)
def test_counted_backwards_there_is_never_less_notice_than_the_text_gives(
    value: int, unit: str, event: date, pair: tuple[str, str], policy: Readings
) -> None:
    """From the day of notice on, without the day of the event, lie at least as many days as the text says."""
    given_limit = limit(
        "advance_notice",
        value=value,
        unit=unit,
        runs="before",
        start="planned_transfer",
        on_non_working_day="unstated",
    )
    found = latest_before(given_limit, event, calendars(*pair), policy)
    assert isinstance(found.due, date)
    if unit == "working_day":
        assert working_days(found.calendar, found.due, event - DAY) == value
    else:
        assert (event - found.due).days >= value


@given(
    st.integers(1, 200),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    pairs,
    policies,
)
def test_hours_pass_as_they_are_unless_they_end_on_a_day_off_that_is_not_kept(
    value: int, start: datetime, pair: tuple[str, str], policy: Readings
) -> None:
    """Then they end at the same time of day on the next working day."""
    found = compute(
        limit(value=value, unit="hour", on_non_working_day="unstated"), start, calendars(*pair), policy
    )
    plain = start + timedelta(hours=value)
    local = plain.astimezone(found.calendar.zone)
    if policy.on_non_working_day == "stays" or found.calendar.is_working(local.date()):
        assert found.due == plain
    else:
        assert isinstance(found.due, datetime)
        moved = found.due.astimezone(found.calendar.zone)
        assert moved.time() == local.time()
        assert moved.date() == found.calendar.after(local.date(), 1)

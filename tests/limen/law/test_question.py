"""What if: another start, another reading, another calendar, side by side with what is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from limen.law.calendars import Calendars, Change, Override
from limen.law.deadline import Readings
from limen.law.errors import StartUnusable
from limen.law.question import Question, what_if
from limen.law.time_limit import FirstDay
from tests.limen.law.build import POLICY, calendar, calendars, limit

REPLY = Question(
    limit(value=15, unit="calendar_day", first_day="unstated"), date(2026, 3, 6), calendars(), POLICY
)


def test_another_start_moves_the_last_day_by_as_much() -> None:
    """Received three days later, answered three days later."""
    compared = what_if(REPLY, start=date(2026, 3, 9))
    assert (compared.before.due, compared.after.due, compared.days) == (
        date(2026, 3, 21),
        date(2026, 3, 24),
        3,
    )


def test_another_reading_of_the_first_day_gives_the_day_before() -> None:
    """And both answers explain themselves."""
    compared = what_if(REPLY, readings=replace(POLICY, first_day=FirstDay.INCLUDED))
    assert compared.days == -1
    assert compared.before.in_words() != compared.after.in_words()


def test_another_calendar_moves_a_limit_in_working_days() -> None:
    """Two working days over Orthodox Easter end a day later in Republika Srpska: its Easter Monday is off."""
    question = Question(limit(value=2, unit="working_day"), date(2026, 4, 8), calendars("CH", "BA"), POLICY)
    compared = what_if(question, calendars=calendars("CH", "BA-SRP"))
    assert (compared.before.due, compared.after.due) == (date(2026, 4, 13), date(2026, 4, 14))
    assert compared.before.calendar.version != compared.after.calendar.version


def test_a_holiday_that_is_announced_moves_the_date_and_names_its_source() -> None:
    """Eid on Thursday instead of Friday, as an authority might announce it."""
    moved = calendar("BA").but(
        overrides=[
            Override(date(2026, 3, 19), Change.ADDED, "Eid al-Fitr", "announced"),
            Override(date(2026, 3, 20), Change.REMOVED, "Eid al-Fitr", "announced"),
        ]
    )
    question = Question(limit(value=1, unit="working_day"), date(2026, 3, 18), calendars(), POLICY)
    compared = what_if(question, calendars=Calendars(calendar("CH"), moved))
    assert (compared.before.due, compared.after.due, compared.days) == (
        date(2026, 3, 19),
        date(2026, 3, 20),
        1,
    )
    assert any("Eid al-Fitr (announced)" in sentence for sentence in compared.after.in_words())


def test_limits_that_are_counted_backwards_and_in_hours_are_asked_the_same_way() -> None:
    """The question knows which way to count."""
    notice = limit("advance_notice", value=2, unit="calendar_day", runs="before", start="planned_transfer")
    assert Question(notice, date(2026, 3, 9), calendars(), POLICY).answer().due == date(2026, 3, 7)
    hours = Question(limit(value=48, unit="hour"), datetime(2026, 3, 6, 10, tzinfo=UTC), calendars(), POLICY)
    assert what_if(hours, start=datetime(2026, 3, 7, 10, tzinfo=UTC)).days == 1
    assert hours.answer(explain=False).steps == ()


def test_a_change_that_the_text_does_not_allow_is_refused() -> None:
    """There is no extension in this text."""
    with pytest.raises(StartUnusable, match="no extension"):
        what_if(REPLY, extended=True)


def test_the_readings_of_a_question_are_those_of_the_node_until_changed() -> None:
    """The other date stands in the first answer too."""
    ((_, other),) = REPLY.answer().assumptions[0].others
    assert other == what_if(REPLY, readings=Readings("included", "stays")).after.due

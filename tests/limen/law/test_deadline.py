"""What the engine refuses, and what its answers say besides the date."""

from datetime import UTC, date, datetime

import pytest

from limen.law.calendars import Calendar, Calendars, Change, Override
from limen.law.deadline import Obstacle, Readings, compute, latest_before
from limen.law.errors import CalendarUnknown, NoFixedLimit, StartUnusable
from tests.limen.law.build import POLICY, calendars, limit

FRIDAY = date(2026, 3, 6)


def test_a_duty_without_a_number_has_no_last_day() -> None:
    """ "Without delay" is not turned into a number."""
    prompt = limit(promptly=True, start="unstated")
    with pytest.raises(NoFixedLimit, match=r"Art\. 10\(2\) gives no number for reply"):
        compute(prompt, FRIDAY, calendars(), POLICY)


def test_a_limit_in_hours_needs_a_time_of_day() -> None:
    """A day alone would be guessed at by a day."""
    with pytest.raises(StartUnusable, match="in hours: its start needs a time of day"):
        compute(limit(value=72, unit="hour"), FRIDAY, calendars(), POLICY)


def test_a_time_without_a_time_zone_is_refused() -> None:
    """Nobody can say which day it lies on."""
    with pytest.raises(StartUnusable, match="needs a time zone"):
        compute(limit(value=3, unit="calendar_day"), datetime(2026, 3, 6, 12), calendars(), POLICY)


def test_a_limit_with_several_start_events_must_be_told_which_one_happened() -> None:
    """A transfer runs from the approval or from the end of the time to reply."""
    transfer = limit("transfer", value=6, unit="month", start=["reply", "expiry"])
    with pytest.raises(StartUnusable, match="reply or expiry"):
        compute(transfer, FRIDAY, calendars(), POLICY)
    found = compute(transfer, FRIDAY, calendars(), POLICY, event="expiry")
    assert found.in_words()[0] == "On Friday 6 March 2026 the time to reply ran out."


def test_an_event_that_the_text_does_not_name_cannot_start_the_limit() -> None:
    """A reply limit that runs from confirmation does not run from receipt."""
    with pytest.raises(StartUnusable, match="runs from receipt_confirmed, not from receipt"):
        compute(
            limit(value=15, unit="calendar_day", start="receipt_confirmed"),
            FRIDAY,
            calendars(),
            POLICY,
            event="receipt",
        )


def test_a_start_that_the_text_does_not_state_is_an_assumption() -> None:
    """The answer says which event was taken."""
    found = compute(
        limit("transit_reply", value=2, unit="working_day", start="unstated"),
        FRIDAY,
        calendars(),
        POLICY,
        event="receipt",
    )
    assert [item.about for item in found.assumptions] == ["start"]
    assert any("does not say from which event" in text for text in found.in_words())


def test_an_extension_that_the_text_does_not_give_is_refused() -> None:
    """Nobody can extend a limit by wishing."""
    with pytest.raises(StartUnusable, match="no extension"):
        compute(limit(value=15, unit="calendar_day"), FRIDAY, calendars(), POLICY, extended=True)


def test_an_extension_by_an_obstacle_needs_the_days_of_the_obstacle() -> None:
    """And they must be in order."""
    transfer = limit("transfer", value=6, unit="month", start="reply", extension={"kind": "time_needed"})
    with pytest.raises(StartUnusable, match="its days are needed"):
        compute(transfer, FRIDAY, calendars(), POLICY, extended=True)
    backwards = Obstacle(date(2026, 8, 10), date(2026, 8, 1))
    with pytest.raises(StartUnusable, match="ended before it began"):
        compute(transfer, FRIDAY, calendars(), POLICY, extended=True, obstacle=backwards)


def test_forward_and_backward_limits_are_not_mixed_up() -> None:
    """Notice before a transfer is not a period after one."""
    notice = limit("advance_notice", value=3, unit="working_day", runs="before", start="planned_transfer")
    with pytest.raises(StartUnusable, match="use latest_before"):
        compute(notice, FRIDAY, calendars(), POLICY)
    with pytest.raises(StartUnusable, match="use compute"):
        latest_before(limit(value=3, unit="working_day"), FRIDAY, calendars(), POLICY)


def test_a_policy_cannot_itself_be_unstated() -> None:
    """It decides what the text leaves open."""
    with pytest.raises(ValueError, match="cannot be unstated itself"):
        Readings("unstated", "stays")
    with pytest.raises(ValueError, match="must be calendar_day or working_day"):
        Readings("excluded", "stays", day="month")
    with pytest.raises(ValueError, match="sometimes"):
        Readings("sometimes", "stays")


def test_silence_is_consent_only_where_the_text_says_so() -> None:
    """For the plain limit and for the extended one apart."""
    extension = {"kind": "by", "value": 6, "unit": "calendar_day"}
    given = limit(value=15, unit="calendar_day", silence="consent", extension=extension)
    plain = compute(given, FRIDAY, calendars(), POLICY)
    extended = compute(given, FRIDAY, calendars(), POLICY, extended=True)
    assert plain.silence == "consent"
    assert "If the last day passes without an answer, the text takes that as consent." in plain.in_words()
    assert extended.silence == "unstated"
    assert any("silence is not consent" in text for text in extended.in_words())


def test_the_effects_that_a_text_gives_to_lateness_and_promptness_are_said() -> None:
    """They stand beside the last day."""
    given = limit("submit", value=1, unit="year", start="knowledge", promptly=True, late="no_duty")
    words = " ".join(compute(given, FRIDAY, calendars(), POLICY).in_words())
    assert "without delay" in words
    assert "no duty to take the person back" in words
    validity = limit(
        "travel_document_validity", value=6, unit="month", start="document_issued", at_least=True
    )
    assert any("as the least" in text for text in compute(validity, FRIDAY, calendars(), POLICY).in_words())


def test_an_estimated_holiday_that_could_move_the_result_is_named() -> None:
    """Eid al-Fitr of 2026 is an estimate in the library; a limit that ends long before it is certain."""
    near = compute(limit(value=3, unit="working_day"), date(2026, 3, 17), calendars(), POLICY)
    far = compute(limit(value=3, unit="working_day"), date(2026, 2, 16), calendars(), POLICY)
    assert near.estimated
    assert any("Eid al-Fitr (estimated date)" in text for text in near.in_words())
    assert not far.estimated


def test_a_reading_that_does_not_matter_here_is_not_listed() -> None:
    """A last day that is a working day shows nothing of what would happen to another."""
    given = limit(value=3, unit="calendar_day", on_non_working_day="unstated", calendar_of="unstated")
    monday = compute(given, date(2026, 3, 9), calendars(), POLICY)
    thursday = compute(given, date(2026, 3, 12), calendars(), Readings("excluded", "rolls_forward"))
    assert monday.assumptions == ()
    assert [item.about for item in thursday.assumptions] == ["on_non_working_day"]


def test_an_override_of_the_calendar_moves_the_date_and_changes_the_pinned_version() -> None:
    """A day that a government gives off is a day off from then on."""
    day = Override(date(2026, 3, 10), Change.ADDED, "Day of mourning", "decree 1/2026")
    changed = Calendar("BA", "BA", overrides=[day])
    before = compute(limit(value=3, unit="working_day"), FRIDAY, calendars(), POLICY)
    after = compute(limit(value=3, unit="working_day"), FRIDAY, Calendars(changed, changed), POLICY)
    assert (before.due, after.due) == (date(2026, 3, 11), date(2026, 3, 12))
    assert before.calendar.version != after.calendar.version
    assert any("Tuesday 10 March 2026 (Day of mourning (decree 1/2026))" in text for text in after.in_words())


def test_another_side_whose_calendar_ends_does_not_fail_an_answer_that_does_not_need_it() -> None:
    """Its date is left out of the others."""
    given = limit(value=2, unit="working_day", calendar_of="unstated")
    short = Calendars(Calendar("XK", "XK"), Calendar("CH", "CH"))
    found = compute(given, date(2005, 3, 4), short, POLICY)
    (made,) = found.assumptions
    assert found.due == date(2005, 3, 8)
    assert made.others == ()
    with pytest.raises(CalendarUnknown, match="XK has no holidays for 2005"):
        compute(given, date(2005, 3, 4), Calendars(short.requested, short.requesting), POLICY)


def test_the_moment_at_which_a_limit_passes_is_midnight_where_the_authority_is() -> None:
    """Dushanbe is five hours ahead of UTC."""
    found = compute(limit(value=3, unit="calendar_day"), FRIDAY, calendars("CH", "TJ"), POLICY)
    assert found.passes_at == datetime(2026, 3, 9, 19, 0, tzinfo=UTC)


def test_the_same_limit_has_the_same_hash_and_another_word_another_one() -> None:
    """A case can tell whether its law has changed."""
    one = limit(value=15, unit="calendar_day")
    assert one.content_hash == limit(value=15, unit="calendar_day").content_hash
    assert one.content_hash != limit(value=15, unit="calendar_day", silence="consent").content_hash
    assert one.content_hash != limit(value=15, unit="calendar_day", note="Another note").content_hash


def test_the_explanation_of_a_reply_reads_as_a_lawyer_would_write_it() -> None:
    """Every step, in order."""
    given = limit(
        value=20,
        unit="calendar_day",
        first_day="unstated",
        silence="consent",
        extension={"kind": "to_total", "value": 30, "unit": "calendar_day", "upon": "reasoned_request"},
    )
    found = compute(given, FRIDAY, calendars(), POLICY, extended=True)
    assert found.in_words() == [
        "On Friday 6 March 2026 the application was received.",
        "The day of the event does not count: counting begins with Saturday 7 March 2026.",
        "20 calendar days end on Thursday 26 March 2026; weekends and holidays within count.",
        "The limit is extended to 30 calendar days in all upon a reasoned request (Art. 10(2)): "
        "it then ends on Sunday 5 April 2026.",
        "BA does not work on Sunday 5 April 2026; the last day stays all the same.",
        "So the last day is Sunday 5 April 2026, until its end in the time zone Europe/Sarajevo.",
        "The text does not say whether the day of the event counts; by the policy of this node, "
        "it was not counted. Counting it gives the last day Saturday 4 April 2026.",
        "The text does not say what follows when no answer comes: silence is not consent.",
        "Legal basis: Art. 10(2) (gazette-1; read in the full official text).",
        f"Working days are those of BA (calendar {found.calendar.version}).",
    ]


def test_a_text_that_was_not_read_in_full_is_never_called_silent() -> None:
    """Only what was read does not say it: the rest of the text may."""
    given = limit(value=20, unit="calendar_day", first_day="unstated", verified="secondary")
    found = compute(given, FRIDAY, calendars(), POLICY)
    said = " ".join(found.in_words())
    assert "What was read does not say whether the day of the event counts" in said
    assert "What was read does not say what follows when no answer comes" in said
    assert "The text does not say" not in said

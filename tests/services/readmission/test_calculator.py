"""The calculator over HTTP: the engine without a case, what if, and errors that name the field."""

from typing import Any

import pytest

from limen.runtime import Runtime
from tests.services.kit import Officer

REPLY = {"arrangement": "CH-BA", "limit": "reply", "events": {"receipt": "2026-03-06"}}


def calculated(officer: Officer, **wanted: Any) -> dict[str, Any]:
    """Ask for the reply under CH-BA, with changes; a change to None takes a field away."""
    body = {key: value for key, value in {**REPLY, **wanted}.items() if value is not None}
    answer = officer.post("deadlines", body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(officer: Officer, **wanted: Any) -> tuple[str, str]:
    """Ask for something that is refused; return the pointer and the detail."""
    body = {key: value for key, value in {**REPLY, **wanted}.items() if value is not None}
    answer = officer.post("deadlines", body)
    assert answer.status_code == 422, answer.get_data(as_text=True)
    (error,) = answer.get_json()["errors"]
    return error["pointer"], error["detail"]


def test_a_limit_is_computed_from_the_arrangement_s_name(officer: Officer):
    """CH-BA art. 10(2): 20 calendar days from receipt, with words, picture and pins."""
    found = calculated(officer)
    assert found["arrangement"]["id"] == "CH-BA"
    assert found["arrangement"]["why_not"] is None
    assert (found["requesting_state"], found["requested_state"]) == ("CH", "BA")
    answer = found["answer"]
    assert answer["due"] == "2026-03-26"
    assert answer["reference"] == "Art. 10(2)"
    assert answer["calendar_version"].startswith("BA@holidays-")
    assert len(answer["days"]) == 21
    assert (answer["days"][0]["mark"], answer["days"][-1]["mark"]) == ("event", "due")
    assert any("Art. 10(2)" in sentence for sentence in answer["in_words"])
    assert found["what_if"] is None


def test_the_same_arrangement_is_found_by_pair_and_date(officer: Officer):
    """By the two states instead of a name, on the day that is given or else on the event's."""
    pair = {"requesting_state": "CH", "requested_state": "BA"}
    assert calculated(officer, arrangement=None, **pair)["answer"]["due"] == "2026-03-26"
    assert calculated(officer, arrangement=None, on="2026-06-01", **pair)["on"] == "2026-06-01"


def test_a_pair_without_an_arrangement_on_the_day_is_told_what_exists(officer: Officer):
    """The agreement came into force on 1 July 2009."""
    body = {**REPLY, "requesting_state": "CH", "requested_state": "BA", "on": "2009-06-30"}
    del body["arrangement"]
    answer = officer.post("deadlines", body)
    assert answer.status_code == 422
    assert "in force only from 2009-07-01" in answer.get_json()["detail"]


def test_a_named_arrangement_that_is_not_in_force_is_computed_and_said_not_to_apply(officer: Officer):
    """A lawyer may ask what an old day would have been."""
    found = calculated(officer, on="2009-06-30")
    assert found["answer"]["due"] == "2026-03-26"
    assert found["arrangement"]["why_not"] == "it is in force only from 2009-07-01"


def test_a_protocol_over_an_agreement_is_used(officer: Officer):
    """The reply of Ukraine runs from the registration since the protocol of 2020."""
    found = calculated(officer, arrangement="CH-UA", events={"registered": "2026-03-06"})
    assert found["arrangement"]["protocols"] == ["CH-UA-2020"]
    assert found["answer"]["event"] == "registered"


def test_what_if_shows_both_dates_side_by_side(officer: Officer):
    """Another reading of the first day; the text is silent, and the explanation says who decided."""
    found = calculated(officer, what_if={"readings": {"first_day": "included"}})
    assert (found["answer"]["due"], found["what_if"]["due"]) == ("2026-03-26", "2026-03-25")
    assert found["days_between"] == -1
    assert "by the policy of this node" in " ".join(found["answer"]["in_words"])
    assert "by the reading that was chosen" in " ".join(found["what_if"]["in_words"])


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({"events": {"receipt": "2026-03-09"}}, "2026-03-29"),
        ({"extended": True}, "2026-04-05"),
        ({"readings": {"on_non_working_day": "rolls_forward"}}, "2026-03-26"),
    ],
)
def test_what_if_changes_one_thing_and_keeps_the_rest(officer: Officer, change: dict[str, Any], due: str):
    """Counted by hand: 26 March 2026 is a Thursday, so moving changes nothing."""
    assert calculated(officer, what_if=change)["what_if"]["due"] == due


def test_what_if_another_calendar_counted(officer: Officer):
    """Interviews take three working days; Orthodox Easter Monday is free in Republika Srpska only."""
    asked = {"limit": "interview", "events": {"request": "2026-04-08"}}
    change = {"calendars": {"requested": {"part": "SRP"}}}
    found = calculated(officer, **asked, what_if=change)
    assert (found["answer"]["due"], found["what_if"]["due"]) == ("2026-04-14", "2026-04-15")
    off = {"calendars": {"requested": {"days_off": ["2026-04-14"]}}}
    assert calculated(officer, **asked, what_if=off)["what_if"]["due"] == "2026-04-15"
    worked = {"calendars": {"requested": {"worked": ["2026-04-10"]}}}
    assert calculated(officer, **asked, what_if=worked)["what_if"]["due"] == "2026-04-13"


def test_an_obstacle_lengthens_a_transfer(officer: Officer):
    """CH-BA art. 10(5): six months from the approval, and ten days for an obstacle of ten days."""
    found = calculated(
        officer,
        limit="transfer",
        events={"reply": "2026-01-15"},
        extended=True,
        obstacle={"began": "2026-03-01", "ended": "2026-03-10"},
    )
    assert found["answer"]["due"] == "2026-07-25"


def test_notice_is_counted_backwards_from_the_planned_transfer(officer: Officer):
    """Benelux-Bosnia: a transit by air two working days before."""
    found = calculated(
        officer,
        arrangement="BNL-BA",
        requesting_state="BE",
        category="third_country_national",
        limit="transit_application",
        events={"planned_transit": "2026-06-15"},
    )
    assert found["answer"]["due"] == "2026-06-11"
    assert found["requested_state"] == "BA"


@pytest.mark.parametrize(
    ("wanted", "pointer", "detail"),
    [
        ({"arrangement": "CH-XX"}, "#/arrangement", "no arrangement CH-XX"),
        ({"arrangement": None}, "#/requesting_state", "Name the arrangement, or both states."),
        ({"arrangement": "BNL-BA"}, "#/requesting_state", "BE, LU, NL"),
        ({"requested_state": "KZ"}, "#/requested_state", "not a state of CH-BA"),
        ({"requesting_state": "CH", "requested_state": "CH"}, "#/requested_state", "Must differ"),
        ({"limit": "submit"}, "#/limit", "carries no limit submit for own nationals"),
        ({"limit": "wait"}, "#/limit", "Must be one of"),
        ({"procedure": "airport"}, "#/variant", "There are: procedure normal"),
        ({"events": {"entry": "2026-03-06"}}, "#/events", "runs from receipt"),
        ({"events": {"receipt": "6 March"}}, "#/events/receipt/value", "2026-03-06"),
        ({"events": {}}, "#/events", "at least one event"),
        ({"readings": {"first_day": "maybe"}}, "#/readings/first_day", "Must be one of"),
        ({"calendars": {"requested": {"part": "ZZ"}}}, "#/calendars/requested/part", "BIH, BRC, SRP"),
        (
            {"what_if": {"calendars": {"requesting": {"half_days": True, "part": "QQ"}}}},
            "#/what_if/calendars/requesting/part",
            "has no part QQ",
        ),
        ({"colour": "red"}, "#/colour", "not known"),
    ],
)
def test_a_question_that_cannot_be_answered_names_the_field(
    officer: Officer, wanted: dict[str, Any], pointer: str, detail: str
):
    """Nothing is guessed."""
    found = refused(officer, **wanted)
    assert found[0] == pointer
    assert detail in found[1]


def test_an_extension_that_the_text_does_not_give_is_refused_in_words(officer: Officer):
    """The engine's own refusals come through."""
    body = {**REPLY, "arrangement": "BNL-BA", "requesting_state": "NL", "extended": True}
    answer = officer.post("deadlines", body)
    assert answer.status_code == 422
    assert "no extension" in answer.get_json()["detail"]


def test_every_officer_may_ask_and_nothing_is_written(officer: Officer, runtime: Runtime):
    """The law is no secret, and a question about it leaves no trace but the request's log line."""
    assert officer.as_("border_officer").post("deadlines", REPLY).status_code == 200
    assert officer.as_("monitor").post("deadlines", REPLY).status_code == 200

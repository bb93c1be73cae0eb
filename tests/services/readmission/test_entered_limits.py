"""Limits that an officer enters with their source, because nobody could verify them."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from limen.runtime import Runtime
from services.readmission import timer
from tests.services.readmission.conftest import Case, Registration, open_case

#: CH-BA has no verified notice before a transfer
NOTICE = {
    "limit": "advance_notice",
    "value": 5,
    "unit": "calendar_day",
    "from": "planned_transfer",
    "runs": "before",
    "first_day": "excluded",
    "on_non_working_day": "stays",
    "reference": "Minutes no. 3, point 2",
    "source": "Joint committee, 2025",
}


@pytest.fixture(autouse=True)
def in_march() -> Any:
    """A Friday."""
    with time_machine.travel(datetime(2026, 3, 6, 8, tzinfo=UTC), tick=False):
        yield


def enter(case: Case, expected: int = 201, by: Any = None, **changes: Any) -> dict[str, Any]:
    """Enter the notice, with changes; a change to None takes a field away."""
    case.read()
    body = {key: value for key, value in {**NOTICE, **changes}.items() if value is not None}
    answer = (by or case.officer).post(f"{case.path}/limits", body, If_Match=f'"{case.body["version"]}"')
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def planned(case: Case) -> None:
    """Plan a transfer on Friday 20 March."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    case.step("accept", on="2026-03-06")
    case.plan(on="2026-03-20", place="Zurich airport", place_agreed=True)


def test_what_is_not_verified_is_listed_for_the_case(case: Case):
    """Watched limits without a verified value, and the sentences of the file."""
    found = case.officer.get(f"{case.path}/limits").get_json()
    assert "advance_notice" in {item["limit"] for item in found["missing"]}
    assert "reply" not in {item["limit"] for item in found["missing"]}
    assert found["not_verified"]
    assert found["items"] == []


def test_a_case_says_of_each_limit_that_it_has_not_why(case: Case):
    """CH-BA was read in full and has no notice before a transfer; one that was entered is marked."""
    enter(case)
    found = {item["limit"]: item for item in case.read()["missing_limits"]}
    assert found["advance_notice"] == {
        "limit": "advance_notice",
        "meaning": "the transfer is announced",
        "entered": True,
        "why": "silent",
        "texts": [{"arrangement": "CH-BA", "why": "silent", "found": None, "for_others": False}],
    }
    assert found["submit"]["texts"][0]["for_others"]  # a year, for third-country nationals
    assert "reply" not in found
    listed = case.officer.get(f"{case.path}/limits").get_json()["missing"]
    assert {item["limit"]: item for item in listed} == found


def test_what_was_not_read_and_what_is_too_weak_are_told_apart(case: Case, registration: Registration):
    """Of the agreement with Türkiye the interview was not read, and a reply was found in a thesis only."""
    other = open_case(case.officer, registration.person(), requesting_state="DE", requested_state="TR")
    found = {item["limit"]: item for item in other.body["missing_limits"]}
    assert found["interview"]["why"] == "not_read"
    assert found["reply"]["why"] == "not_verified"
    assert found["reply"]["texts"][0]["found"] == "in a weak source only: A thesis gives a number."


def test_with_a_protocol_every_text_is_named(case: Case, registration: Registration):
    """The agreement with Ukraine and its protocol of 2020 are both silent on contesting a nationality."""
    other = open_case(case.officer, registration.person(), requested_state="UA")
    found = {item["limit"]: item for item in other.body["missing_limits"]}
    texts = found["nationality_objection"]["texts"]
    assert [(item["arrangement"], item["why"]) for item in texts] == [
        ("CH-UA-2020", "silent"),
        ("CH-UA", "silent"),
    ]


def test_an_entered_limit_is_counted_and_shown_as_entered_by_hand(case: Case):
    """Five days before 20 March are 15 March; the explanation names the officer's source, no agreement."""
    found = enter(case)
    assert [item["amount"] for item in found["items"]] == ["5 calendar days"]
    assert all(item["entered"] == (item["limit"] == "advance_notice") for item in found["missing"])
    planned(case)
    notice = case.deadline("advance_notice")
    assert notice["due"] == "2026-03-15"
    explanation = notice["explanation"]
    assert explanation["verified"] == "entered_by_hand"
    assert explanation["arrangement"] == ""
    source = "Legal basis: Minutes no. 3, point 2 (Joint committee, 2025; entered by hand for this case"
    assert source in " ".join(explanation["in_words"])


def test_a_limit_that_is_entered_later_starts_from_the_milestones_that_are_there(case: Case):
    """And the timeline tells who entered it, and from where."""
    planned(case)
    enter(case)
    assert case.deadline("advance_notice")["due"] == "2026-03-15"
    timeline = case.officer.get(f"{case.path}/timeline").get_json()["items"]
    told = [item["what"] for item in timeline if "Minutes no. 3, point 2 (Joint committee" in item["basis"]]
    assert sorted(told) == ["entered", "started"]


def test_a_corrected_entry_takes_the_place_of_the_first(case: Case):
    """Both stay in the list; the later one counts."""
    planned(case)
    enter(case)
    found = enter(case, value=3)
    assert [item["amount"] for item in found["items"]] == ["5 calendar days", "3 calendar days"]
    assert case.deadline("advance_notice")["due"] == "2026-03-17"


def test_the_timer_fires_for_an_entered_limit_as_for_any_other(runtime: Runtime, case: Case):
    """Entered by hand is watched all the same."""
    planned(case)
    enter(case)
    with time_machine.travel(datetime(2026, 3, 16, 8, tzinfo=UTC), tick=False):
        timer.watch(runtime)
        assert case.deadline("advance_notice")["passed_at"]


def test_a_verified_limit_cannot_be_replaced_by_hand(case: Case):
    """The text comes first; the refusal names its article."""
    problem = enter(case, 409, limit="reply", **{"from": "receipt"}, runs=None)
    assert "Art. 10(2)" in problem["detail"]


def test_a_limit_that_the_procedure_never_watches_is_refused(case: Case):
    """It would never be counted."""
    assert "does not watch" in enter(case, 409, limit="transit_reply")["detail"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reference": None}, "#/reference"),
        ({"source": None}, "#/source"),
        ({"value": 0}, "#/value"),
        ({"unit": "fortnight"}, "#/unit"),
        ({"from": "breakfast"}, "#/from"),
        ({"limit": "wait"}, "#/limit"),
        ({"verified": "full_text"}, "#/verified"),
    ],
)
def test_an_entry_without_its_source_or_with_a_bad_value_names_the_field(
    case: Case, change: dict[str, Any], pointer: str
):
    """And nobody can call it verified."""
    assert enter(case, 422, **change)["errors"][0]["pointer"] == pointer


def test_it_counts_for_its_case_only(case: Case, registration: Registration):
    """Another case of the same pair knows nothing of it."""
    enter(case)
    other = open_case(case.officer, registration.person())
    assert other.officer.get(f"{other.path}/limits").get_json()["items"] == []


def test_a_stale_version_and_a_reader_are_refused(case: Case):
    """As for everything that changes a case."""
    stale = case.officer.post(f"{case.path}/limits", NOTICE, If_Match='"99"')
    assert stale.status_code == 412
    enter(case, 403, by=case.officer.as_("monitor"))

"""From registration to the hand-over, parts four to six of the journey."""

import time

import pytest

from limen.clock import today
from tests.e2e.journey import SOON, open_case, register
from tests.e2e.people import new_person
from tests.e2e.site import Site
from tests.rig.waiting import wait_until


def registered(site: Site) -> str:
    """Register somebody new; return the person's id."""
    return register(site.officer, new_person())["person"]["id"]


def test_the_event_about_a_person_reaches_readmission_with_the_minimum(site: Site, record_property):
    person = new_person()
    person_id = register(site.officer, person)["person"]["id"]
    began = time.monotonic()
    case = open_case(site, person_id)
    record_property("seconds_until_readmission_knew_the_person", round(time.monotonic() - began, 3))
    assert case.read()["person"] == {
        "surname": person.surname,
        "given_names": person.given_names,
        "birth_date": person.birth_date.isoformat(),
        "sex": 2,
        "nationalities": [{"country": "BA", "proof": "document_verified"}],
        "document": {
            "type": "P",
            "issuing_state": "BA",
            "number": person.document_number,
            "expiry_date": "2034-01-01",
        },
        "erased": False,
    }


def test_a_case_stands_under_the_arrangement_of_its_pair_and_date(site: Site):
    case = open_case(site, registered(site)).read()
    assert case["arrangement"]["id"] == "CH-BA"
    assert case["state"] == "draft"
    assert case["number"].startswith(f"CH-{today().year}-")


def test_without_an_arrangement_the_refusal_says_which_pairs_and_dates_exist(site: Site):
    person_id = registered(site)
    open_case(site, person_id)
    wanted = {"requesting_state": "CH", "requested_state": "JP", "category": "own_national", "office": "X-1"}
    refusal = site.readmission.post("readmission/cases", {"person_id": person_id, **wanted}, 422)
    assert refusal["type"] == "urn:limen:problem:no-arrangement-in-force"
    exists = {item["id"]: item["in_force"] for item in refusal["others"]}
    assert exists["CH-BA"] == "2009-07-01"
    assert "CH has one in force with" in refusal["detail"]


def test_a_case_goes_from_draft_to_closed_with_its_deadlines_explained(site: Site):
    case = open_case(site, registered(site))
    case.move_to_planned()
    assert case.call_off("transport", "The flight was cancelled.")["state"] == "accepted"
    case.plan()
    for limit in site.readmission.get(f"{case.path}/deadlines")["items"]:
        assert limit["due"] == limit["explanation"]["due"]
        assert limit["explanation"]["reference"], limit
    reply = next(
        item for item in site.readmission.get(f"{case.path}/deadlines")["items"] if item["limit"] == "reply"
    )
    assert (reply["ended"], reply["explanation"]["reference"]) == ("met", "Art. 10(2)")
    assert case.hand_over()["state"] == "handed_over"
    closed = case.step("close")
    assert closed["state"] == "closed"
    assert [entry["to_state"] for entry in closed["timeline"]] == [
        "draft", "submitted", "received", "under_verification", "accepted", "transfer_planned", "accepted",
        "transfer_planned", "handed_over", "closed",
    ]  # fmt: skip


UNANSWERED = ("submitted", "received", "under_verification", "information_requested", "deferred")


def test_an_illegal_step_names_what_is_missing(site: Site):
    case = open_case(site, registered(site))
    refusal = case.step("accept", 409, on=today().isoformat())
    assert refusal["type"] == "urn:limen:problem:illegal-step"
    assert refusal["missing"] == [{"field": "state", "detail": f"must be one of {', '.join(UNANSWERED)}"}]
    case.step("submit")
    refusal = case.step("refuse", 409, on=today().isoformat())
    assert {item["field"] for item in refusal["missing"]} == {"code", "reason"}


def test_a_reply_limit_that_passes_in_silence_has_the_effect_that_the_text_gives(site: Site):
    """The timer of the running node watches: receipt long ago, and silence is consent under CH-BA."""
    case = open_case(site, registered(site))
    case.step("submit")
    case.step("confirm_receipt", on="2026-01-05")
    wait_until(lambda: case.read()["state"] == "tacitly_accepted", "the timer saw the limit pass", SOON)
    (reply,) = [item for item in case.read()["deadlines"] if item["limit"] == "reply"]
    assert reply["passed_at"]


@pytest.mark.parametrize("account", ["officer", "trainer", "administrator"])
def test_whoever_has_no_part_in_readmission_sees_no_case(site: Site, account: str):
    case = open_case(site, registered(site))
    site.officers[account].get(case.path, 403)

"""The steps of a case: who, when and what is required."""

import pytest

from limen.clock import today
from tests.services.readmission.conftest import PARTICULARS, Case, Registration, open_case


def test_a_case_moves_from_draft_to_closure(case: Case):
    """Every step leads where it should, and the timeline tells who took it."""
    day = today().isoformat()
    assert case.body["state"] == "draft"
    assert case.step("submit")["state"] == "submitted"
    assert case.step("confirm_receipt", on=day)["state"] == "received"
    assert case.step("verify", on=day)["state"] == "under_verification"
    assert case.step("accept", on=day)["state"] == "accepted"
    assert case.plan()["state"] == "transfer_planned"
    assert case.at_border()["state"] == "handed_over"
    closed = case.step("close")
    assert closed["state"] == "closed"
    assert [item["step"] for item in closed["timeline"]] == [
        "open", "submit", "confirm_receipt", "verify", "accept", "plan_transfer", "hand_over", "close",
    ]  # fmt: skip
    assert {item["taken_by"] for item in closed["timeline"]} == {"readmission_officer-1"}


def test_a_step_from_the_wrong_state_names_the_states_that_it_leaves_from(case: Case):
    """An illegal step is a 409 that says what is missing."""
    problem = case.step("accept", 409, on=today().isoformat())
    assert problem["type"] == "urn:limen:problem:illegal-step"
    assert problem["missing"] == [
        {
            "field": "state",
            "detail": "must be one of submitted, received, under_verification, "
            "information_requested, deferred",
        }
    ]


@pytest.mark.parametrize(
    ("step", "given", "missing"),
    [
        ("confirm_receipt", {}, {"on"}),
        ("refuse", {"on": "2026-11-01"}, {"code", "reason"}),
        ("withdraw", {}, {"reason"}),
    ],
)
def test_a_step_names_every_field_that_is_missing(case: Case, step, given, missing):
    """Not only the first."""
    case.step("submit")
    problem = case.step(step, 409, **given)
    assert {item["field"] for item in problem["missing"]} == missing


def test_a_refusal_keeps_the_code_and_the_written_reason(case: Case):
    """The code is from the list; the words are kept, sealed."""
    case.step("submit")
    day = today().isoformat()
    body = case.step(
        "refuse", on=day, code="nationality_not_established", reason="Not found in the registers."
    )
    assert body["state"] == "refused"
    assert body["timeline"][-1]["code"] == "nationality_not_established"
    assert body["timeline"][-1]["detail"]["reason"] == "Not found in the registers."


def test_a_receipt_cannot_lie_in_the_future(case: Case):
    """The law would count from a day that has not come."""
    case.step("submit")
    problem = case.step("confirm_receipt", 409, on="2999-01-01")
    assert problem["missing"] == [{"field": "on", "detail": "must not lie in the future"}]


def test_an_application_without_the_requested_nationality_is_not_sent(officer, registration: Registration):
    """Completeness is checked before sending."""
    person = registration.person(nationalities=[{"country": "RS", "proof": "declared"}], birth_date=None)
    problem = open_case(officer, person).step("submit", 409)
    assert {item["field"] for item in problem["missing"]} == {"current_nationality", "birth_date"}


def test_a_suspended_case_resumes_where_it_was(case: Case):
    """Suspension is not a way round a state."""
    case.step("submit")
    assert case.step("suspend", reason="The person is in hospital.")["state"] == "suspended"
    assert case.step("resume", reason="The person was discharged.")["state"] == "submitted"


def test_a_step_on_a_case_that_somebody_changed_is_refused(case: Case):
    """The version that was read decides, and without one nothing moves."""
    path, stale = f"{case.path}/steps", {"If_Match": '"1"'}
    case.step("submit")
    assert case.officer.post(path, {"step": "withdraw", "reason": "x"}, **stale).status_code == 412
    assert case.officer.post(path, {"step": "withdraw", "reason": "x"}).status_code == 428


def test_the_same_step_sent_twice_with_one_key_is_taken_once(case: Case):
    """A double click, or a retry after a lost answer."""
    first, second = (
        case.officer.post(
            f"{case.path}/steps", {"step": "submit"}, If_Match='"1"', Idempotency_Key="click-0001"
        )
        for _ in range(2)
    )
    assert first.get_json() == second.get_json()
    assert [item["step"] for item in case.read()["timeline"]] == ["open", "submit"]


def test_the_monitor_reads_and_never_moves(case: Case):
    """Independent means: sees all, changes nothing."""
    monitor = case.officer.as_("monitor")
    assert monitor.get(case.path).status_code == 200
    answer = monitor.post(f"{case.path}/steps", {"step": "submit"}, If_Match='"1"')
    assert answer.status_code == 403


def test_a_case_shows_the_minimum_about_its_person(case: Case):
    """What registration's event told, and nothing else."""
    assert case.body["person"] == {**PARTICULARS, "erased": False}

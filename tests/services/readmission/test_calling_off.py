"""No step moves a legal date silently: calling off, suspending, resuming, withdrawing; one door to each."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.readmission.cases import case_row
from services.readmission.steps import STEPS
from services.readmission.transfers.planning import end
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case

PLANNED = "2026-03-20"


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def planned(case: Case) -> Case:
    """A case of CH-BA whose transfer is planned for 20 March 2026."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    case.step("accept", on="2026-03-06")
    case.plan(on=PLANNED)
    return case


def call_off(case: Case, expected: int = 200, **why: str) -> dict[str, Any]:
    """Call off the transfer that lies ahead; return the case then, or what stands against it."""
    transfer_id = case.get("transfers")["items"][-1]["transfer_id"]
    body = {"code": "transport", "reason": "No seats.", **why}
    answer = case.post(f"../../transfers/{transfer_id}/cancellation", body, expected)
    return case.read() if expected < 400 else answer


def told(case: Case, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """What the timeline tells of one kind, the oldest first."""
    return [(item["what"], item["facts"]) for item in case.get("timeline")["items"] if item["kind"] == kind]


def test_a_call_off_leads_back_and_the_transfer_limit_runs_on_to_the_same_day(planned: Case):
    before = planned.deadline("transfer")
    body = call_off(planned)
    assert (body["state"], body["version"]) == ("accepted", planned.body["version"])
    assert planned.deadline("transfer")["due"] == before["due"]
    assert ("runs_on", {"limit": "transfer", "due": before["due"]}) in told(planned, "limit")
    (entry,) = [item for item in planned.get("timeline")["items"] if item["what"] == "call_off"]
    assert (entry["facts"]["code"], entry["words"]) == ("transport", "No seats.")
    assert entry["basis"]


def test_a_call_off_needs_a_coded_reason_and_words(planned: Case):
    assert call_off(planned, 422, code="bad_weather")["errors"][0]["pointer"] == "#/code"
    assert call_off(planned, 422, reason="")["errors"][0]["pointer"] == "#/reason"
    assert planned.read()["state"] == "transfer_planned"


def test_a_call_off_leads_back_to_where_the_plan_began_however_often_it_was_planned_anew(planned: Case):
    planned.plan(on="2026-03-21")
    planned.plan(on="2026-03-22")
    assert call_off(planned)["state"] == "accepted"
    planned.plan(on="2026-03-23")
    assert call_off(planned)["state"] == "accepted"


def test_the_requested_side_records_the_call_off_in_its_own_words(
    officer: Officer, registration: Registration
):
    case = open_case(officer, registration.person(), requesting_state="BA", requested_state="CH")
    case.step("receive", on="2026-03-06")
    case.step("accept", on="2026-03-06")
    offered = {item["step"]: item for item in case.plan(on=PLANNED, place_agreed=True)["possible_steps"]}
    assert offered["call_off"]["title"] == "Record that the transfer was called off"
    assert offered["call_off"]["through"].endswith("/cancellation")
    assert call_off(case, code="other_state")["state"] == "accepted"


def test_what_was_counted_back_from_the_planned_day_ends_with_it_and_begins_again(
    officer: Officer, registration: Registration
):
    """CH-AZ: three working days before the transfer. A notice of the first day is no notice of the second."""
    person = registration.person(nationalities=[{"country": "AZ", "proof": "document_verified"}])
    case = open_case(officer, person, requested_state="AZ")
    case.step("submit")
    case.step("accept", on="2026-03-06")
    case.plan(on=PLANNED, place="Baku airport", place_agreed=True)
    transfer_id = case.get("transfers")["items"][-1]["transfer_id"]
    case.post(f"../../transfers/{transfer_id}/notice", {"on": "2026-03-06"})
    assert "planned_transfer" not in call_off(case)["milestones"]
    assert ("planned_transfer", {"old": PLANNED}) in told(case, "milestone")
    case.plan(on="2026-04-17", place="Baku airport", place_agreed=True)
    assert case.deadline("advance_notice")["due"] == "2026-04-14"
    call_off(case)
    ended = [item["ended"] for item in case.body["deadlines"] if item["limit"] == "advance_notice"]
    assert sorted(ended) == ["called_off", "met"]
    assert "called_off" in [what for what, facts in told(case, "limit") if facts["limit"] == "advance_notice"]


def test_a_suspended_case_goes_back_behind_its_suspension(runtime: Runtime, planned: Case):
    planned.step("suspend", reason="A court asked for the file.")
    assert call_off(planned, code="legal_stay")["state"] == "suspended"
    assert planned.step("resume", reason="The file is back.")["state"] == "accepted"


@pytest.mark.parametrize("steps", [("suspend",), ("suspend", "resume")])
def test_suspending_and_resuming_stop_no_clock_and_the_timeline_says_so_of_each(case: Case, steps):
    """No text gives a suspension an effect on a time limit: it runs on, with its day and article."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    before = {item["limit"]: item["due"] for item in case.body["deadlines"] if not item["ended"]} or {
        item["limit"]: item["due"] for item in case.read()["deadlines"] if not item["ended"]
    }
    for step in steps:
        body = case.step(step, reason="The file is with the court.")
    assert {item["limit"]: item["due"] for item in body["deadlines"] if not item["ended"]} == before
    ran_on = [facts for what, facts in told(case, "limit") if what == "runs_on"]
    assert len(ran_on) == len(before) * len(steps)
    assert {item["limit"]: item["due"] for item in ran_on} == before


def test_a_withdrawal_ends_every_limit_and_the_planned_transfer_and_the_timeline_names_each(planned: Case):
    running = {item["limit"] for item in planned.read()["deadlines"] if not item["ended"]}
    body = planned.step("withdraw", reason="Another state took the person.")
    assert [item for item in body["deadlines"] if not item["ended"]] == []
    assert {facts["limit"] for what, facts in told(planned, "limit") if what == "void"} == running
    assert planned.get("transfers")["items"][-1]["ended_why"] == "case_withdrawn"
    assert [what for what, _ in told(planned, "transfer")][-1] == "transfer_cancelled"


def test_a_refusal_at_the_border_lets_the_transfer_limit_run_on_and_says_so(planned: Case):
    before = planned.deadline("transfer")["due"]
    why = {"refusal_code": "not_announced", "reason": "Not announced.", "follows": "planned_anew"}
    planned.at_border(outcome="refused_at_border", at="2026-03-06T12:00:00Z", **why)
    assert planned.deadline("transfer")["due"] == before
    assert ("runs_on", {"limit": "transfer", "due": before}) in told(planned, "limit")


def test_neither_a_safeguard_nor_an_erased_person_stands_in_the_way_of_a_call_off(
    runtime: Runtime, planned: Case, registration: Registration
):
    registration.safeguard(planned.body["person_id"])
    registration.erase(planned.body["person_id"])
    with unit_of_work(runtime, system_actor("test")) as work:
        end(work, case_row(work, planned.body["case_id"]), "safeguard", "safeguard")
    assert planned.read()["state"] == "accepted"


@pytest.mark.parametrize("step", [name for name, step in STEPS.items() if step.through])
def test_a_step_to_which_more_belongs_is_refused_with_the_route_that_takes_it(planned: Case, step: str):
    problem = planned.step(step, 409, on=PLANNED, at="2026-03-06T11:00:00Z", place="Orašje", reason="No.")
    assert problem["missing"] == [{"field": "step", "detail": f"is taken by POST {STEPS[step].through}"}]
    assert planned.read()["state"] == "transfer_planned"

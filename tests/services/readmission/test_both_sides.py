"""One software for both sides of a case, and the procedures that an arrangement offers."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from limen.clock import today
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.readmission import timer
from services.readmission.models import deadline
from services.readmission.procedures import PROCEDURES, ROLES
from services.readmission.steps import FINAL_STATES, STATES, STEPS, possible_steps
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case

SWISS = [{"country": "CH", "proof": "document_verified"}]


def incoming(officer: Officer, registration: Registration, **changes: object) -> Case:
    """Bosnia and Herzegovina asks Switzerland, whose node this is, to take its national back."""
    person = registration.person(nationalities=SWISS)
    return open_case(officer, person, requesting_state="BA", requested_state="CH", **changes)


def steps_of(case: Case) -> list[str]:
    """The steps that the officer is offered."""
    return [item["step"] for item in case.read()["possible_steps"]]


def test_the_node_is_the_side_of_its_country(officer: Officer, registration: Registration, case: Case):
    """A Swiss node asks in the one case and is asked in the other."""
    assert case.body["role"] == "requesting"
    assert steps_of(case) == ["submit", "withdraw", "suspend"]
    asked = incoming(officer, registration)
    assert asked.body["role"] == "requested"
    assert steps_of(asked) == ["receive", "withdraw", "suspend"]


def test_a_side_that_is_not_the_nodes_is_refused(officer: Officer, registration: Registration):
    """The error names the field and the side that it would have to be."""
    answer = officer.post(
        "cases",
        {
            "person_id": registration.person(),
            "requesting_state": "CH",
            "requested_state": "BA",
            "category": "own_national",
            "office": "BERN",
            "role": "requested",
        },
    )
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"pointer": "#/role", "detail": "this node is that of CH: requesting"}
    ]


def test_the_requested_side_receives_verifies_and_replies(officer: Officer, registration: Registration):
    """And sees its own limit: 20 calendar days from receipt (CH-BA art. 10(2))."""
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        case = incoming(officer, registration)
        assert case.step("receive", on="2026-03-06")["state"] == "received"
        assert case.deadline("reply")["due"] == "2026-03-26"
        assert case.step("acknowledge", on="2026-03-06")["state"] == "received"
        assert case.step("verify", on="2026-03-06")["state"] == "under_verification"
        assert case.step("accept", on="2026-03-06")["state"] == "accepted"
        titles = {item["step"]: item["title"] for item in case.read()["possible_steps"]}
    assert titles["plan_transfer"] == "Agree to the planned transfer"


def test_the_requested_side_has_the_titles_of_its_side(officer: Officer, registration: Registration):
    """It accepts; it does not record an acceptance."""
    case = incoming(officer, registration)
    case.step("receive", on=today().isoformat())
    titles = {item["step"]: item["title"] for item in case.read()["possible_steps"]}
    assert titles["accept"] == "Accept"
    assert titles["refuse"] == "Refuse, with reasons in writing"


def test_the_other_sides_step_is_refused_with_the_own_ones(officer: Officer, registration: Registration):
    """A requested state sends no application."""
    problem = incoming(officer, registration).step("submit", 409)
    assert problem["missing"] == [{"field": "step", "detail": "must be one of receive, withdraw, suspend"}]


def test_the_own_silence_of_the_requested_side_counts_as_well(
    runtime: Runtime, officer: Officer, registration: Registration
):
    """CH-BA art. 10(2): who does not answer in time has agreed."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        case = incoming(officer, registration)
        case.step("receive", on="2026-03-06")
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
    assert case.read()["state"] == "tacitly_accepted"


def test_information_is_asked_for_and_given_and_the_limit_runs_on(case: Case):
    """No text of the library stops the reply for it, so nothing does."""
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
        asked = case.step("request_information", on="2026-03-06", reason="A photograph is missing.")
        assert asked["state"] == "information_requested"
        given = case.step("give_information", on="2026-03-06", reason="A photograph was sent.")
        assert given["state"] == "under_verification"
        assert case.step("defer", on="2026-03-06", reason="Registers on paper.")["state"] == "deferred"
        assert case.deadline("reply")["due"] == "2026-03-26"


def test_an_application_sent_back_to_be_completed_is_never_accepted_by_silence(runtime: Runtime, case: Case):
    """It can be sent again; until then silence has no effect."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
        case.step("return_for_completion", on="2026-03-06", reason="The form is not signed.")
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
        assert case.read()["state"] == "returned"
        assert case.step("submit")["state"] == "submitted"


def test_an_arrangement_says_which_procedures_it_offers(officer: Officer):
    """CH-BA has no accelerated procedure; it has transit, and needs no application with a valid passport."""
    found = officer.get("choices?requesting_state=CH&requested_state=BA&category=own_national").get_json()
    codes = {item["code"]: item for item in found["procedures"]}
    assert set(codes) == {"application", "written_notification", "readmission_in_error", "voluntary"}
    assert codes["written_notification"]["articles"] == "Art. 6(2)"
    assert "former_national" in {item["code"] for item in found["grounds"]}
    denmark = officer.get("choices?requesting_state=CH&requested_state=DK&category=third_country_national")
    procedures = {item["code"]: item for item in denmark.get_json()["procedures"]}
    assert {"accelerated", "transit"} <= set(procedures)
    assert "submit" in procedures["accelerated"]["limits"]


def test_a_procedure_that_the_arrangement_lacks_is_refused_with_those_it_has(
    officer: Officer, registration: Registration
):
    """Field and choices are named."""
    body = {
        "person_id": registration.person(),
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": "BERN",
        "procedure": "accelerated",
        "ground": "shipwreck",
    }
    errors = officer.post("cases", body).get_json()["errors"]
    assert [item["pointer"] for item in errors] == ["#/procedure", "#/ground"]
    assert "written_notification" in errors[0]["detail"]
    assert "former_national" in errors[1]["detail"]


def test_an_accelerated_case_runs_under_the_accelerated_limits(officer: Officer, registration: Registration):
    """CH-DK: the accelerated reply is counted in working days, the ordinary one is longer."""
    person = registration.person(nationalities=[{"country": "AF", "proof": "declared"}])
    states = {"requesting_state": "DK", "requested_state": "CH", "category": "third_country_national"}
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        dues = {}
        for procedure in ("application", "accelerated"):
            case = open_case(officer, person, procedure=procedure, **states)
            case.step("receive", on="2026-03-06")
            dues[procedure] = case.deadline("reply")["due"]
    assert dues["accelerated"] < dues["application"]


def test_a_variant_of_a_text_has_its_own_limit(officer: Officer, registration: Registration):
    """CH-DK: with weak evidence the reply takes another time; what the text does not know is refused."""
    person = registration.person(nationalities=[{"country": "AF", "proof": "declared"}])
    states = {"requesting_state": "DK", "requested_state": "CH", "category": "third_country_national"}
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        dues = set()
        for variant in ({}, {"variant": "weak_evidence"}):
            case = open_case(officer, person, **states, **variant)
            case.step("receive", on="2026-03-06")
            dues.add(case.deadline("reply")["due"])
    assert len(dues) == 2


@pytest.mark.parametrize(
    ("limit", "silence", "state", "effect"),
    [
        ("reply", "consent", "received", "tacit_acceptance"),
        ("reply", "refusal", "deferred", "tacit_refusal"),
        ("reply", "nationality_only", "received", "nationality_established"),
        ("nationality_objection", "nationality_only", "under_verification", "nationality_established"),
        ("transit_reply", "consent", "received", "tacit_acceptance"),
        ("reply", "none", "received", "none"),
        ("reply", "unstated", "received", "none"),
        ("reply", "consent", "returned", "none"),
        ("reply", "consent", "accepted", "none"),
        ("transfer", "consent", "accepted", "none"),
        ("interview", "consent", "received", "none"),
    ],
)
def test_silence_has_the_effect_of_the_text_and_no_other(limit: str, silence: str, state: str, effect: str):
    """On a reply that somebody still owes; on a transfer or an interview it has none."""
    assert timer.effect_of(SimpleNamespace(limit=limit, silence=silence), state) == effect


@pytest.mark.parametrize(
    ("silence", "state", "step"),
    [("refusal", "refused", "refuse_tacitly"), ("nationality_only", "received", "establish_nationality")],
)
def test_silence_that_is_no_consent_is_recorded_as_what_it_is(
    runtime: Runtime, case: Case, silence: str, state: str, step: str
):
    """A text that takes silence for a refusal, or for nationality alone, gets exactly that."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
    with unit_of_work(runtime, system_actor("test")) as work:
        work.execute(deadline.update().where(deadline.c.limit == "reply").values(silence=silence))
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
        body = case.read()
    assert body["state"] == state
    assert (body["timeline"][-1]["step"], body["timeline"][-1]["taken_by"]) == (step, "system:timer")


def test_a_written_notification_needs_no_application(officer: Officer, registration: Registration):
    """CH-BA art. 6(2): from the notice straight to the transfer; nobody replies."""
    case = open_case(officer, registration.person(), procedure="written_notification")
    day = today().isoformat()
    assert case.step("submit", 409)["missing"][0]["field"] == "step"
    assert case.step("notify", on=day)["state"] == "notified"
    planned = case.plan()
    assert planned["state"] == "transfer_planned"


def test_a_transit_is_answered_and_carried_out_under_its_own_limits(
    officer: Officer, registration: Registration
):
    """CH-BA art. 14(2): two working days for the reply; what they run from is not said, so it is assumed."""
    person = registration.person(nationalities=[{"country": "AF", "proof": "declared"}])
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        case = open_case(officer, person, procedure="transit", category="third_country_national")
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
        reply = case.deadline("transit_reply")
        assert reply["due"] == "2026-03-10"
        assert "start" in {item["about"] for item in reply["explanation"]["assumptions"]}
        assert "reply" not in {item["limit"] for item in case.body["deadlines"]}
        body = case.step("accept", on="2026-03-06")
    assert body["milestones"]["transit_reply"] == "2026-03-06"
    assert "reply" not in body["milestones"]


def handed_over(case: Case) -> Case:
    """Bring a case to its hand-over on 6 March 2026."""
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("accept", on="2026-03-06")
        case.plan()
        case.at_border(at="2026-03-06T11:00:00Z")
    return case


def test_a_person_taken_over_in_error_is_taken_back_in_the_same_case(case: Case):
    """CH-BA art. 12(1): found within six months of the hand-over."""
    handed_over(case)
    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC), tick=False):
        assert case.deadline("readmission_in_error")["due"] == "2026-09-06"
        claimed = case.step("claim_error", on="2026-03-30", reason="Another person of the same name.")
        assert claimed["state"] == "error_claimed"
        taken = case.step("take_back", at="2026-03-31T10:00:00Z", place="Zurich airport")
    assert taken["state"] == "taken_back"
    ended = {item["limit"]: item["ended"] for item in taken["deadlines"]}
    assert ended["readmission_in_error"] == "met"


def test_a_take_back_can_be_a_case_of_its_own_that_counts_from_the_earlier_hand_over(
    officer: Officer, case: Case
):
    """The state that took the person over asks; the text's limit is that of the earlier direction."""
    handed_over(case)
    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC), tick=False):
        back = open_case(
            officer,
            case.body["person_id"],
            requesting_state="BA",
            requested_state="CH",
            category="third_country_national",
            procedure="readmission_in_error",
            follows=case.body["case_id"],
        )
        assert back.body["milestones"] == {"return": "2026-03-06T11:00:00+00:00"}
        assert back.deadline("readmission_in_error")["due"] == "2026-09-06"
        back.step("receive", on="2026-04-01")


def test_somebody_refused_at_the_border_can_be_transferred_anew_or_the_case_closed(case: Case):
    """The case says so; nothing is handed over."""
    day = today().isoformat()
    case.step("submit")
    case.step("accept", on=day)
    case.plan()
    why = {"refusal_code": "not_announced", "reason": "Not announced.", "follows": "planned_anew"}
    body = case.at_border(outcome="refused_at_border", **why)
    assert body["state"] == "turned_back"
    assert {"plan_transfer", "close"} <= {item["step"] for item in body["possible_steps"]}


def test_a_voluntary_departure_is_recorded_without_an_application(
    officer: Officer, registration: Registration
):
    """Who leaves by themselves is not handed over."""
    case = open_case(officer, registration.person(), procedure="voluntary")
    assert steps_of(case) == ["depart", "withdraw", "suspend"]
    body = case.step("depart", on=today().isoformat(), place="Geneva airport", assistance="cash")
    assert (body["state"], body["assistance"]) == ("departed", "cash")
    assert case.step("close")["state"] == "closed"


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("role", ROLES)
def test_every_procedure_leads_from_a_draft_to_its_end_on_both_sides(procedure: str, role: str):
    """No state is a dead end, and every step leads to a state that the table knows."""
    reached, ahead = set(), ["draft"]
    while ahead:
        state = ahead.pop()
        if state in reached:
            continue
        reached.add(state)
        steps = possible_steps(state, procedure, role)
        assert steps or state in FINAL_STATES, state
        ahead += [step.leads_to for step in steps if step.leads_to in STATES]
    assert {"closed", "withdrawn"} <= reached


def test_every_guarded_step_is_the_only_way_into_its_states():
    """What sends, plans, or hands over asks the safeguards, on whichever side and in whichever procedure."""
    sent = ("submitted", "notified", "transfer_planned", "handed_over", "departed", "taken_back")
    ways = {step.name: step for step in STEPS.values() if step.leads_to in sent}
    unguarded = {name for name, step in ways.items() if not step.guarded}
    assert unguarded == {"receive_notification", "reject_error"}  # neither sends or moves anybody

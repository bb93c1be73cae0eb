"""Planning a transfer: crossing points, notice, families together, an escort sheet without secrets, costs."""

import json
from datetime import timedelta

import pytest

from limen.clock import today
from services.readmission.transfers.escort_sheet import FIELDS
from tests.services.readmission.conftest import Case, Registration, open_case

DAY = today().isoformat()
SOON = (today() + timedelta(days=10)).isoformat()
REASON = "The mother is in hospital until the end of the month."


def accepted(case: Case) -> Case:
    case.step("submit")
    case.step("accept", on=DAY)
    return case


def plan(case: Case, expected: int = 201, **changes) -> dict:
    body = {"on": SOON, "place": "Sarajevo airport", "means": "air", **changes}
    return case.post("transfers", body, expected)


def test_a_plan_takes_the_step_and_keeps_the_article_of_the_crossing_point(case: Case):
    escorts = [{"role": "escort_leader", "full_name": "Max Muster"}, {"role": "medical"}]
    found = plan(accepted(case), escorts=escorts, needs=["wheelchair"], itinerary="LX 1234")
    (item,) = found["items"]
    assert item["place_reference"] == "Protocol art. 5(1)(b)"
    assert (item["escort_count"], item["escort_roles"]) == (2, ["escort_leader", "medical"])
    assert item["escort_names"] == ["Max Muster", None]
    assert case.read()["state"] == "transfer_planned"
    assert case.body["milestones"]["planned_transfer"] == SOON


def test_a_point_that_the_text_does_not_name_needs_the_authorities_agreement(case: Case):
    problem = plan(accepted(case), 409, place="Somewhere")
    assert "Orašje" in problem["missing"][0]["detail"]
    (item,) = plan(case, place="Somewhere", place_agreed=True)["items"]
    assert item["place_reference"] == "agreed between the authorities"


def test_a_safeguard_stops_the_plan(case: Case, registration: Registration):
    accepted(case)
    registration.safeguard(case.body["person_id"])
    assert plan(case, 409)["type"] == "urn:limen:problem:safeguard-present"
    assert case.get("transfers")["items"] == []


def test_the_names_of_escorts_are_in_no_log(case: Case, capsys: pytest.CaptureFixture[str]):
    plan(accepted(case), escorts=[{"role": "escort", "full_name": "Max Muster"}])
    logged = capsys.readouterr()
    assert "Muster" not in logged.out + logged.err


def test_a_transfer_without_a_travel_document_that_lasts_warns(case: Case):
    assert [item["code"] for item in plan(accepted(case))["warnings"]] == ["no_travel_document"]


def test_a_plan_made_anew_replaces_the_one_before(case: Case):
    plan(accepted(case))
    states = [item["state"] for item in plan(case, place="Orašje", means="road")["items"]]
    assert states == ["replaced", "planned"]


def test_notice_and_cancellation_are_kept_and_a_cancelled_transfer_stays_cancelled(case: Case):
    transfer_id = plan(accepted(case))["items"][0]["transfer_id"]
    path = f"../../transfers/{transfer_id}"
    (item,) = case.post(f"{path}/notice", {"on": DAY})["items"]
    assert (item["state"], item["notice_on"]) == ("notified", DAY)
    assert case.read()["milestones"]["notice_given"] == DAY
    (item,) = case.post(f"{path}/cancellation", {"code": "transport", "reason": "No seats."})["items"]
    assert (item["state"], item["ended_why"]) == ("cancelled", "transport")
    assert case.post(f"{path}/notice", {"on": DAY}, 409)["missing"]


# --- families ---


@pytest.fixture
def relative(case: Case, registration: Registration) -> Case:
    """The case of the daughter, accepted too."""
    other = accepted(open_case(case.officer, registration.person(given_names="LEJLA")))
    accepted(case).post(
        "family", {"other_case_id": other.body["case_id"], "relation": "parent_and_child"}, 201
    )
    return other


def test_a_family_that_would_travel_apart_needs_a_reason(case: Case, relative: Case):
    problem = plan(case, 409)
    assert problem["missing"][0]["field"] == "family_reason"
    assert relative.body["number"] in problem["detail"]
    found = plan(case, family_reason=REASON)
    assert found["items"][0]["family_reason"] == REASON
    assert [item["number"] for item in found["apart"]] == [relative.body["number"]]


def test_a_family_is_planned_together_in_one_step(case: Case, relative: Case):
    assert plan(case, with_family=True)["apart"] == []
    assert relative.read()["state"] == "transfer_planned"
    assert relative.get("transfers")["items"][0]["planned_on"] == SOON


def test_a_safeguard_of_one_stops_the_plan_of_the_whole_family(
    case: Case, relative: Case, registration: Registration
):
    registration.safeguard(relative.body["person_id"])
    assert plan(case, 409, with_family=True)["type"] == "urn:limen:problem:safeguard-present"
    assert case.read()["state"] == "accepted"


def test_a_relative_who_is_planned_along_needs_no_reason(case: Case, relative: Case):
    plan(relative, family_reason=REASON)
    assert plan(case)["apart"] == []


# --- the escort sheet ---


def test_the_escort_sheet_holds_the_fields_of_its_list_and_no_secret_planted_anywhere(
    case: Case, registration: Registration
):
    """Planted: health, asylum and protection words in every text of the case, and a safeguard that ended."""
    secret = "PLANTED-diagnosis-asylum-trafficking"
    interview = {"kind": "consular", "requested_on": DAY, "interpreter": "not_needed"}
    interview_id = case.post("interviews", interview, 201)["items"][0]["interview_id"]
    case.post(f"../../interviews/{interview_id}/held", {"on": DAY})
    case.post(
        f"../../interviews/{interview_id}/report", {"on": DAY, "outcome": "undetermined", "report": secret}
    )
    case.step("suspend", reason=secret)
    case.step("resume", reason=secret)
    transfer_id = plan(accepted(case), needs=["no_restraint"])["items"][0]["transfer_id"]
    safeguard = registration.safeguard(case.body["person_id"], "trafficking_indication")
    registration.end_safeguard(safeguard, case.body["person_id"])
    answer = case.officer.get(f"transfers/{transfer_id}/escort-sheet")
    sheet = answer.get_json()
    assert set(sheet) == set(FIELDS)
    assert sheet["needs"] == ["no_restraint"]
    assert sheet["surname"] == "HODŽIĆ-TESTOVIĆ"
    text = json.dumps(sheet)
    assert secret not in text
    assert not [word for word in ("asylum", "trafficking", "safeguard", "claim", "report") if word in text]


def test_an_escort_sheet_is_printed_for_officers_of_the_post_only(case: Case):
    transfer_id = plan(accepted(case))["items"][0]["transfer_id"]
    path = f"transfers/{transfer_id}/escort-sheet"
    printed = case.officer.get(f"{path}.pdf")
    assert printed.data.startswith(b"%PDF")
    assert case.officer.as_("shift_leader", 1, "BERN").get(path).status_code == 200
    assert case.officer.as_("shift_leader", 1, "ELSEWHERE").get(path).status_code == 403
    assert case.officer.as_("monitor").get(path).status_code == 403


# --- costs ---


def test_costs_are_summed_exactly_by_bearer_and_currency(case: Case):
    new = {"kind": "transport", "currency": "CHF", "borne_by": "requesting_state", "article": "Art. 15"}
    for amount in ("0.1", "0.2", "1250.0000"):
        found = case.post("costs", {**new, "amount": amount, "incurred_on": DAY}, 201)
    assert found["sums"] == [{"borne_by": "requesting_state", "currency": "CHF", "amount": "1250.3000"}]
    assert found["rules"][0]["reference"] == "Art. 15; Protocol art. 8"


def test_an_invoice_starts_the_clock_of_payment_and_the_payment_meets_it(case: Case):
    """30 days under protocol art. 8 of CH-BA."""
    new = {"kind": "escort", "currency": "EUR", "borne_by": "requesting_state", "article": "Protocol art. 8"}
    body = {**new, "amount": "80.00", "incurred_on": DAY, "invoiced_on": DAY}
    cost_id = case.post("costs", body, 201)["items"][0]["cost_id"]
    assert case.deadline("cost_payment")["explanation"]["reference"] == "Protocol art. 8"
    case.post(f"../../costs/{cost_id}/payment", {"on": DAY})
    assert [item["ended"] for item in case.read()["deadlines"] if item["limit"] == "cost_payment"] == ["met"]


@pytest.mark.parametrize(
    "wrong", [{"amount": "1,50"}, {"amount": "-1"}, {"currency": "ABC"}, {"article": ""}]
)
def test_a_cost_that_nobody_could_settle_is_refused_by_field(case: Case, wrong):
    new = {"kind": "other", "amount": "1.00", "currency": "EUR", "borne_by": "person", "article": "Art. 15"}
    problem = case.post("costs", {**new, "incurred_on": DAY, **wrong}, 422)
    assert problem["errors"][0]["pointer"] == f"#/{next(iter(wrong))}"

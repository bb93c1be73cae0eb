"""A travel document from request to expiry; it warns when it does not last."""

from datetime import timedelta

import time_machine

from limen.clock import now, today
from limen.runtime import Runtime
from services.readmission.travel_documents.documents import note_expiries
from tests.services.readmission.conftest import Case

DAY = today().isoformat()
SOON = (today() + timedelta(days=3)).isoformat()
LATER = (today() + timedelta(days=40)).isoformat()


def requested(case: Case, **changes) -> str:
    case.read()
    body = {"kind": "laissez_passer", "authority": "Embassy in Bern", "requested_on": DAY, **changes}
    return case.post("travel-documents", body, 201)["items"][-1]["document_id"]


def issued(case: Case, valid_until: str, **changes) -> dict:
    document_id = requested(case, **changes)
    body = {"on": DAY, "valid_until": valid_until, "number": "LP000017"}
    return case.post(f"../../travel-documents/{document_id}/issue", body)["items"][-1]


def accepted(case: Case) -> Case:
    case.step("submit")
    case.step("accept", on=DAY)
    return case


def test_the_acceptance_starts_the_clock_of_the_document_and_the_issue_meets_it(case: Case):
    """Three working days under art. 2(4) of CH-BA."""
    assert accepted(case).deadline("travel_document")["ended"] is None
    assert issued(case, LATER)["number"] == "LP000017"
    ended = [item["ended"] for item in case.read()["deadlines"] if item["limit"] == "travel_document"]
    assert ended == ["met"]


def test_a_document_that_ends_before_the_planned_transfer_warns(case: Case):
    accepted(case)
    assert "ends_before_transfer" not in [item["code"] for item in issued(case, SOON)["warnings"]]
    case.plan(on=LATER)
    (document,) = case.get("travel-documents")["items"]
    warning = next(item for item in document["warnings"] if item["code"] == "ends_before_transfer")
    assert SOON in warning["detail"]
    assert LATER in warning["detail"]


def test_a_document_shorter_than_the_arrangement_asks_warns_with_the_article(case: Case):
    """30 days under art. 2(4) of CH-BA."""
    (warning,) = issued(case, SOON)["warnings"]
    assert warning["code"] == "shorter_than_agreed"
    assert "Art. 2(4)" in warning["detail"]
    assert issued(case, LATER)["warnings"] == []


def test_a_document_is_renewed_by_asking_for_another_one_in_its_place(case: Case):
    first = issued(case, SOON)["document_id"]
    second = issued(case, LATER, renews=first)
    assert (second["renews"], second["state"]) == (first, "issued")


def test_only_an_issued_document_of_the_case_can_be_renewed(case: Case):
    waiting = requested(case)
    body = {"kind": "passport", "authority": "Embassy", "requested_on": DAY, "renews": waiting}
    assert case.post("travel-documents", body, 409)["missing"][0]["field"] == "renews"


def test_a_refused_document_keeps_the_reason_and_cannot_be_issued(case: Case):
    document_id = requested(case)
    path = f"../../travel-documents/{document_id}"
    (item,) = case.post(f"{path}/refusal", {"on": DAY, "reason": "Not in the register."})["items"]
    assert (item["state"], item["reason"]) == ("refused", "Not in the register.")
    assert case.post(f"{path}/issue", {"on": DAY, "valid_until": LATER}, 409)["missing"]


def test_the_end_of_validity_is_recorded_once_as_a_moment(case: Case, runtime: Runtime):
    issued(case, SOON)
    note_expiries(runtime)
    assert "document_expired" not in case.read()["milestones"]
    with time_machine.travel(now() + timedelta(days=5)):
        note_expiries(runtime)
        version = case.read()["version"]
        note_expiries(runtime)
        assert case.read()["milestones"]["document_expired"] == SOON
        assert case.body["version"] == version

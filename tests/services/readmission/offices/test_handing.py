"""A case changes hands when the other office accepts, and not before."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from limen.runtime import Runtime
from limen.storage.tables import outbox
from services.readmission.timeline.tables import entry
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration

WHY = "The person was moved to the centre at Geneva."


@pytest.fixture(autouse=True)
def offices(officer: Officer) -> None:
    """Two offices."""
    administrator = officer.as_("administrator")
    for code in ("BERN", "GENEVA"):
        assert administrator.post("offices", {"code": code, "name": code.title()}).status_code == 201


@pytest.fixture
def other(officer: Officer) -> Officer:
    """An officer of Geneva."""
    return officer.as_("readmission_officer", 2, "GENEVA")


def offered(case: Case, to: str = "GENEVA") -> dict[str, Any]:
    answer = case.officer.post(f"{case.path}/offers", {"to_office": to, "reasons": WHY})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def decide(who: Officer, offer: dict[str, Any], decision: str, expected: int = 200) -> dict[str, Any]:
    body = {"decision": decision, "reasons": "We have the person here."}
    answer = who.post(f"offers/{offer['offer_id']}/decision", body)
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def test_the_office_that_offers_owns_the_case_until_the_other_accepts(other: Officer, case: Case) -> None:
    offer = offered(case)
    assert case.read()["office"] == "BERN"
    (waiting,) = other.get("offers").get_json()["items"]
    assert (waiting["number"], waiting["reasons"]) == (case.body["number"], WHY)
    assert other.get("work-lists").get_json()["offers"] == 1
    version = case.body["version"]
    decide(other, offer, "accepted")
    assert (case.read()["office"], case.body["version"]) == ("GENEVA", version + 1)
    assert other.get("offers").get_json()["items"] == []


@pytest.mark.parametrize("decision", ["rejected", "withdrawn"])
def test_a_case_that_is_not_accepted_stays_and_may_be_offered_again(
    officer: Officer, other: Officer, case: Case, decision: str
) -> None:
    decide(other if decision == "rejected" else officer, offered(case), decision)
    assert case.read()["office"] == "BERN"
    (made,) = officer.get(f"{case.path}/offers").get_json()["items"]
    assert (made["state"], made["decision_reasons"]) == (decision, "We have the person here.")
    offered(case)


def test_a_case_is_offered_to_one_office_at_a_time_and_decided_once(
    officer: Officer, other: Officer, case: Case
) -> None:
    offer = offered(case)
    again = officer.post(f"{case.path}/offers", {"to_office": "GENEVA", "reasons": WHY})
    assert again.status_code == 409
    decide(other, offer, "accepted")
    decide(other, offer, "rejected", 409)


def test_nobody_accepts_for_another_office_or_what_they_offered_themselves(
    officer: Officer, case: Case
) -> None:
    offer = offered(case)
    decide(officer, offer, "accepted", 403)
    decide(officer.as_("readmission_officer", 3, "BASEL"), offer, "accepted", 403)
    decide(officer.as_("readmission_officer", 4, "GENEVA"), offer, "withdrawn", 403)
    decide(officer.as_("shift_leader", 1, "BERN"), offer, "accepted", 403)
    decide(officer.as_("shift_leader", 1, "GENEVA"), offer, "accepted")


@pytest.mark.parametrize(
    ("to", "rule"), [("BERN", "has the case already"), ("BASEL", "must be one of BERN, GENEVA")]
)
def test_an_office_that_cannot_take_a_case_is_named(officer: Officer, case: Case, to: str, rule: str) -> None:
    answer = officer.post(f"{case.path}/offers", {"to_office": to, "reasons": WHY})
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"pointer": "#/to_office", "detail": rule}]


def test_a_case_that_is_over_is_not_handed_on(officer: Officer, case: Case) -> None:
    case.step("withdraw", reason="She left by herself.")
    answer = officer.post(f"{case.path}/offers", {"to_office": "GENEVA", "reasons": WHY})
    assert answer.status_code == 409


def test_handing_over_is_told_and_stands_in_the_timeline_without_its_reasons_in_the_open(
    runtime: Runtime, other: Officer, case: Case
) -> None:
    decide(other, offered(case), "accepted")
    told = sa.select(outbox.c.type, outbox.c.envelope).where(outbox.c.type.like("%.case.offer%"))
    with runtime.database.read() as connection:
        sent = [(row.type, json.loads(row.envelope)["data"]) for row in connection.execute(told)]
        noted = connection.execute(sa.select(entry).where(entry.c.kind == "office")).all()
    assert [(kind.split(".")[3], data["state"]) for kind, data in sent] == [
        ("offered", "offered"),
        ("offer-decided", "accepted"),
    ]
    assert [row.what for row in noted] == ["offered", "accepted"]
    assert json.loads(noted[1].facts)["to_office"] == "GENEVA"
    assert "Geneva." not in str(sent) + str([bytes(row.words) for row in noted])


def test_the_reasons_are_gone_when_the_person_is_erased(
    officer: Officer, registration: Registration, case: Case
) -> None:
    offered(case)
    registration.erase(case.body["person_id"])
    (made,) = officer.get(f"{case.path}/offers").get_json()["items"]
    assert (made["reasons"], made["to_office"]) == ("", "GENEVA")


def test_an_office_is_changed_by_the_version_that_was_read(officer: Officer) -> None:
    administrator = officer.as_("administrator")
    change = {"superior": "head-of-unit"}
    assert administrator("PATCH", "offices/BERN", change).status_code == 428
    changed = administrator("PATCH", "offices/BERN", change, If_Match='"1"')
    assert (changed.get_json()["superior"], changed.get_json()["version"]) == ("head-of-unit", 2)
    assert administrator("PATCH", "offices/BERN", change, If_Match='"1"').status_code == 412
    assert administrator.post("offices", {"code": "BERN", "name": "Twice"}).status_code == 409
    assert officer.post("offices", {"code": "BASEL", "name": "Basel"}).status_code == 403


# --- closing an office ---


def change(officer: Officer, body: dict[str, Any], version: int, expected: int = 200) -> dict[str, Any]:
    answer = officer.as_("administrator")("PATCH", "offices/BERN", body, If_Match=f'"{version}"')
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def test_an_office_with_open_cases_is_not_closed_until_they_are_handed_over(
    officer: Officer, other: Officer, case: Case
) -> None:
    assert "looks after open cases (1)" in change(officer, {"closed": True}, 1, 409)["detail"]
    decide(other, offered(case), "accepted")
    assert change(officer, {"closed": True}, 1)["closed_at"]


def test_an_office_to_which_a_case_is_offered_is_not_closed(
    officer: Officer, other: Officer, case: Case
) -> None:
    decide(other, offered(case), "accepted")
    back = other.post(f"{case.path}/offers", {"to_office": "BERN", "reasons": WHY}).get_json()
    assert "offered to BERN" in change(officer, {"closed": True}, 1, 409)["detail"]
    decide(officer, back, "rejected")
    change(officer, {"closed": True}, 1)


def test_a_closed_office_takes_no_case_until_it_is_opened_again(
    officer: Officer, registration: Registration, case: Case, other: Officer
) -> None:
    decide(other, offered(case), "accepted")
    change(officer, {"closed": True}, 1)
    refused = other.post(f"{case.path}/offers", {"to_office": "BERN", "reasons": WHY})
    assert refused.get_json()["errors"][0]["detail"] == "must be one of GENEVA"
    new = {"requesting_state": "CH", "requested_state": "BA", "category": "own_national", "office": "BERN"}
    new["person_id"] = registration.person()
    problem = officer.post("cases", new)
    assert problem.status_code == 422
    assert problem.get_json()["errors"][0]["pointer"] == "#/office"
    assert change(officer, {"closed": False}, 2)["closed_at"] is None
    assert officer.post("cases", new).status_code == 201

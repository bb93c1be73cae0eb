"""Running cases of another register are taken over whole or not at all, with their safeguards, once."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import today
from limen.runtime import Runtime
from services.readmission.imports.schemas import ImportLine, json_schema
from services.readmission.models import case as case_table
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration

SOURCE = "National register of returns"
BEGAN = (today() - timedelta(days=9)).isoformat()


def line(person: str, **changes: Any) -> dict[str, Any]:
    """A case of CH-BA that was accepted."""
    known = {
        "reference": "REG-1",
        "person_id": person,
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": "BERN",
        "state": "accepted",
        "opened_on": BEGAN,
        "receipt_on": BEGAN,
        "reply_on": BEGAN,
        **changes,
    }
    return {name: value for name, value in known.items() if value is not None}


def take_over(officer: Officer, *lines: dict[str, Any], expected: int = 200, **more: Any) -> dict[str, Any]:
    """Import lines; return the answer."""
    answer = officer.post("imports", {"source": SOURCE, "lines": list(lines), **more})
    assert answer.status_code == expected, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def imported(officer: Officer, new: dict[str, Any]) -> Case:
    """Import one line; return its case."""
    (item,) = take_over(officer, new)["items"]
    assert item["outcome"] == "imported"
    return Case(officer, officer.get(f"cases/{item['case_id']}").get_json())


def count(runtime: Runtime) -> int:
    """How many cases there are."""
    with runtime.database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(case_table)).scalar_one()


def test_an_imported_case_stands_in_its_state_with_its_limits_and_is_told_as_imported(
    officer: Officer, registration: Registration
):
    case = imported(officer, line(registration.person(), remarks="File of the canton."))
    assert case.body["state"] == "accepted"
    assert case.deadline("transfer")["explanation"]["event"] == "reply"
    assert {item["limit"]: item["ended"] for item in case.body["deadlines"]}["reply"] == "met"
    (first, *_) = [item for item in case.get("timeline")["items"] if item["kind"] == "step"]
    assert (first["what"], first["facts"]["to_state"], first["words"]) == (
        "import",
        "accepted",
        "File of the canton.",
    )
    assert (first["facts"]["source"], first["facts"]["reference"]) == (SOURCE, "REG-1")
    case.plan()
    assert case.read()["state"] == "transfer_planned"


def test_a_second_import_changes_nothing_and_says_what_differs(
    runtime: Runtime, officer: Officer, registration: Registration
):
    new = line(registration.person())
    case = imported(officer, new)
    case.step("withdraw", reason="Moved on here.")
    again = take_over(officer, new)
    assert (again["imported"], again["there_already"]) == (0, 1)
    assert again["items"][0] == {
        "reference": "REG-1",
        "outcome": "there_already",
        "differs": False,
        "case_id": case.body["case_id"],
        "number": case.body["number"],
    }
    assert take_over(officer, {**new, "state": "draft"})["items"][0]["differs"]
    assert (case.read()["state"], count(runtime)) == ("withdrawn", 1)


def test_every_fault_is_named_by_line_field_and_rule_and_nothing_is_half_done(
    runtime: Runtime, officer: Officer, registration: Registration
):
    person = registration.person()
    lines = [
        line(person),
        line(person, reference="REG-2", reply_on=None),
        line(person, reference="REG-3", requested_state="JP"),
        line(person, reference="REG-4", ground="no_such_ground", safeguards=["no_such"]),
        line(person, reference="REG-5", opened_on="2999-01-01"),
        line(person, reference="REG-5", state="refused"),
    ]
    errors = take_over(officer, *lines, expected=422)["errors"]
    assert {
        "#/lines/1/reply_on",
        "#/lines/2/requested_state",
        "#/lines/3/ground",
        "#/lines/3/safeguards",
        "#/lines/3/safeguards_basis",
        "#/lines/4/opened_on",
        "#/lines/4/reference",
        "#/lines/5/refusal_code",
    } <= {item["pointer"] for item in errors}
    assert not [item for item in errors if item["pointer"].startswith("#/lines/0/")]
    assert count(runtime) == 0


def test_a_check_writes_nothing_and_asks_for_no_person_yet(runtime: Runtime, officer: Officer):
    new = line("", person_id=None, surname="TESTOVIĆ")
    assert take_over(officer, new, check_only=True)["items"][0]["outcome"] == "can_be_imported"
    refused = take_over(officer, new, expected=422)["errors"]
    assert refused[0]["pointer"] == "#/lines/0/person_id"
    assert count(runtime) == 0


@pytest.mark.parametrize("code", ["asylum_claim", "suspensive_appeal", "unfit_to_travel"])
def test_a_protected_person_is_imported_with_the_safeguard_and_sending_and_transfer_stay_blocked(
    officer: Officer, registration: Registration, code: str
):
    person = registration.person()
    protected = {"safeguards": [code], "safeguards_basis": "File 17 of the national register"}
    accepted = imported(officer, line(person, **protected))
    assert [item["safeguard"] for item in accepted.body["safeguards"]] == [code]
    assert accepted.plan(409)["type"] == "urn:limen:problem:safeguard-present"
    draft = imported(officer, line(person, reference="REG-2", state="draft", **protected))
    assert len(draft.body["safeguards"]) == 1
    assert draft.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"


def test_a_safeguard_that_registration_told_blocks_an_imported_case(
    officer: Officer, registration: Registration
):
    person = registration.person()
    registration.safeguard(person)
    case = imported(officer, line(person))
    assert case.plan(409)["type"] == "urn:limen:problem:safeguard-present"


def test_a_case_of_the_requested_side_is_taken_over_and_replied_to_in_time(
    officer: Officer, registration: Registration
):
    new = line(registration.person(), requesting_state="BA", requested_state="CH", state="received")
    case = imported(officer, {name: value for name, value in new.items() if name != "reply_on"})
    assert case.body["role"] == "requested"
    assert case.deadline("reply")["explanation"]["event"] == "receipt"
    assert case.step("accept", on=today().isoformat())["state"] == "accepted"


def test_only_readmission_officers_import_and_the_audit_log_names_them(
    runtime: Runtime, officer: Officer, registration: Registration
):
    new = line(registration.person())
    body = {"source": SOURCE, "lines": [new]}
    for role in ("shift_leader", "administrator", "monitor", "protection_officer"):
        assert officer.as_(role, 1, "BERN").post("imports", body).status_code == 403
    imported(officer, new)


def test_the_schema_of_a_line_names_every_column_once(officer: Officer):
    schema = officer.get("imports/line.json").get_json(force=True)
    assert schema == json_schema()
    assert set(schema["properties"]) == set(ImportLine().fields)
    assert "reference" in schema["required"]

"""Running cases of another register are taken over whole or not at all, with their safeguards, once."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import today
from limen.runtime import Runtime
from services.readmission import timer
from services.readmission.imports.schemas import ImportLine, json_schema
from services.readmission.models import case as case_table
from services.readmission.worklists import escalating
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
    steps = [item for item in case.get("timeline")["items"] if item["kind"] == "step"]
    assert [(item["what"], item["by"], item["at"][:10]) for item in steps] == [
        ("submit", f"register:{SOURCE}", BEGAN),
        ("accept", f"register:{SOURCE}", BEGAN),
        ("import", officer.actor.id, today().isoformat()),
    ]
    assert (steps[-1]["facts"]["to_state"], steps[-1]["words"]) == ("accepted", "File of the canton.")
    assert (steps[-1]["facts"]["source"], steps[-1]["facts"]["reference"]) == (SOURCE, "REG-1")
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


#: how a case went in the other register: asked in January, accepted in February, over in March
PAST = {
    "opened_on": "2026-01-10",
    "submitted_on": "2026-01-12",
    "receipt_on": "2026-01-14",
    "reply_on": "2026-02-02",
    "return_on": "2026-03-05",
}
CLOSED = {**PAST, "state": "closed", "closed_from": "handed_over", "closed_on": "2026-03-20"}


def test_cases_that_are_over_count_in_the_months_in_which_they_happened_and_no_limit_of_theirs_is_watched(
    runtime: Runtime, officer: Officer, registration: Registration
):
    object.__setattr__(runtime.settings, "statistics_threshold", 1)
    closed = imported(officer, line(registration.person(), **CLOSED, assistance="reintegration"))
    refused = {"state": "refused", "return_on": None, "refusal_code": "no_obligation", "reference": "REG-2"}
    imported(officer, line(registration.person(), **{**PAST, **refused}))
    left = {"procedure": "voluntary", "state": "departed", "departure_on": "2026-02-20", "reference": "REG-3"}
    imported(officer, line(registration.person(), **{**PAST, **left}, assistance="cash"))
    timer.watch(runtime)
    escalating.watch(runtime)
    assert [item["limit"] for item in closed.read()["deadlines"] if not item["ended"]] == []
    assert officer.get("escalations").get_json()["items"] == []
    tables = {table["name"]: table for table in officer.get("statistics?period=2026-Q1").get_json()["tables"]}
    months = {
        row["row"]: {
            name: count
            for name, count in zip(tables["month"]["columns"], row["values"], strict=True)
            if count
        }
        for row in tables["month"]["rows"]
    }
    assert months == {
        "2026-01": {"requests": 2},
        "2026-02": {"accepted": 1, "refused": 1, "departed": 1},
        "2026-03": {"transferred": 1},
    }
    returns = {row["row"]: row["values"] for row in tables["assistance"]["rows"] if any(row["values"])}
    assert returns == {"cash": [1, 0], "reintegration": [0, 1]}


def test_a_take_back_follows_the_case_with_which_the_person_was_taken_over_in_error(
    officer: Officer, registration: Registration
):
    """Its first case stands in an earlier line, or was imported before; the claim counts from that day."""
    person = registration.person()
    first = line(person, **PAST, state="error_claimed", error_claimed_on="2026-03-10")
    back = line(
        person,
        reference="REG-2",
        follows="REG-1",
        requesting_state="BA",
        requested_state="CH",
        procedure="readmission_in_error",
        state="received",
        opened_on="2026-03-11",
        receipt_on="2026-03-12",
        reply_on=None,
    )
    refused = take_over(officer, back, expected=422)["errors"]
    assert [item["pointer"] for item in refused] == ["#/lines/0/follows"]
    stranger = {**back, "person_id": registration.person()}
    refused = take_over(officer, first, stranger, expected=422)["errors"]
    assert refused[0]["detail"] == "must be a case of this person with a recorded hand-over"
    (one, two) = take_over(officer, first, back)["items"]
    taken = officer.get(f"cases/{two['case_id']}").get_json()
    assert (taken["follows"], taken["milestones"]["return"]) == (one["case_id"], "2026-03-05")
    assert {item["limit"]: item["ended"] for item in taken["deadlines"]} == {"readmission_in_error": "met"}
    third = imported(
        officer, line(person, **{**back, "reference": "REG-3", "receipt_on": None, "state": "draft"})
    )
    assert third.body["follows"] == one["case_id"]


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"closed_from": None}, "closed_from", "is required in the state closed"),
        ({"closed_on": None}, "closed_on", "is required in the state closed"),
        ({"return_on": None}, "return_on", "is required in the state closed"),
        ({"reply_on": None}, "reply_on", "or expiry_on where silence answered"),
        ({"submitted_on": None, "receipt_on": None}, "receipt_on", "or submitted_on"),
        ({"closed_from": "refused"}, "refusal_code", "is required for a refusal"),
        ({"return_on": "2026-01-20"}, "return_on", "must not lie before reply_on"),
        ({"submitted_on": "2026-01-09"}, "submitted_on", "must not lie before opened_on"),
        ({"closed_on": "2999-01-01"}, "closed_on", "must not lie in the future"),
        ({"procedure": "transit", "category": "stateless", "state": "taken_back"}, "state", "no state"),
        ({"assistance": "a_house"}, "assistance", "Must be one of"),
    ],
)
def test_what_a_past_case_lacks_is_named(
    runtime: Runtime,
    officer: Officer,
    registration: Registration,
    changes: dict[str, Any],
    field: str,
    rule: str,
):
    errors = take_over(officer, line(registration.person(), **{**CLOSED, **changes}), expected=422)["errors"]
    found = [item for item in errors if item["pointer"] == f"#/lines/0/{field}"]
    assert [item for item in found if rule in item["detail"]], errors
    assert count(runtime) == 0


@pytest.mark.parametrize("known_by", ["the line", "this node"])
def test_a_transfer_of_a_protected_person_is_not_taken_over_as_history(
    runtime: Runtime, officer: Officer, registration: Registration, known_by: str
):
    """Only one that lies before the protection began."""
    person = registration.person()
    told = {"safeguards": ["asylum_claim"], "safeguards_basis": "File 17", "safeguards_since": "2026-03-06"}
    if known_by == "this node":
        registration.safeguard(person)  # since 6 March 2026
        told = {}
    late = {**CLOSED, "return_on": "2026-03-06", "closed_on": "2026-03-20"}
    errors = take_over(officer, line(person, **late, **told), expected=422)["errors"]
    assert [item["pointer"] for item in errors] == ["#/lines/0/return_on"]
    assert "asylum" in errors[0]["detail"]
    assert count(runtime) == 0
    assert imported(officer, line(person, **CLOSED, **told)).body["state"] == "closed"


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

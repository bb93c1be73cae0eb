"""The safeguard gate: raised by its real route, ended by its real fact, and in the way of every path."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

import services.readmission
from limen.clock import today
from limen.errors import SafeguardPresent
from limen.law.safeguards import Safeguard
from limen.plugins import Action, Level, NationalSafeguard
from limen.plugins.testing import host_of
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from plugins import agreements
from services.readmission import timer
from services.readmission.cases import case_row
from services.readmission.decisions.protection import ELSEWHERE, ENDS
from services.readmission.models import safeguard as safeguard_table
from services.readmission.moving import _move, move_by_silence
from services.readmission.steps import STEPS
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case
from tests.services.readmission.test_safeguards import REASONS, swiss_law

BASIS = "Report of the physician on duty"
RAISED_HERE = [
    item.value for item in Safeguard if item not in ELSEWHERE and item is not Safeguard.NATIONAL_RULE
]


def protect(case: Case, code: str, expected: int = 201, **more: Any) -> dict[str, Any]:
    """Raise a safeguard in readmission; return the answer."""
    until = {"until": (today() + timedelta(days=30)).isoformat()} if code == "trafficking_indication" else {}
    answer = case.officer.post(
        f"{case.path}/safeguards", {"safeguard": code, "basis": BASIS, **until, **more}
    )
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def record(case: Case, safeguard_id: str, fact: str, expected: int = 201) -> dict[str, Any]:
    """Record a fact as a protection officer; return the answer."""
    answer = case.officer.as_("protection_officer").post(
        f"{case.path}/safeguards/{safeguard_id}/facts",
        {"fact": fact, "on": today().isoformat(), "basis": "File 17 of the authority"},
    )
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.mark.parametrize("code", RAISED_HERE)
def test_a_safeguard_blocks_sending_until_its_facts_are_recorded(case: Case, code: str):
    """Each by its own facts, and not before the last of them."""
    (shown,) = protect(case, code)["items"]
    assert shown["running"]
    assert shown["ends_by"][0] == list(ENDS[code][0])
    for fact in ENDS[code][0]:
        assert case.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"
        (shown,) = record(case, shown["safeguard_id"], fact)["items"]
    assert not shown["running"]
    assert case.step("submit")["state"] == "submitted"


def test_a_best_interests_decision_alone_does_not_free_a_child(case: Case):
    """Reception must be confirmed as well."""
    (shown,) = protect(case, "unaccompanied_child")["items"]
    (shown,) = record(case, shown["safeguard_id"], "best_interests_decision")["items"]
    assert shown["running"]
    assert shown["ends_by"] == [["reception_confirmed"]]
    assert case.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"


def test_a_recovery_period_ends_with_its_last_day_and_not_before(case: Case, officer: Officer):
    """At least 30 days (Convention 197 art. 13(1)); the last day itself still protects."""
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        short = protect(case, "trafficking_indication", 422, until="2026-03-30")
        assert short["errors"][0]["pointer"] == "#/until"
        assert "art. 13(1)" in short["errors"][0]["detail"]
        protect(case, "trafficking_indication", until="2026-03-31")
    with time_machine.travel(datetime(2026, 3, 31, 23, 59, tzinfo=UTC), tick=False):
        assert case.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"
    with time_machine.travel(datetime(2026, 4, 1, 0, 1, tzinfo=UTC), tick=False):
        assert case.step("submit")["state"] == "submitted"


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_is_recorded_elsewhere_is_not_raised_here_and_the_answer_says_where(case: Case, code: str):
    """An asylum claim at registration, an appeal with the decisions."""
    assert ELSEWHERE[code] in protect(case, code, 422)["errors"][0]["detail"]


@pytest.mark.parametrize("code", list(Safeguard))
def test_every_safeguard_that_registration_tells_blocks_at_once(
    case: Case, registration: Registration, code: Safeguard
):
    """By event, and until registration's own event ends it."""
    safeguard = registration.safeguard(case.body["person_id"], code.value)
    assert code.plain_name in case.step("submit", 409)["detail"]
    registration.end_safeguard(safeguard, case.body["person_id"])
    assert case.step("submit")["state"] == "submitted"


def test_a_national_safeguard_is_raised_by_its_code_and_ends_when_its_rule_is_fulfilled(
    runtime: Runtime, case: Case
):
    """Only while it is in force, and under its own article."""
    national = NationalSafeguard(
        code="nursing_mother",
        labels={"en": "a nursing mother may not travel"},
        blocks=frozenset(Action),
        citation="Invented Act, art. 1",
        source="invented",
        verified=Level.FULL_TEXT,
        valid_from=date(2020, 1, 1),
    )
    assert "nursing_mother" not in protect(case, "nursing_mother", 422)["errors"][0]["detail"].split(", ")
    runtime.plugins = host_of(agreements=agreements, swiss_law=swiss_law([national]))
    (shown,) = protect(case, "nursing_mother")["items"]
    assert "Invented Act, art. 1" in shown["basis"]
    assert "a nursing mother may not travel" in case.step("submit", 409)["detail"]
    record(case, shown["safeguard_id"], "rule_fulfilled")
    assert case.step("submit")["state"] == "submitted"


def test_a_safeguard_of_one_case_blocks_every_case_of_the_person(case: Case, officer: Officer):
    """It is the person who is protected."""
    protect(case, "unfit_to_travel")
    other = open_case(officer, case.body["person_id"])
    assert other.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"


def test_who_raises_need_not_know_when_it_ends_and_only_a_protection_officer_ends_it(case: Case):
    """A shift leader may raise; a readmission officer may not end."""
    leader = case.officer.as_("shift_leader")
    body = {"safeguard": "unfit_to_travel", "basis": BASIS}
    assert leader.post(f"{case.path}/safeguards", body).status_code == 201
    (shown,) = case.officer.get(f"{case.path}/safeguards").get_json()["items"]
    fact = {"fact": "fit_to_travel_certificate", "on": today().isoformat(), "basis": BASIS}
    path = f"{case.path}/safeguards/{shown['safeguard_id']}/facts"
    assert case.officer.post(path, fact).status_code == 403


def test_a_fact_of_another_safeguard_ends_nothing(case: Case):
    """A fit-to-travel certificate is no best-interests decision."""
    (shown,) = protect(case, "unaccompanied_child")["items"]
    answer = record(case, shown["safeguard_id"], "fit_to_travel_certificate", 422)
    assert "best_interests_decision, reception_confirmed" in answer["errors"][0]["detail"]


def test_a_safeguard_of_somebody_else_is_not_ended_through_a_case(
    case: Case, officer: Officer, registration: Registration
):
    """The case and the safeguard must be of one person."""
    (shown,) = protect(case, "unfit_to_travel")["items"]
    other = open_case(officer, registration.person())
    record(other, shown["safeguard_id"], "fit_to_travel_certificate", 404)


# --- the paths ---


def test_the_timer_hands_nobody_over_and_sends_nothing(runtime: Runtime, case: Case):
    """Silence is recorded for a protected person; the transfer stays blocked."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
        protect(case, "unfit_to_travel")
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
        assert case.read()["state"] == "tacitly_accepted"
        assert case.plan(409, on="2026-03-30")["type"] == "urn:limen:problem:safeguard-present"


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.guarded])
def test_no_code_of_the_node_moves_a_protected_person(runtime: Runtime, case: Case, name: str):
    """An import, a group, a timer or a plugin that calls the moving itself meets the same gate."""
    protect(case, "unfit_to_travel")
    given = {"on": today(), "at": datetime.now(UTC), "place": "X", "means": "air"}
    with (
        pytest.raises(SafeguardPresent),
        unit_of_work(runtime, system_actor("group")) as work,
    ):
        _move(work, case_row(work, case.body["case_id"]), STEPS[name], given, [])
    with (
        pytest.raises(SafeguardPresent),
        unit_of_work(runtime, system_actor("timer")) as work,
    ):
        move_by_silence(work, case_row(work, case.body["case_id"]), name, today())
    assert case.read()["state"] == "draft"


def test_a_plugin_that_allows_everything_opens_no_gate(runtime: Runtime, case: Case):
    """A plugin can add safeguards; it has no way to take one away."""
    protect(case, "unaccompanied_child")
    runtime.plugins = host_of(agreements=agreements, swiss_law=swiss_law([]))
    assert case.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"


def test_a_row_written_behind_the_services_back_blocks_as_well(runtime: Runtime, case: Case):
    """An import that only fills the table protects too: the gate reads the table each time."""
    with unit_of_work(runtime, system_actor("import")) as work:
        values = {"safeguard_id": "01a0", "person_id": case.body["person_id"], "since": "2026-03-06"}
        work.execute(sa.insert(safeguard_table).values(safeguard="lawful_stay", **values))
    assert "lawful" in case.step("submit", 409)["detail"]


def test_only_the_moving_writes_the_state_of_a_case():
    """One door: whoever else changed a state could go round the gate."""
    folder = Path(services.readmission.__file__).parent
    writers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "values"
        and any(word.arg == "state" for word in call.keywords)
        and "case.update()" in ast.unparse(call.func).replace("case_table", "case")
    }
    assert writers == {"moving.py"}


# --- overrides ---


def asked(case: Case, by: Officer) -> str:
    """Ask to lift the only safeguard of a case; return the path of the decision."""
    (shown,) = case.officer.get(f"{case.path}/safeguards").get_json()["items"]
    body = {"safeguard_id": shown["safeguard_id"], "reasons": REASONS}
    answer = by.post(f"{case.path}/lifts", body)
    assert answer.status_code == 201, answer.get_json()
    return f"lifts/{answer.get_json()['lift_id']}/decision"


APPROVED = {"decision": "approved", "reasons": REASONS}


@pytest.mark.parametrize(
    ("first", "second"),
    [("readmission_officer", "protection_officer"), ("protection_officer", "readmission_officer")],
)
def test_two_persons_of_different_roles_lift_in_either_order(case: Case, first: str, second: str):
    """Both with reasons; both roles are on record."""
    protect(case, "unfit_to_travel")
    path = asked(case, case.officer.as_(first, 7))
    assert case.officer.as_(first, 8).post(path, APPROVED).status_code == 403
    decided = case.officer.as_(second, 9).post(path, APPROVED).get_json()
    assert (decided["requested_roles"], decided["decided_role"]) == ([first], second)
    assert case.step("submit")["state"] == "submitted"


@pytest.mark.parametrize("role", ["shift_leader", "administrator", "monitor", "border_officer"])
def test_no_other_role_decides(case: Case, role: str):
    """Above all not the monitor, who only reads."""
    protect(case, "unfit_to_travel")
    assert case.officer.as_(role).post(asked(case, case.officer), APPROVED).status_code == 403


def test_the_monitor_sees_every_request_at_once(case: Case):
    """In one list over all cases, before anybody has decided, with reasons, case and safeguard."""
    protect(case, "unfit_to_travel")
    path = asked(case, case.officer)
    monitor = case.officer.as_("monitor")
    (waiting,) = monitor.get("lifts").get_json()["items"]
    assert (waiting["state"], waiting["safeguard"], waiting["number"]) == (
        "requested",
        "unfit_to_travel",
        case.body["number"],
    )
    assert waiting["request_reasons"] == REASONS
    case.officer.as_("protection_officer").post(path, APPROVED)
    (decided,) = monitor.get("lifts?state=approved").get_json()["items"]
    assert (decided["decided_by"], decided["decision_reasons"]) == ("protection_officer-1", REASONS)
    assert monitor.get("lifts?state=requested").get_json()["items"] == []
    assert case.officer.as_("shift_leader").get("lifts").status_code == 403


def test_an_override_stands_in_the_timeline_and_in_the_audit_log(case: Case):
    """Who asked, who agreed, in which roles; and that nobody verified a rule of national law."""
    protect(case, "unfit_to_travel")
    case.officer.as_("protection_officer").post(asked(case, case.officer), APPROVED)
    items = case.officer.get(f"{case.path}/timeline").get_json()["items"]
    lifts = [item for item in items if item["kind"] == "lift"]
    assert [item["what"] for item in lifts] == ["lift_requested", "lift_approved"]
    assert [item["facts"]["roles"] for item in lifts] == [["readmission_officer"], ["protection_officer"]]
    assert all("the law of Switzerland says of it is not verified" in item["basis"] for item in lifts)

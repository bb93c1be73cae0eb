"""Registers are told the least and answer yes, no or unknown; one that fails holds the check by its name."""

from types import ModuleType

import pytest

from limen.plugins import RegisterQuestion, RegistryCheck, default_profile, hookimpl
from limen.plugins.testing import host_of
from limen.runtime import Runtime
from limen.storage.tables import audit
from plugins import agreements
from services.readmission.checks.asking import ask_waiting
from tests.services.readmission.conftest import Case, Registration


class Register:
    """A population register that a test answers for."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.answer: str | Exception = "yes"

    def ask(self, particulars: dict[str, str]) -> str:
        self.told.append(dict(particulars))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def register(runtime: Runtime) -> Register:
    """Bosnia and Herzegovina with a plugin that brings one register."""
    answering = Register()
    plugin = ModuleType("bosnia")

    @hookimpl
    def country_profile():
        return default_profile("BA")

    @hookimpl
    def registry_checks():
        return [
            RegistryCheck(
                code="population",
                title="Population register",
                question=RegisterQuestion.NATIONALITY,
                needs=frozenset({"surname", "birth_date"}),
                citation="Test Act, art. 1",
                source="test",
                ask=answering.ask,
            )
        ]

    plugin.country_profile, plugin.registry_checks = country_profile, registry_checks
    runtime.plugins = host_of(bosnia=plugin, agreements=agreements)
    return answering


def ask(case: Case, expected: int = 201, **changes):
    case.read()
    body = {"country": "BA", "register": "population", "purpose": "before_application", **changes}
    return case.post("registry-checks", body, expected)


def test_an_answer_is_kept_without_what_was_told(case: Case, register: Register, runtime: Runtime):
    (asked,) = ask(case)["items"]
    assert (asked["state"], asked["answer"]) == ("waiting", None)
    ask_waiting(runtime)
    (check,) = case.get("registry-checks")["items"]
    assert (check["state"], check["answer"], check["told"]) == ("answered", "yes", ["birth_date", "surname"])
    assert check["purpose"] == "before_application"
    assert check["citation"] == "Test Act, art. 1"
    assert register.told == [{"surname": "HODŽIĆ-TESTOVIĆ", "birth_date": "1990-04-17"}]
    assert "TESTOVI" not in str(check)


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_no_and_unknown_are_kept_as_they_are(case: Case, register: Register, runtime: Runtime, answer: str):
    register.answer = answer
    ask(case)
    ask_waiting(runtime)
    assert case.get("registry-checks")["items"][0]["answer"] == answer


@pytest.mark.parametrize("failure", [ConnectionError("no route to AMRA"), "perhaps"])
def test_a_register_that_fails_holds_the_check_under_its_plugins_name(
    case: Case, register: Register, runtime: Runtime, failure
):
    register.answer = failure
    ask(case)
    ask_waiting(runtime)
    (check,) = case.get("registry-checks")["items"]
    assert (check["state"], check["answer"], check["held_by"]) == ("held", None, "bosnia")
    assert "AMRA" not in str(check)


def test_a_held_check_is_asked_again_and_an_answered_one_is_not(
    case: Case, register: Register, runtime: Runtime
):
    register.answer = ConnectionError("no route")
    check_id = ask(case)["items"][0]["check_id"]
    ask_waiting(runtime)
    register.answer = "yes"
    case.post(f"../../registry-checks/{check_id}/retry", None)
    ask_waiting(runtime)
    assert case.get("registry-checks")["items"][0]["answer"] == "yes"
    problem = case.post(f"../../registry-checks/{check_id}/retry", None, 409)
    assert "answered" in problem["detail"]


def test_every_question_and_every_answer_is_in_the_audit_log(
    case: Case, register: Register, runtime: Runtime
):
    ask(case)
    ask_waiting(runtime)
    with runtime.database.read() as connection:
        entries = connection.execute(audit.select().where(audit.c.subject == case.body["case_id"])).all()
    found = [(entry.action, entry.actor) for entry in entries if entry.action.startswith("registry")]
    assert found == [
        ("registry.asked", "readmission_officer-1"),
        ("registry.answered", "system:registers"),
    ]


def test_a_register_that_no_plugin_brings_cannot_be_asked(case: Case):
    problem = ask(case, 404)
    assert "population of BA" in problem["detail"]


def test_an_erased_person_is_not_asked_about(
    case: Case, register: Register, runtime: Runtime, registration: Registration
):
    ask(case)
    registration.erase(case.body["person_id"])
    ask_waiting(runtime)
    assert register.told == []
    assert case.get("registry-checks")["items"][0]["held_why"] == "person_erased"

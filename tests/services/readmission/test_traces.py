"""Every rule that was asked about a case stands there, also when its answer is why the step was refused."""

from datetime import date
from typing import Any

import pytest

from limen.law.findings import FindingKind
from limen.law.levels import Level
from limen.plugins import CountryProfile, DatedName, Rule, default_profile, hookimpl
from limen.plugins.host import PluginHost
from limen.plugins.limits import CallLimits
from limen.plugins.loaded import PluginCode
from limen.runtime import Runtime
from limen.web.app import create_app
from plugins import agreements
from tests.services.kit import Officer, actor

SUBMIT = "readmission.submit"
OPEN = "readmission.open"


class Bosnia:
    """Bosnia and Herzegovina with the rules that a test gives it."""

    def __init__(self) -> None:
        self.checks: dict[str, Any] = {}

    @hookimpl
    def country_profile(self) -> CountryProfile:
        return CountryProfile(
            alpha2="BA",
            names=[DatedName(language="en", name="Bosnia and Herzegovina")],
            languages=["bs"],
            scripts=["Latn"],
            calendar=default_profile("BA").calendar,
        )

    @hookimpl
    def legal_rules(self) -> list[Rule]:
        return [self._rule(code) for code in self.checks]

    def _rule(self, code: str) -> Rule:
        def check(facts: Any) -> Any:
            return [rule.finding(kind, f"Said by {code}.") for kind in self.checks[code](facts)]

        rule = Rule(
            code=code,
            title=f"Title of {code}",
            citation="Art. 1",
            source="act",
            verified=Level.FULL_TEXT,
            actions=frozenset({OPEN if code == "opening" else SUBMIT}),
            check=check,
        )
        return rule


@pytest.fixture
def bosnia() -> Bosnia:
    found = Bosnia()
    found.checks = {"first": lambda facts: [], "second": lambda facts: []}
    return found


@pytest.fixture
def runtime(runtime: Runtime, bosnia: Bosnia) -> Runtime:
    """Readmission of a Swiss node with the library and this Bosnia."""
    host = PluginHost(
        [PluginCode("agreements", agreements), PluginCode("bosnia", bosnia, "2.0", "sha256:x")],
        limits=CallLimits(call=5, hand_over=60, rest=0),
    )
    runtime.plugins = host
    return runtime


def traces(case: Any) -> list[dict[str, Any]]:
    """What was asked about a case, the oldest first."""
    return case.get("rule-traces")["items"][::-1]


def test_a_rule_that_has_nothing_to_say_leaves_a_trace_too(case):
    case.step("submit")
    assert [(item["rule"], item["outcome"], item["answered"]) for item in traces(case)] == [
        ("first", "satisfied", True),
        ("second", "satisfied", True),
    ]


def test_a_trace_says_which_plugin_answered_what_and_by_which_article(case, bosnia):
    bosnia.checks["second"] = lambda facts: [FindingKind.WARNS]
    case.step("submit")
    warned = traces(case)[1]
    assert warned["findings"] == [
        {
            "kind": "warns",
            "code": "second",
            "reason": "Said by second.",
            "reference": "Art. 1",
            "source": "act",
            "plugin": "bosnia",
        }
    ]
    assert (warned["plugin"], warned["plugin_version"], warned["plugin_digest"], warned["country"]) == (
        "bosnia",
        "2.0",
        "sha256:x",
        "BA",
    )
    assert warned["facts"]["requested_state"] == "BA"
    assert date.fromisoformat(warned["on"])
    assert warned["asked_by"] == "readmission_officer-1"


def test_a_refused_step_leaves_the_case_as_it_was_and_its_trace_behind(case, bosnia):
    bosnia.checks["first"] = lambda facts: [FindingKind.BLOCKS]
    refused = case.step("submit", expected=409)
    assert "Said by first." in refused["detail"]
    assert case.read()["state"] == "draft"
    assert [(item["rule"], item["outcome"]) for item in traces(case)] == [
        ("first", "blocks"),
        ("second", "satisfied"),
    ]


def test_each_time_a_step_is_tried_is_kept(case, bosnia):
    bosnia.checks["first"] = lambda facts: [FindingKind.HOLDS]
    case.step("submit", expected=409)
    bosnia.checks["first"] = lambda facts: []
    case.step("submit")
    assert [item["outcome"] for item in traces(case)] == ["holds", "satisfied", "satisfied", "satisfied"]


def test_what_a_plugin_did_not_answer_is_told_to_the_administrator(runtime, case, bosnia):
    def broken(facts: Any) -> Any:
        raise RuntimeError("ANNA MARIA ERIKSSON")

    bosnia.checks["first"] = broken
    refused = case.step("submit", expected=409)
    assert "bosnia" in refused["detail"]
    held = traces(case)[0]
    assert (held["rule"], held["outcome"], held["answered"]) == ("first", "holds", False)
    administrator = Officer(runtime, create_app(runtime).test_client(), actor("administrator"))
    (told,) = administrator.get("unanswered-rules").get_json()["items"]
    assert (told["plugin"], told["case_id"], told["title"]) == (
        "bosnia",
        case.body["case_id"],
        "Title of first",
    )
    assert "ERIKSSON" not in str(refused) + str(held) + str(told)
    audit = administrator.get("node/audit?action=plugin.unanswered").get_json()["items"]
    assert [item["detail"] for item in audit] == [{"plugins": ["bosnia"]}]


def test_a_step_without_rules_leaves_no_trace(case):
    case.step("withdraw", reason="The person left by herself.")
    assert traces(case) == []


def test_traces_are_read_page_by_page(case, bosnia):
    bosnia.checks["second"] = lambda facts: [FindingKind.BLOCKS]
    for _ in range(2):
        case.step("submit", expected=409)
    first = case.get("rule-traces?limit=3")
    assert len(first["items"]) == 3
    rest = case.get(f"rule-traces?limit=3&after={first['next']}")
    assert (len(rest["items"]), rest["next"]) == (1, None)


def test_a_case_that_a_rule_blocks_is_not_opened_and_one_that_it_holds_waits_as_a_draft(
    officer, registration, bosnia
):
    bosnia.checks["opening"] = lambda facts: [FindingKind.BLOCKS]
    body = {
        "person_id": registration.person(),
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": "POST-1",
    }
    refused = officer.post("cases", body)
    assert refused.status_code == 409
    assert "Said by opening." in refused.get_json()["detail"]
    assert officer.get("cases").get_json()["items"] == []

    bosnia.checks["opening"] = lambda facts: [FindingKind.HOLDS]
    opened = officer.post("cases", body)
    assert (opened.status_code, opened.get_json()["state"]) == (201, "draft")
    (kept,) = officer.get(f"cases/{opened.get_json()['case_id']}/rule-traces").get_json()["items"]
    assert (kept["rule"], kept["outcome"], kept["action"]) == ("opening", "holds", "readmission.open")

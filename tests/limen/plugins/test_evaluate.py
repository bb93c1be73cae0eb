"""Rules speak on their own days about their own actions, and one that fails holds the case."""

from datetime import date

import pytest

from limen.law.findings import FindingKind
from limen.plugins import Finding, Level, Rule
from limen.plugins.evaluate import evaluate
from limen.plugins.testing import host_of

TODAY = date(2026, 3, 6)
SUBMIT = "readmission.submit"


def rule(code="a-rule", check=None, **more):
    """A rule that blocks, unless told otherwise."""
    values = {
        "code": code,
        "title": f"Title of {code}",
        "citation": "Art. 1",
        "source": "act",
        "verified": Level.FULL_TEXT,
        "actions": frozenset({SUBMIT}),
        **more,
    }
    made = Rule(check=check or (lambda facts: [made.finding(FindingKind.BLOCKS, "Not allowed.")]), **values)
    return made


def nothing():
    return []


def codes(findings):
    return [finding.code for finding in findings]


def test_only_the_rules_of_the_countries_that_were_named_are_asked(country):
    host = host_of(
        kenya=country("KE", legal_rules=lambda: [rule("kenyan")]),
        uganda=country("UG", legal_rules=lambda: [rule("ugandan")]),
    )
    assert codes(evaluate(host, ["UG"], SUBMIT, {}, TODAY)) == ["ugandan"]
    assert codes(evaluate(host, ["UG", "KE", "UG", "TJ"], SUBMIT, {}, TODAY)) == ["ugandan", "kenyan"]


def test_a_rule_speaks_about_its_own_actions_only(country):
    host = host_of(kenya=country("KE", legal_rules=lambda: [rule()]))
    assert evaluate(host, ["KE"], "readmission.transfer", {}, TODAY) == []


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), ["a-rule"]),
        (date(2020, 6, 30), ["a-rule"]),
        (date(2020, 7, 1), []),
    ],
)
def test_a_rule_speaks_from_its_first_to_its_last_day(country, on, found):
    dated = rule(valid_from=date(2019, 1, 1), valid_to=date(2020, 6, 30))
    host = host_of(kenya=country("KE", legal_rules=lambda: [dated]))
    assert codes(evaluate(host, ["KE"], SUBMIT, {}, on)) == found


def test_a_finding_carries_the_rules_article_and_the_plugins_name(country):
    host = host_of(kenya=country("KE", legal_rules=lambda: [rule()]))
    assert evaluate(host, ["KE"], SUBMIT, {}, TODAY) == [
        Finding(FindingKind.BLOCKS, "a-rule", "Not allowed.", "Art. 1", "act", "kenya")
    ]


def test_a_rule_cannot_speak_in_another_plugins_name(country):
    forged = Finding(FindingKind.WARNS, "x", "Fine.", "Art. 1", "act", "uganda")
    host = host_of(kenya=country("KE", legal_rules=lambda: [rule(check=lambda facts: [forged])]))
    assert [finding.plugin for finding in evaluate(host, ["KE"], SUBMIT, {}, TODAY)] == ["kenya"]


def raises(facts):
    raise KeyError(facts["person"])


@pytest.mark.parametrize(
    "check",
    [
        raises,
        lambda facts: facts["no such fact"],
        lambda facts: None,
        lambda facts: "fine",
        lambda facts: ["fine"],
        lambda facts: [Finding("allows", "x", "Fine.", "Art. 1", "act", "")],
        lambda facts: exit(0),
    ],
)
def test_a_failing_rule_holds_and_names_the_plugin(country, check):
    host = host_of(kenya=country("KE", legal_rules=lambda: [rule(check=check), rule("another")]))
    held, other = evaluate(host, ["KE"], SUBMIT, {"person": "Anna Maria Eriksson"}, TODAY)
    assert (held.kind, held.plugin, held.code) == (FindingKind.HOLDS, "kenya", "plugin-failed")
    assert held.kind.stops
    assert "plugin 'kenya'" in held.reason
    assert "Title of a-rule" in held.reason
    assert held.reference == "Art. 1"
    assert "Eriksson" not in repr(held)
    assert other.code == "another", "the rules after it are still asked"
    assert host.health()["kenya"].failures == 1


def test_rules_that_cannot_be_read_hold_and_name_the_plugin(country):
    host = host_of(
        kenya=country("KE", legal_rules=lambda: [1 / 0]), uganda=country("UG", legal_rules=nothing)
    )
    (held,) = evaluate(host, ["KE", "UG"], SUBMIT, {}, TODAY)
    assert (held.kind, held.plugin) == (FindingKind.HOLDS, "kenya")


def test_a_rule_cannot_change_what_the_next_one_is_told(country):
    def tampers(facts):
        facts["safeguards"].clear()
        facts["category"] = "own_national"
        return []

    told = []
    host = host_of(
        kenya=country("KE", legal_rules=lambda: [rule("tampers", tampers)]),
        uganda=country("UG", legal_rules=lambda: [rule("listens", lambda facts: told.append(facts) or [])]),
    )
    facts = {"category": "stateless", "safeguards": ["asylum_claim"]}
    evaluate(host, ["KE", "UG"], SUBMIT, facts, TODAY)
    assert told == [{"category": "stateless", "safeguards": ["asylum_claim"], "on": TODAY}]
    assert facts == {"category": "stateless", "safeguards": ["asylum_claim"]}


def test_an_action_that_nobody_knows_is_an_error_of_the_core():
    with pytest.raises(
        ValueError, match=r"no action 'readmission.sumbit': did you mean 'readmission.submit'\?"
    ):
        evaluate(host_of(), ["KE"], "readmission.sumbit", {}, TODAY)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"actions": frozenset({"readmission.sumbit"})}, "did you mean 'readmission.submit'"),
        ({"actions": frozenset()}, "would never be asked"),
        ({"citation": ""}, "needs a citation and a source"),
        ({"source": ""}, "needs a citation and a source"),
        ({"code": "A Rule"}, "a code is lower case"),
        ({"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)}, "valid_to 2020-01-01 lies before"),
        ({"valid_from": "2020-01-01"}, "valid_from must be a day"),
    ],
)
def test_a_rule_that_could_never_speak_rightly_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        rule(**wrong)

"""A plugin that takes too long delays nobody for long, is named, and is left alone for a while."""

import threading
import time
from datetime import date

import pytest

from limen.law.findings import FindingKind
from limen.plugins import Level, Rule
from limen.plugins.errors import PluginFailed, PluginRefused
from limen.plugins.evaluate import evaluate
from limen.plugins.host import PluginHost, load_plugins
from limen.plugins.limits import CallLimits
from limen.plugins.loaded import PluginCode

TODAY = date(2026, 3, 6)
SUBMIT = "readmission.submit"
LIMITS = CallLimits(call=0.05, hand_over=0.05, rest=600)


class Stuck:
    """A function that does not return before it is released; released in the end, so that no thread stays."""

    def __init__(self):
        self.release = threading.Event()
        self.calls = 0

    def __call__(self, *_):
        self.calls += 1
        self.release.wait(60)
        return []


@pytest.fixture
def stuck():
    function = Stuck()
    yield function
    function.release.set()


def rule(code, check):
    return Rule(
        code=code,
        title=f"Title of {code}",
        citation="Art. 1",
        source="act",
        verified=Level.FULL_TEXT,
        actions=frozenset({SUBMIT}),
        check=check,
    )


def host_with(limits=LIMITS, **countries):
    return PluginHost([PluginCode(name, module) for name, module in countries.items()], limits=limits)


def test_a_rule_that_is_stuck_holds_the_case_and_names_the_plugin(country, stuck):
    host = host_with(kenya=country("KE", legal_rules=lambda: [rule("slow", stuck)]))
    (finding,) = evaluate(host, ["KE"], SUBMIT, {}, TODAY)
    assert (finding.kind, finding.code, finding.plugin) == (FindingKind.HOLDS, "plugin-failed", "kenya")
    assert "TookTooLong" in finding.reason


def test_a_plugin_that_took_too_long_is_not_called_again_while_it_rests(country, stuck):
    host = host_with(kenya=country("KE", legal_rules=lambda: [rule("slow", stuck), rule("quick", list)]))
    first, second = evaluate(host, ["KE"], SUBMIT, {}, TODAY)
    assert ("TookTooLong" in first.reason, "AtRest" in second.reason) == (True, True)
    evaluate(host, ["KE"], SUBMIT, {}, TODAY)
    health = host.health()["kenya"]
    assert (stuck.calls, health.late, health.failures, health.refused) == (1, 1, 1, 3)
    assert host.describe()[0]["at_rest"]


def test_a_stuck_plugin_keeps_no_other_country_from_answering(country, stuck):
    blocks = rule("ugandan", lambda facts: [blocks.finding(FindingKind.BLOCKS, "Not allowed.")])
    host = host_with(
        kenya=country("KE", legal_rules=lambda: [rule("slow", stuck)]),
        uganda=country("UG", legal_rules=lambda: [blocks]),
    )
    found = evaluate(host, ["KE", "UG"], SUBMIT, {}, TODAY)
    assert [(item.plugin, item.kind) for item in found] == [
        ("kenya", FindingKind.HOLDS),
        ("uganda", FindingKind.BLOCKS),
    ]


def test_a_plugin_that_answers_again_is_asked_again_after_its_rest(country, stuck):
    limits = CallLimits(call=0.05, hand_over=5, rest=0)
    host = host_with(limits, kenya=country("KE", legal_rules=lambda: [rule("slow", stuck)]))
    assert evaluate(host, ["KE"], SUBMIT, {}, TODAY)
    stuck.release.set()
    assert evaluate(host, ["KE"], SUBMIT, {}, TODAY) == []


def test_calls_that_never_end_are_not_made_without_limit(country, stuck):
    limits = CallLimits(call=0.05, hand_over=5, rest=0)
    host = host_with(limits, kenya=country("KE", legal_rules=lambda: [rule("slow", stuck)]))
    for _ in range(6):
        assert evaluate(host, ["KE"], SUBMIT, {}, TODAY)
    assert stuck.calls == 3
    stuck.release.set()
    until = time.monotonic() + 20
    while evaluate(host, ["KE"], SUBMIT, {}, TODAY):
        assert time.monotonic() < until, "the plugin was never asked again"


def test_a_hook_that_is_stuck_fails_by_name(country, stuck):
    host = host_with(kenya=country("KE", safeguards=lambda: stuck()))
    with pytest.raises(PluginFailed, match="plugin 'kenya' failed in safeguards: TookTooLong"):
        host.countries["KE"].safeguards()


def test_a_package_that_never_finishes_its_import_stops_the_start(install):
    endless = install("atlantis", source="import threading\nthreading.Event().wait(2)")
    with pytest.raises(PluginRefused, match="'atlantis': cannot be imported: TookTooLong"):
        load_plugins([endless.pin()], limits=CallLimits(hand_over=0.1))

"""Safe mode starts a node without a plugin: what depends on it is held, and everything else goes on."""

from datetime import date

import pytest

from limen.law.findings import FindingKind
from limen.plugins.errors import PluginRefused
from limen.plugins.evaluate import evaluate
from limen.plugins.host import load_plugins

TODAY = date(2026, 3, 6)
BROKEN = "raise RuntimeError('broken')"


def test_a_plugin_that_cannot_be_imported_is_left_out_and_the_node_starts(install):
    broken = install("atlantis", source=BROKEN)
    with pytest.raises(PluginRefused, match="RuntimeError"):
        load_plugins([broken.pin()])
    host = load_plugins([broken.pin()], safe_mode=["atlantis"])
    assert (dict(host.plugins), host.left_out) == ({}, {"atlantis": None})


def test_a_plugin_that_was_altered_or_removed_can_be_left_out(install):
    pin = install("atlantis").pin()
    altered = f"{pin.name}=={pin.version} sha256:{'0' * 64}"
    gone = "lemuria==1.0.0 sha256:" + "0" * 64
    host = load_plugins([altered, gone], safe_mode=["all"])
    assert sorted(host.left_out) == ["atlantis", "lemuria"]


def test_a_name_that_no_plugin_has_stops_the_start(install):
    pin = install("atlantis").pin()
    with pytest.raises(PluginRefused, match="safe_mode, not in plugins: did you mean 'atlantis'"):
        load_plugins([pin], safe_mode=["atlantes"])


@pytest.mark.parametrize("action", ["readmission.submit", "readmission.transfer"])
def test_nothing_is_sent_for_a_country_whose_plugin_was_left_out(install, action):
    broken = install("atlantis", source=BROKEN)
    broken.write("country.yaml", "alpha2: KE\n")
    host = load_plugins([broken.pin()], safe_mode=["atlantis"])
    (finding,) = evaluate(host, ["KE", "UG"], action, {}, TODAY)
    assert (finding.kind, finding.code, finding.plugin) == (
        FindingKind.HOLDS,
        "plugin-left-out",
        "atlantis",
    )
    assert evaluate(host, ["TZ", "UG"], action, {}, TODAY) == []


def test_a_plugin_that_may_speak_for_any_country_holds_all_of_them(install):
    host = load_plugins([install("atlantis", source=BROKEN).pin()], safe_mode=["atlantis"])
    assert [item.code for item in evaluate(host, ["TZ"], "readmission.submit", {}, TODAY)] == [
        "plugin-left-out"
    ]


def test_a_case_can_be_withdrawn_and_suspended_in_safe_mode(install):
    host = load_plugins([install("atlantis", source=BROKEN).pin()], safe_mode=["all"])
    for action in ("readmission.withdraw", "readmission.suspend", "readmission.refuse"):
        assert evaluate(host, ["TZ"], action, {}, TODAY) == []

"""The contract kit: a plugin that breaks a rule is told which, and our own break none."""

import sys
from pathlib import Path

import pytest

from limen.node import BUNDLED_PLUGINS
from limen.plugins.contract import CHECKS, Verdict, examine, find_subject
from limen.plugins.errors import PluginRefused
from limen.plugins.scaffold import new_country
from limen.plugins.testing import broken_contract

UTOPIA = Path(__file__).parents[3] / "docs" / "examples" / "utopia"
SOURCE = "sources: {act: {title: Act, publication: Gazette, read_on: 2026-11-01}}"
RULE = """
rules:
  - {code: notice, title: Notice, actions: [readmission.submit], finding: warns, reason: Hear this.,
     citation: "s. 1", source: act, verified: excerpt}
"""


@pytest.fixture
def kenya(tmp_path, monkeypatch):
    """A new country in a folder of its own, forgotten again afterwards."""
    path = list(sys.path)
    monkeypatch.setattr(sys, "path", path)
    yield Country(new_country("KE", tmp_path))
    for name in [name for name in sys.modules if name.startswith("limen_kenya")]:
        del sys.modules[name]


class Country:
    """The files of a new country, to be broken."""

    def __init__(self, root):
        self.root = root
        self.folder = root / "limen_kenya"

    def change(self, path, old, new):
        """Replace a text in a file."""
        file = self.root / path
        text = file.read_text()
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1))

    def found(self, verdict=Verdict.FAILED):
        """What the kit says, as `check: sentence`."""
        results = examine(find_subject(str(self.root)))
        return [f"{item.check}: {item.says}" for item in results if item.verdict is verdict]


@pytest.mark.parametrize("name", BUNDLED_PLUGINS)
def test_what_ships_with_limen_keeps_the_contract(name):
    assert broken_contract(name) == []


def test_the_example_keeps_the_contract():
    assert broken_contract(UTOPIA) == []


def test_a_country_that_keeps_the_contract_passes_every_check(kenya):
    passed = kenya.found(Verdict.PASSED)
    assert [line.split(":")[0] for line in passed] == list(CHECKS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("from limen.web.app import create_app", "imports limen.web.app.create_app, which is not public"),
        ("from limen.plugins.host import PluginHost", "limen.plugins.host.PluginHost, which is not public"),
        ("from limen.plugins import _x", "imports limen.plugins._x, which is not public"),
        ("import services.readmission", "imports services.readmission, which is not a plugin's to use"),
        ("from plugins import serbia", "imports plugins, which is not a plugin's to use"),
    ],
)
def test_an_import_beyond_the_public_names_is_named_with_its_line(kenya, line, said):
    kenya.change("limen_kenya/__init__.py", "plugin = ", f"def later():\n    {line}\n\n\nplugin = ")
    (found,) = kenya.found()
    assert found.startswith("imports: __init__.py:6 ")
    assert said in found


def test_a_case_that_comes_out_otherwise_is_named(kenya):
    kenya.change("limen_kenya/cases.yaml", "expect: false", "expect: true")
    (found,) = kenya.found()
    assert found.startswith("cases: Sundays are not working days: expected True, got False")


def test_a_country_without_cases_is_refused(kenya):
    (kenya.folder / "cases.yaml").unlink()
    assert kenya.found() == [
        "cases: there is no cases.yaml: nobody can check what it says without reading code"
    ]


def test_a_rule_without_cases_and_without_its_source_is_named(kenya):
    (kenya.folder / "rules.yaml").write_text(RULE)
    assert kenya.found() == [
        "sources: rule notice: its source 'act' is not one of the profile's",
        "near misses: rule notice: no case in which it speaks",
        "near misses: rule notice: no near miss, a case in which it is silent",
    ]


def test_a_citation_without_an_article_is_pointed_out(kenya):
    (kenya.folder / "rules.yaml").write_text(RULE.replace("s. 1", "Act (article not verified)"))
    kenya.change("limen_kenya/country.yaml", "sources: {}", SOURCE)
    assert "sources: rule notice: article not verified" in kenya.found(Verdict.WARNING)


def test_two_rules_that_hold_on_one_day_under_one_code_are_named(kenya):
    (kenya.folder / "rules.yaml").write_text(RULE + RULE.replace("\nrules:\n", ""))
    assert "dates: rule notice: two of them hold on the same day" in kenya.found()


@pytest.mark.parametrize(
    ("reviewed", "verdict", "said"),
    [
        ("2099-01-01", Verdict.FAILED, "dates: it was reviewed on 2099-01-01, which has not come yet"),
        ("2020-01-01", Verdict.WARNING, "dates: it was last reviewed on 2020-01-01, more than a year ago"),
    ],
)
def test_a_review_in_the_future_or_long_ago_is_named(kenya, reviewed, verdict, said):
    text = (kenya.folder / "country.yaml").read_text()
    day = text.split("reviewed_on: ")[1].split()[0]
    kenya.change("limen_kenya/country.yaml", day, reviewed)
    assert said in kenya.found(verdict)


def test_a_file_that_cannot_be_read_is_named(kenya):
    (kenya.folder / "texts" / "sw.yaml").write_text("title: a\ntitle: b\n")
    assert any(line.startswith("data files: sw.yaml: ") and "occurs twice" in line for line in kenya.found())


def test_a_hook_that_fails_is_named_with_its_cause(kenya):
    (kenya.folder / "rules.yaml").write_text("rules: [{code: x}]")
    assert any(line.startswith("hooks: legal_rules failed: LawDataInvalid") for line in kenya.found())


def test_a_misspelt_hook_is_named(kenya):
    kenya.change("limen_kenya/__init__.py", "plugin = CountryFiles(__file__)", MISSPELT)
    assert any("did you mean 'safeguards'" in line for line in kenya.found())


def test_a_slow_rule_is_pointed_out(kenya):
    kenya.change("limen_kenya/__init__.py", "plugin = CountryFiles(__file__)", SLOW)
    kenya.change("limen_kenya/country.yaml", "sources: {}", SOURCE)
    assert any(line.startswith("speed: rule slow takes ") for line in kenya.found(Verdict.WARNING))


def test_a_calendar_of_ones_own_is_refused(kenya):
    kenya.change("limen_kenya/__init__.py", "plugin = CountryFiles(__file__)", OWN_CALENDAR)
    assert any("Mine is no calendar of Limen" in line for line in kenya.found())


def test_a_distribution_without_a_licence_is_refused(kenya):
    kenya.change("pyproject.toml", 'license = "Apache-2.0"\n', "")
    assert any(line.startswith("package: the distribution names no licence") for line in kenya.found())


def test_a_folder_with_two_plugins_is_refused(kenya):
    kenya.change("pyproject.toml", 'kenya = "limen_kenya"', 'kenya = "limen_kenya"\nuganda = "limen_kenya"')
    with pytest.raises(PluginRefused, match="must have one entry point"):
        find_subject(str(kenya.root))


MISSPELT = """
from limen.plugins import hookimpl


class Kenya(CountryFiles):
    @hookimpl
    def safeguard(self):
        return []


plugin = Kenya(__file__)
"""
SLOW = """
import time

from limen.plugins import Level, Rule, hookimpl


class Kenya(CountryFiles):
    @hookimpl
    def legal_rules(self):
        def check(facts):
            until = time.monotonic() + 0.05
            while time.monotonic() < until:
                pass
            return []

        actions = frozenset({"readmission.submit"})
        return [Rule(code="slow", title="t", citation="s. 1", source="act", verified=Level.EXCERPT,
                     actions=actions, check=check)]


plugin = Kenya(__file__)
"""
OWN_CALENDAR = """
from dataclasses import replace

from limen.plugins import Calendar, hookimpl


class Mine(Calendar):
    pass


class Kenya(CountryFiles):
    @hookimpl
    def country_profile(self):
        found = load_country(self.folder / "country.yaml")
        return replace(found, calendar=Mine("Kenya", "KE"))


from limen.plugins import load_country

plugin = Kenya(__file__)
"""

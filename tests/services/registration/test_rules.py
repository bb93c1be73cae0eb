"""What a country's law says when an encounter is recorded: told to the officer, and never in the way."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from limen.law.findings import Finding, FindingKind
from limen.law.levels import Level
from limen.plugins import Facts, Rule, default_profile, hookimpl
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from tests.services.registration.conftest import Officer

TOLD: list[dict[str, Any]] = []


class LawfulPlugin:
    """Asks what follows a refused entry, and fails at an exit."""

    @hookimpl
    def country_profile(self) -> object:
        """Return a profile of the node's country."""
        return default_profile("AL")

    @hookimpl
    def legal_rules(self) -> Sequence[Rule]:
        """Return the rule."""

        def check(facts: Facts) -> list[Finding]:
            TOLD.append(dict(facts))
            if facts["kind"] == "exit":
                raise RuntimeError("the law is lost")
            if facts["kind"] != "refused_entry":
                return []
            return [rule.finding(FindingKind.BLOCKS, "Hand the person the decision in writing.")]

        rule = Rule(
            code="decision-in-writing",
            title="Decision in writing",
            citation="Border Act, art. 1",
            source="test",
            verified=Level.FULL_TEXT,
            valid_from=date(2020, 1, 1),
            actions=frozenset({"registration.register", "protection_screening"}),
            check=check,
        )
        return [rule]


@pytest.fixture
def plugins() -> PluginHost:
    """Albania's plugin, as far as this test goes."""
    TOLD.clear()
    return PluginHost([PluginCode("albania", LawfulPlugin())])


def meeting(officer: Officer, kind: str) -> dict[str, Any]:
    told = {
        "names": [{"surname": "Testshqip", "given_names": "Rregullore"}],
        "nationalities": ["XK"],
    }
    return officer.meets(declared=told, kind=kind)


def test_what_the_law_asks_for_is_told_and_the_encounter_is_recorded(officer: Officer) -> None:
    found = meeting(officer, "refused_entry")

    assert found["findings"] == [
        {
            "kind": "blocks",
            "code": "decision-in-writing",
            "reason": "Hand the person the decision in writing.",
            "reference": "Border Act, art. 1",
            "source": "test",
            "plugin": "albania",
        }
    ]
    assert officer.get(f"encounters/{found['encounter']['id']}").status_code == 200


def test_where_the_law_is_silent_nothing_is_told(officer: Officer) -> None:
    assert meeting(officer, "entry")["findings"] == []


def test_a_rule_that_fails_is_named_and_the_encounter_is_recorded(officer: Officer) -> None:
    (finding,) = meeting(officer, "exit")["findings"]

    assert (finding["kind"], finding["code"], finding["plugin"]) == ("holds", "plugin-failed", "albania")


def test_a_rule_is_told_nothing_that_says_who_the_person_is(officer: Officer) -> None:
    meeting(officer, "entry")

    (facts,) = TOLD
    assert sorted(facts) == ["country", "has_document", "kind", "nationalities", "on"]
    assert "Testshqip" not in str(facts)
    assert facts["nationalities"] == ["XK"]


def test_a_screening_tells_what_the_law_asks_for_next(officer: Officer) -> None:
    encounter = meeting(officer, "refused_entry")["encounter"]["id"]

    answer = officer.post(f"encounters/{encounter}/protection-screenings", {"outcome": "no_indication"})

    assert answer.status_code == 201
    assert [finding["code"] for finding in answer.get_json()["findings"]] == ["decision-in-writing"]

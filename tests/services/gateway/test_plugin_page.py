"""The page of the plugins: each country with what it covers and leaves open, one that fails first."""

import json
import re
from collections.abc import Callable
from typing import Any

from limen.clock import now
from limen.embedded import Node
from limen.ids import new_id
from limen.node import BUNDLED_PLUGINS
from limen.work import system_actor, unit_of_work
from services.gateway.console.plugins import merged
from services.readmission.traces.tables import rule_trace
from tests.services.gateway.browsing import Browser
from tests.services.gateway.people import open_case, person_of, register_with_passport

As = Callable[[str], Browser]


def state(name: str, health: str = "answers", **more: Any) -> dict[str, Any]:
    return {"name": name, "health": health, "failures": 0, **more}


def test_an_administrator_and_the_monitor_see_each_plugin(as_: As) -> None:
    for account in ("administrator", "monitor"):
        page = as_(account).get("/node/plugins")
        assert page.status == 200
        for name in BUNDLED_PLUGINS:
            assert name in page.text, name


def test_an_officer_does_not_see_the_plugins(as_: As) -> None:
    assert as_("readmission").get("/node/plugins").status == 403


def test_a_country_says_its_licence_its_review_and_what_it_leaves_open(as_: As) -> None:
    page = as_("administrator").get("/node/plugins")
    assert "Apache-2.0" in page.text
    assert "22 Nov 2026" in page.text
    assert "No law of Serbia on asylum or on foreigners was read." in page.text
    assert "Kosovo*" in page.text
    assert "resolution 1244 (1999)" in page.text


def test_each_language_of_the_pages_says_how_much_it_covers_and_who_made_it(as_: As) -> None:
    page = as_("administrator").get("/node/plugins")
    covered = dict(re.findall(r'<dt lang="([\w-]+)">.*?</dt><dd>(.*?)</dd>', page.html))
    assert {"fr", "sq"} <= covered.keys()
    (had, texts) = map(int, re.findall(r"\d+", covered["fr"]))
    assert 0 < had <= texts
    assert "Made by machine" in covered["fr"]


def hold(node: Node, case_id: str) -> None:
    """Leave the trace of a rule that a plugin did not answer."""
    with unit_of_work(node.runtimes["readmission"], system_actor("test")) as work:
        reason = {
            "kind": "holds",
            "code": "plugin-failed",
            "reason": "It did not answer.",
            "plugin": "serbia",
        }
        row = dict.fromkeys(("action", "on_day", "rule", "reference", "source"), "x")
        work.execute(
            rule_trace.insert().values(
                **row,
                trace_id=new_id(),
                case_id=case_id,
                country="RS",
                plugin="serbia",
                plugin_version="0.1.0",
                title="Title of a rule",
                outcome="holds",
                answered=False,
                findings=json.dumps([{**reason, "reference": "x", "source": "x", "plugin": "serbia"}]),
                facts="{}",
                asked_by="test",
                asked_at=now(),
            )
        )


def test_a_step_that_a_plugin_held_is_told(as_: As, node: Node) -> None:
    case_id = new_id()
    hold(node, case_id)
    page = as_("administrator").get("/node/plugins")
    for told in ("held because a plugin did not answer", case_id, "Title of a rule", "serbia 0.1.0"):
        assert told in page.text, told


def test_a_plugin_that_fails_in_one_service_only_is_failing_and_stands_first() -> None:
    told = {
        "registration": [state("albania"), state("serbia", "failing", failures=2)],
        "readmission": [state("albania"), state("serbia")],
    }
    first, second = merged(told)
    assert (first["name"], first["health"], second["health"]) == ("serbia", "failing", "answers")
    assert {name: item["failures"] for name, item in first["services"].items()} == {
        "registration": 2,
        "readmission": 0,
    }


def test_a_case_says_which_rules_were_asked_and_what_they_answered(as_: As, node: Node) -> None:
    readmission = as_("readmission")
    case = open_case(readmission, person_of(register_with_passport(as_("officer"))))
    address = case.link("Rules that were asked")
    assert "No rule was asked so far." in readmission.get(address).text
    hold(node, address.split("/")[-2])
    page = readmission.get(address)
    for told in ("Title of a rule", "Holds the case", "It did not answer.", "Serbia", "serbia 0.1.0"):
        assert told in page.text, told

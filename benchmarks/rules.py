"""How many rules of national law a second one core evaluates, with the twelve countries loaded.

The limit is the same checks called one after the other with nothing around them: no copy of the facts, no
deadline, no trace, and nobody notices a plugin that fails.
"""

import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import cycle
from typing import Any

from benchmarks.figures import Figure
from limen.node import BUNDLED_PLUGINS
from limen.plugins.actions import ACTIONS
from limen.plugins.evaluate import evaluations
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode

ON = date(2026, 3, 6)
CATEGORIES = ("own_national", "third_country_national", "stateless")
#: the library of agreements has no rules
COUNTRIES = [name for name in BUNDLED_PLUGINS if name not in ("agreements", "screening_training")]


def questions(host: PluginHost) -> list[tuple[tuple[str, str], str, dict[str, Any]]]:
    """Return every pair of the countries with every action: as a busy region would ask in turn."""
    states = sorted(host.countries)
    found = []
    for number, (requesting, requested) in enumerate((a, b) for a in states for b in states if a != b):
        for action in ACTIONS:
            facts = {
                "requesting_state": requesting,
                "requested_state": requested,
                "category": CATEGORIES[number % 3],
                "state": "draft",
                "arrangement": f"{requesting}-{requested}",
            }
            found.append(((requesting, requested), action, facts))
    return found


def rate(ask: Callable[[Any], int], asked: list[Any], seconds: float = 1.0) -> tuple[float, float]:
    """Return how many rules and how many questions a second `ask` gets through; it returns the rules."""
    for question in asked[:200]:
        ask(question)
    rules, count, began = 0, 0, time.process_time()
    turn = cycle(asked)
    while (spent := time.process_time() - began) < seconds:
        for _ in range(100):
            rules += ask(next(turn))
        count += 100
    return rules / spent, count / spent


def measure() -> list[Figure]:
    """Measure one core's processor time."""
    host = PluginHost(PluginCode(name, import_module(f"plugins.{name}")) for name in COUNTRIES)
    asked = questions(host)
    rules = {alpha2: country.legal_rules() for alpha2, country in host.countries.items()}

    def through_the_host(question: Any) -> int:
        states, action, facts = question
        return len(evaluations(host, states, action, facts, ON))

    def bare(question: Any) -> int:
        states, action, facts = question
        told = {**facts, "on": ON}
        chosen = [rule for state in states for rule in rules[state] if action in rule.actions]
        for rule in chosen:
            if rule.in_force(ON):
                rule.check(told)
        return len(chosen)

    floor, bare_questions = rate(bare, asked)
    found, questions_a_second = rate(through_the_host, asked)
    limit = "the checks alone, unguarded"
    return [
        Figure("rules of national law, 12 countries", "core", found, "a second", floor, limit),
        Figure(
            "steps of cases asked about, both states",
            "core",
            questions_a_second,
            "a second",
            bare_questions,
            limit,
        ),
    ]

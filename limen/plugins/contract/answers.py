"""Checks of the answers: the cases pass, near misses are among them, and nothing takes long."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from limen.clock import today
from limen.plugins.contract.results import Verdict, failed, warning
from limen.plugins.contract.subject import Subject
from limen.plugins.errors import PluginFailed
from limen.plugins.evaluate import evaluate
from limen.plugins.facts import READMISSION_FACTS
from limen.plugins.testing import Case, answer, load_cases

#: seconds above which a rule, and a hook, are pointed out; the node's own limits fail them
SLOW_RULE, SLOW_HOOK = 0.01, 2.0


def cases(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Every case of `cases.yaml` comes out as it says."""
    country = subject.country
    if country is None:
        return
    if subject.cases_file is None:
        yield failed("there is no cases.yaml: nobody can check what it says without reading code")
        return
    for case in _cases(subject):
        try:
            found = answer(subject.host, country.alpha2, case)
        except Exception as error:  # noqa: BLE001  # a case can break in every way; the next is asked all the same
            yield failed(f"{case.name}: {type(error).__name__}: {error}")
            continue
        if found != case.expect:
            yield failed(f"{case.name}: expected {case.expect!r}, got {found!r}")


def near_misses(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Each rule and number has a case in which it speaks, and one close by in which it does not."""
    country = subject.country
    if country is None or subject.cases_file is None:
        return
    asked = _cases(subject)
    for rule in country.legal_rules():
        own = [case for case in asked if case.ask == "rules" and case.details.get("action") in rule.actions]
        speaks = [case for case in own if _names(case, rule.code)]
        if not speaks:
            yield failed(f"rule {rule.code}: no case in which it speaks")
        silent = [case for case in asked if case.ask == "rules" and not _names(case, rule.code)]
        if not silent:
            yield failed(f"rule {rule.code}: no near miss, a case in which it is silent")
        days = {case.details.get("on") for case in asked if case.ask == "rules"}
        if rule.valid_from and not {rule.valid_from, rule.valid_from - timedelta(days=1)} <= days:
            yield warning(f"rule {rule.code}: no cases on its first day and on the day before")
    for number in country.identity_numbers():
        expected = [
            case.expect
            for case in asked
            if case.ask == "identity_number" and case.details.get("kind") == number.name
        ]
        if "valid" not in expected:
            yield failed(f"identity number {number.name}: no case of a valid one")
        if not any(item != "valid" for item in expected):
            yield failed(f"identity number {number.name}: no near miss, a case that is refused")


def speed(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """A rule answers in milliseconds, for an officer waits; a hook hands over its data within seconds."""
    for hook in subject.plugin.hooks:
        if hook == "document_texts":
            continue
        took = _seconds(partial(subject.plugin.ask, hook))
        if took > SLOW_HOOK:
            yield warning(f"{hook} took {took:.1f} s to hand over its data")
    country = subject.country
    if country is None:
        return
    for rule in country.legal_rules():
        facts = {**dict.fromkeys(READMISSION_FACTS, ""), "on": rule.valid_from or today()}
        ask = partial(_ask, subject, sorted(rule.actions)[0], facts)
        took = min(_seconds(ask) for _ in range(3))
        if took > SLOW_RULE:
            yield warning(f"rule {rule.code} takes {took * 1000:.0f} ms")


def _ask(subject: Subject, action: str, facts: dict[str, Any]) -> Any:
    country = subject.country
    assert country is not None
    return evaluate(subject.host, [country.alpha2], action, facts, facts["on"])


def _cases(subject: Subject) -> list[Case]:
    return load_cases(subject.cases_file) if subject.cases_file else []


def _names(case: Case, code: str) -> bool:
    return any(str(found).split()[-1] == code for found in case.expect or ())


def _seconds(function: Any) -> float:
    began = time.perf_counter()
    with suppress(PluginFailed):  # the check of the hooks says so
        function()
    return time.perf_counter() - began

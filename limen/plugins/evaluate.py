"""Ask countries what their law says about an action. A rule that fails holds; it never lets a step pass."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from limen.law.findings import Finding, FindingKind
from limen.plugins.actions import CONSEQUENTIAL, check_action
from limen.plugins.country import Country
from limen.plugins.errors import PluginFailed
from limen.plugins.facts import Facts
from limen.plugins.host import PluginHost
from limen.plugins.rules import Rule

#: codes of the findings that the core makes itself
PLUGIN_FAILED, PLUGIN_LEFT_OUT = "plugin-failed", "plugin-left-out"
CORE_CODES = frozenset({PLUGIN_FAILED, PLUGIN_LEFT_OUT})
#: facts of these types need no copy
_UNCHANGEABLE = (str, int, float, date, type(None))


@dataclass(frozen=True)
class Evaluation:
    """One rule that was asked, and what it found; nothing, where it has nothing to say.

    `rule` is its code, or the code of the core's own finding where a plugin could not be asked.
    `version` and `digest` are those of the plugin.
    """

    country: str
    plugin: str
    version: str
    digest: str | None
    rule: str
    title: str
    reference: str
    source: str
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> str:
        """`satisfied`, or the gravest kind of its findings, in the order of `FindingKind`."""
        kinds = {finding.kind for finding in self.findings}
        return next((kind.value for kind in FindingKind if kind in kinds), "satisfied")


def evaluate(
    host: PluginHost, countries: Iterable[str], action: str, facts: Facts, on: date
) -> list[Finding]:
    """Return what the rules of `countries` (alpha-2) in force on the day `on` find about `action`.

    Each rule is told `facts`, and the day as `on`. A rule that fails, or rules that cannot be read, give a
    finding that holds and names the plugin. A country without a plugin has no rules here.
    ValueError for an action that is not in `ACTIONS`.
    """
    return [finding for item in evaluations(host, countries, action, facts, on) for finding in item.findings]


def evaluations(
    host: PluginHost, countries: Iterable[str], action: str, facts: Facts, on: date
) -> list[Evaluation]:
    """Return every rule that `evaluate` asks, in order, those that found nothing included."""
    check_action(action)
    asked = dict.fromkeys(countries)
    done = list(_left_out(host, asked, action))
    for alpha2 in asked:
        country = host.countries.get(alpha2)
        if country is not None:
            done += _of(country, action, {**facts, "on": on}, on)
    return done


def _of(country: Country, action: str, facts: Facts, on: date) -> Iterator[Evaluation]:
    try:
        rules = country.legal_rules()
    except PluginFailed as failure:
        yield _failed(country, failure, "all rules", "hook legal_rules", failure.plugin)
        return
    for rule in rules:
        if action in rule.actions and rule.in_force(on):
            yield _by(country, rule, facts)


def _by(country: Country, rule: Rule, facts: Facts) -> Evaluation:
    code = country.code
    assert code is not None, "a rule comes from a plugin"

    def check() -> list[Finding]:
        found = rule.check(_own_copy(facts))
        return [replace(item, kind=FindingKind(item.kind), plugin=code.name) for item in found]

    try:
        found = country.run(f"legal_rules: {rule.code}", check, answers=list[Finding])
    except PluginFailed as failure:
        failed = _failed(country, failure, f"the rule {rule.title!r}", rule.citation, rule.source)
        return replace(failed, rule=rule.code, title=rule.title)
    return Evaluation(
        country.alpha2,
        code.name,
        code.version,
        code.digest,
        rule.code,
        rule.title,
        rule.citation,
        rule.source,
        tuple(found),
    )


def _own_copy(facts: Facts) -> dict[str, Any]:
    """Return a copy for one rule, so that none can change what the next one is told."""
    return {
        name: value if isinstance(value, _UNCHANGEABLE) else copy.deepcopy(value)
        for name, value in facts.items()
    }


def _failed(country: Country, failure: PluginFailed, what: str, reference: str, source: str) -> Evaluation:
    code = country.code
    assert code is not None, "only a plugin fails"
    reason = (
        f"The plugin {failure.plugin!r} could not answer for {what} ({type(failure.cause).__name__}), "
        "so the case is held until it can; an administrator has to mend it."
    )
    held = Finding(FindingKind.HOLDS, PLUGIN_FAILED, reason, reference, source, failure.plugin)
    return Evaluation(
        country.alpha2, code.name, code.version, code.digest, PLUGIN_FAILED, what, reference, source, (held,)
    )


def _left_out(host: PluginHost, countries: Iterable[str], action: str) -> Iterator[Evaluation]:
    """Hold what would be sent or done while safe mode keeps a country from being asked."""
    if action not in CONSEQUENTIAL:
        return
    for name, alpha2 in host.left_out.items():
        if alpha2 is not None and alpha2 not in countries:
            continue
        title = f"the plugin {name!r}, left out in safe mode"
        reason = (
            f"The node runs without the plugin {name!r} (safe mode), so its rules cannot be asked and "
            "nothing is sent; an administrator has to mend it."
        )
        held = Finding(FindingKind.HOLDS, PLUGIN_LEFT_OUT, reason, "setting safe_mode", name, name)
        yield Evaluation(
            alpha2 or "", name, "", None, PLUGIN_LEFT_OUT, title, "setting safe_mode", name, (held,)
        )

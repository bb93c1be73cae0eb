"""Ask countries what their law says about an action. A rule that fails holds; it never lets a step pass."""

import copy
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from limen.law.findings import Finding, FindingKind
from limen.plugins.actions import check_action
from limen.plugins.country import Country
from limen.plugins.errors import PluginFailed
from limen.plugins.facts import Facts
from limen.plugins.host import PluginHost
from limen.plugins.rules import Rule


def evaluate(
    host: PluginHost, countries: Iterable[str], action: str, facts: Facts, on: date
) -> list[Finding]:
    """Return what the rules of `countries` (alpha-2) in force on the day `on` find about `action`.

    Each rule is told `facts`, and the day as `on`. A rule that fails, or rules that cannot be read, give a
    finding that holds and names the plugin. A country without a plugin has no rules here.
    ValueError for an action that is not in `ACTIONS`.
    """
    check_action(action)
    findings: list[Finding] = []
    for alpha2 in dict.fromkeys(countries):
        country = host.countries.get(alpha2)
        if country is not None:
            findings += _findings_of(country, action, {**facts, "on": on}, on)
    return findings


def _findings_of(country: Country, action: str, facts: Facts, on: date) -> list[Finding]:
    try:
        rules = country.legal_rules()
    except PluginFailed as failure:
        return [_holds(failure, "all rules", reference="hook legal_rules", source=failure.plugin)]
    findings: list[Finding] = []
    for rule in rules:
        if action in rule.actions and rule.in_force(on):
            findings += _findings_by(country, rule, facts)
    return findings


def _findings_by(country: Country, rule: Rule, facts: Facts) -> list[Finding]:
    plugin = country.plugin or ""

    def check() -> list[Finding]:
        # its own copy: no rule can change what the next one is told
        found = rule.check(copy.deepcopy(dict(facts)))
        return [replace(item, kind=FindingKind(item.kind), plugin=plugin) for item in found]

    try:
        return list(country.run(f"legal_rules: {rule.code}", check, answers=list[Finding]))
    except PluginFailed as failure:
        return [_holds(failure, f"the rule {rule.title!r}", reference=rule.citation, source=rule.source)]


def _holds(failure: PluginFailed, what: str, *, reference: str, source: str) -> Finding:
    return Finding(
        kind=FindingKind.HOLDS,
        code="plugin-failed",
        reason=(
            f"The plugin {failure.plugin!r} could not answer for {what} ({type(failure.cause).__name__}), "
            "so the case is held until it can; an administrator has to mend it."
        ),
        reference=reference,
        source=source,
        plugin=failure.plugin,
    )

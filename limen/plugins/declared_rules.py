"""Rules without code, from `rules.yaml`: when the facts of a case are these, this is found.

rules:
  - code: notify-migration-authority
    title: The migration authority is told of an asylum-seeker
    actions: [protection_screening]
    when: {requesting_state: TJ}           # a fact, and its value or a list of values; all must hold
    amounts: {notice: {value: 72, unit: hour}}
    finding: warns                         # blocks, holds, requires_evidence or warns
    reason: The migration authority is told within {notice}.
    citation: Law on Refugees, art. 6(5)
    source: law-on-refugees
    verified: excerpt
    valid_from: 2014-01-01                 # both days may be left out
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from marshmallow import ValidationError

from limen.law.errors import LawDataInvalid
from limen.law.findings import Finding
from limen.law.loading import flat
from limen.law.yaml_files import read_yaml
from limen.plugins.country_schemas import RulesSchema
from limen.plugins.facts import Facts
from limen.plugins.rules import Rule

_UNITS = {
    "hour": "hours",
    "day": "days",
    "calendar_day": "calendar days",
    "working_day": "working days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}


def load_rules(path: Path) -> list[Rule]:
    """Return the rules in a file. LawDataInvalid names file, field and rule."""
    try:
        entries = RulesSchema().load(read_yaml(path))["rules"]
    except ValidationError as error:
        raise LawDataInvalid(path.name, list(flat(error.messages))) from error
    problems = [
        (f"rules[{number}].reason", f"uses {{{name}}}, which is not one of its amounts")
        for number, entry in enumerate(entries)
        for _, name, _, _ in Formatter().parse(entry["reason"])
        if name is not None and name not in entry["amounts"]
    ]
    if problems:
        raise LawDataInvalid(path.name, problems)
    return [_rule(entry) for entry in entries]


def amount_in_words(amount: Mapping[str, Any]) -> str:
    """Return an amount as an officer reads it: 72 hours, 1 month."""
    words = _UNITS[amount["unit"]]
    return f"{amount['value']} {words[:-1] if amount['value'] == 1 else words}"


def _rule(entry: Mapping[str, Any]) -> Rule:
    reason = entry["reason"].format(
        **{name: amount_in_words(item) for name, item in entry["amounts"].items()}
    )
    conditions = [(name, _several(wanted)) for name, wanted in entry["when"].items()]

    def check(facts: Facts) -> list[Finding]:
        if all(facts.get(name) in wanted for name, wanted in conditions):
            return [rule.finding(entry["finding"], reason)]
        return []

    dates: dict[str, date] = {name: entry[name] for name in ("valid_from", "valid_to") if name in entry}
    rule = Rule(
        code=entry["code"],
        title=entry["title"],
        citation=entry["citation"],
        source=entry["source"],
        verified=entry["verified"],
        actions=frozenset(entry["actions"]),
        check=check,
        **dates,
    )
    return rule


def _several(wanted: Any) -> tuple[Any, ...]:
    return tuple(wanted) if isinstance(wanted, list) else (wanted,)

"""The test kit of an author: cases in YAML, named as sentences, that a lawyer can read and check.

    cases:
      - name: A number with its last two digits swapped is noticed
        ask: identity_number
        kind: Citizen number
        given: "17-0420-38"
        expect: InvalidChecksum            # or: valid
      - name: A stateless person needs proof of residence since the Readmission Act
        ask: rules
        on: 2026-03-06
        action: readmission.submit
        given: {requested_state: QU, category: stateless}
        expect: [requires_evidence residence-history]
      - name: Midsummer is not a working day
        ask: working_day
        on: 2026-06-24
        expect: false

The other questions: `training` (with `action`; expects competences), `safeguards` (expects codes),
`safeguard_law` (with `safeguard`, one of the core's; expects citations), `name` (with `language`; expects the
name in force), `authorities` (with `task`; expects codes), `reason` (as `rules`; expects the texts of the
findings) and `masked` (as `identity_number`; expects what a screen shows).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limen.law.safeguards import Safeguard
from limen.law.yaml_files import read_yaml
from limen.plugins.authorities import Task
from limen.plugins.evaluate import evaluate
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from limen.plugins.names import did_you_mean


@dataclass(frozen=True)
class Case:
    """One case: what is asked, with which details, and what must come out."""

    name: str
    ask: str
    expect: Any
    details: Mapping[str, Any]

    def __getitem__(self, detail: str) -> Any:
        """Return a detail; ValueError names the case that lacks it."""
        if detail not in self.details:
            raise ValueError(f"case {self.name!r}: {self.ask} needs {detail!r}")
        return self.details[detail]


def host_of(**implementations: object) -> PluginHost:
    """Return a host with these modules (or other objects) as plugins, by name; nothing is pinned."""
    return PluginHost(PluginCode(name, implementation) for name, implementation in implementations.items())


def load_cases(path: Path) -> list[Case]:
    """Return the cases of a file. ValueError names the case and what it lacks."""
    cases = []
    for number, entry in enumerate(read_yaml(path).get("cases", []), start=1):
        details = dict(entry)
        try:
            name, ask, expect = (details.pop(key) for key in ("name", "ask", "expect"))
        except KeyError as error:
            raise ValueError(f"{path.name}: case {number} has no {error.args[0]!r}") from None
        if ask not in _QUESTIONS:
            raise ValueError(f"{path.name}: case {name!r}: cannot ask {ask!r}{did_you_mean(ask, _QUESTIONS)}")
        cases.append(Case(name, ask, expect, details))
    return cases


def answer(host: PluginHost, alpha2: str, case: Case) -> Any:
    """Return what the country's plugin answers to a case, in the form of the case's `expect`."""
    return _QUESTIONS[case.ask](host, alpha2, case)


def broken_contract(root: Path | str) -> list[str]:
    """Return what `limen plugin check` says that fails, of a distribution's folder or an installed plugin."""
    from limen.plugins.contract import Verdict, examine, find_subject

    found = examine(find_subject(str(root)))
    return [f"{result.check}: {result.says}" for result in found if result.verdict is Verdict.FAILED]


def _identity_number(host: PluginHost, alpha2: str, case: Case) -> str:
    return host.country(alpha2).check_number(case["kind"], case["given"]).broken_rule or "valid"


def _masked(host: PluginHost, alpha2: str, case: Case) -> str:
    return host.country(alpha2).check_number(case["kind"], case["given"]).masked


def _authorities(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    profile = host.country(alpha2).profile
    return [item.code for item in profile.competent(Task(case["task"]), case["on"])]


def _reason(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    found = evaluate(host, [alpha2], case["action"], case["given"], case["on"])
    return [finding.reason for finding in found]


def _rules(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    found = evaluate(host, [alpha2], case["action"], case["given"], case["on"])
    return [f"{finding.kind} {finding.code}" for finding in found]


def _working_day(host: PluginHost, alpha2: str, case: Case) -> bool:
    return host.calendar(alpha2).is_working(case["on"])


def _training(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    required = host.country(alpha2).training_required(case["action"], case["on"])
    return [requirement.competence for requirement in required]


def _safeguards(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    return [item.code for item in host.country(alpha2).safeguards() if item.in_force(case["on"])]


def _safeguard_law(host: PluginHost, alpha2: str, case: Case) -> list[str]:
    law = host.country(alpha2).profile.law_of(Safeguard(case["safeguard"]), case["on"])
    return [item.citation for item in law]


def _name(host: PluginHost, alpha2: str, case: Case) -> str:
    return host.country(alpha2).profile.name(case["language"], case["on"]).name


_QUESTIONS: dict[str, Callable[[PluginHost, str, Case], Any]] = {
    "authorities": _authorities,
    "identity_number": _identity_number,
    "masked": _masked,
    "name": _name,
    "reason": _reason,
    "rules": _rules,
    "safeguard_law": _safeguard_law,
    "safeguards": _safeguards,
    "training": _training,
    "working_day": _working_day,
}

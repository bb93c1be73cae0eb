"""A rule of national law: what it says about a case, under which article, and since when."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from limen.law.findings import Finding, FindingKind
from limen.law.levels import Level
from limen.plugins.actions import check_action
from limen.plugins.dated import Dated
from limen.plugins.facts import Facts

_CODE = re.compile(r"[a-z][a-z0-9_.-]*")


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """A rule that is asked before each of its `actions`, on the days that its period covers.

    `check` takes the facts (see `limen.plugins.facts`) and returns its findings, none when the rule is
    satisfied. It reads nothing else and keeps nothing. `citation` is the article, `source` the code of a
    source in the country's profile.
    """

    code: str
    title: str
    citation: str
    source: str
    verified: Level
    actions: frozenset[str]
    check: Callable[[Facts], Sequence[Finding]]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"rule {self.code!r}: a code is lower case letters, digits and . _ -")
        if not self.citation or not self.source:
            raise ValueError(f"rule {self.code!r}: a rule needs a citation and a source")
        if not self.actions:
            raise ValueError(f"rule {self.code!r}: it names no action, so it would never be asked")
        for action in self.actions:
            check_action(action)

    def finding(self, kind: FindingKind, reason: str) -> Finding:
        """Return a finding of this rule, with its code, article and source; the core adds who answered."""
        return Finding(
            kind=kind,
            code=self.code,
            reason=reason,
            reference=self.citation,
            source=self.source,
            plugin="",
        )

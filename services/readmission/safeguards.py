"""What protects the person of a case now, in words, and which steps it blocks.

The core's safeguards block whatever a plugin says; a country's plugin can only add to them. A safeguard
that nobody can explain (an unknown code, a plugin that fails) blocks every step: it never lets one pass.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.codes import country_name
from limen.errors import SafeguardPresent
from limen.law.safeguards import RULES, Action, Safeguard
from limen.plugins.errors import PluginFailed
from limen.runtime import Runtime
from limen.work import Work
from services.readmission.lifts import lifted_safeguards
from services.readmission.persons import running_safeguards
from services.readmission.procedures import REQUESTING

_EVERY_STEP = frozenset(Action)


@dataclass(frozen=True)
class Protection:
    """One running safeguard of a person, as it concerns one case."""

    safeguard_id: str
    safeguard: str
    since: str
    words: str
    entered: str
    law: str
    blocks: frozenset[Action]
    lifted: bool

    def stops(self, action: str) -> bool:
        """Tell whether it stops a step of this case."""
        return not self.lifted and Action(action) in self.blocks

    def as_dict(self) -> dict[str, Any]:
        """Return what officers see; no reason is part of it."""
        shown = ("safeguard_id", "safeguard", "since", "words", "lifted")
        basis = with_entered(self.entered, self.law)
        return {
            **{name: getattr(self, name) for name in shown},
            "basis": basis,
            "blocks": sorted(self.blocks),
        }


def protections_of(work: Work, row: sa.Row[Any]) -> list[Protection]:
    """Return what protects the person of a case, the oldest first."""
    lifted = lifted_safeguards(work, row.case_id)
    found = []
    for item in running_safeguards(work, row.person_id):
        words, law, blocks = explained(work.runtime, row, item.safeguard)
        own = (item.safeguard_id, item.safeguard, item.since, words, item.basis or "", law, blocks)
        found.append(Protection(*own, lifted=item.safeguard_id in lifted))
    return found


def with_entered(entered: str | None, law: str) -> str:
    """Return the legal basis of a safeguard: what an officer entered, and then what the node knows."""
    return "; ".join(text for text in (entered, law) if text)


def check_safeguards(work: Work, row: sa.Row[Any], action: str) -> None:
    """Refuse a step while a safeguard stands that two persons have not lifted for this case."""
    stopping = [item for item in protections_of(work, row) if item.stops(action)]
    if stopping:
        names = "; ".join(item.words for item in stopping)
        raise SafeguardPresent(
            f"Nothing may be sent and nobody handed over: {names}.",
            # what an officer wrote stays out of a problem, which other systems may log
            safeguards=[{**item.as_dict(), "basis": item.law} for item in stopping],
        )


def check_sending(work: Work, row: sa.Row[Any]) -> None:
    """Refuse to tell the other state anything more of a person whom a safeguard protects from being sent.

    It is the requesting state that asks and tells; what arrives on the requested side is recorded.
    """
    if row.role == REQUESTING:
        check_safeguards(work, row, Action.SUBMIT)


def explained(runtime: Runtime, row: sa.Row[Any], code: str) -> tuple[str, str, frozenset[Action]]:
    """Return a safeguard's words, its legal basis and the steps that it blocks."""
    if code in set(Safeguard):
        rule = RULES[Safeguard(code)]
        return rule.plain_name, _law_of(runtime, row.requesting_state, Safeguard(code)), rule.blocks
    for country in dict.fromkeys((runtime.settings.country, row.requesting_state, row.requested_state)):
        if not country:
            continue
        try:
            known = runtime.plugins.country(country).safeguards()
        except PluginFailed as failure:
            return f"the plugin {failure.plugin} cannot explain the safeguard {code}", "", _EVERY_STEP
        for item in known:
            if item.code == code and item.in_force(today()):
                words = item.labels.get("en") or next(iter(item.labels.values()))
                return words, f"{item.citation} ({item.source})", item.blocks
    return f"a safeguard that this node does not know ({code})", "", _EVERY_STEP


def _law_of(runtime: Runtime, state: str, safeguard: Safeguard) -> str:
    """Return where the law of the sending state regulates a safeguard, or that this is not verified."""
    known = runtime.plugins.country(state).profile.law_in_words(safeguard, today())
    if known:
        return known
    after = RULES[safeguard].after
    core = f"a safeguard of every node, after the {after}" if after else "a safeguard of every node"
    return f"{core}; what the law of {country_name(state)} says of it is not verified"

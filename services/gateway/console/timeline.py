"""The timeline of a case as pages show it: what was done, by whom, when, and on which legal basis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _

from services.gateway.console.asking import read
from services.gateway.console.words import TABLES, say


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `old` and `new` are the days between which a limit moved."""

    at: str
    what: str
    by: str
    kind: str
    basis: str = ""
    state: str = ""
    code: str = ""
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def old(self) -> str:
        """The day that a limit had before."""
        return str(self.facts.get("old") or "") if self.kind == "limit" else ""

    @property
    def new(self) -> str:
        """The day that a limit has now."""
        return str(self.facts.get("new") or "") if self.kind == "limit" else ""


def timeline(case_id: str) -> list[Entry]:
    """Return what happened to a case, the newest first."""
    items = read("readmission", f"/cases/{case_id}/timeline")["items"]
    return [entry_of(item) for item in reversed(items)]


def entry_of(item: Mapping[str, Any]) -> Entry:
    """Return an entry of the timeline, or of the record for a court, in words."""
    facts = item["facts"]
    said = _SAID.get(item["kind"], _plainly)
    moved = facts.get("to_state") if facts.get("to_state") != facts.get("from_state") else ""
    return Entry(
        item["at"],
        said(item["what"], facts),
        item["by"],
        item["kind"],
        item["basis"],
        moved or "",
        facts.get("code", "") if item["kind"] == "step" else "",
        item["words"] or "",
        facts,
    )


def _step(what: str, _facts: Mapping[str, Any]) -> str:
    return say("step", what)


def _milestone(what: str, facts: Mapping[str, Any]) -> str:
    if "moment" not in facts:
        return _("No longer holds: %(what)s", what=say("milestone", what))
    return _("Recorded: %(what)s", what=say("milestone", what))


def _limit(what: str, facts: Mapping[str, Any]) -> str:
    return f"{say('limit', facts.get('limit'))}: {say('limit_event', what)}"


def _decision(what: str, facts: Mapping[str, Any]) -> str:
    kind = facts.get("kind_of_decision") or what
    ended = say("outcome", what.removeprefix(f"{kind}_")) if what != kind else ""
    return f"{say('decision_kind', kind)}{': ' if ended else ''}{ended}"


def _obstacle(what: str, facts: Mapping[str, Any]) -> str:
    said, effect = say("obstacle_event", what), say("obstacle_effect", facts.get("effect"))
    return f"{said} ({say('limit', facts.get('limit'))}): {effect}"


def _extension(what: str, facts: Mapping[str, Any]) -> str:
    return f"{say('limit', facts.get('limit'))}: {say('extension_event', what)}"


def _safeguard(what: str, facts: Mapping[str, Any]) -> str:
    table = "safeguard_event" if what in TABLES["safeguard_event"] else "safeguard_fact"
    return f"{say('safeguard', facts.get('safeguard'))}: {say(table, what)}"


def _lift(what: str, facts: Mapping[str, Any]) -> str:
    return f"{say('step', what)}: {say('safeguard', facts.get('safeguard'))}"


def _escalation(what: str, facts: Mapping[str, Any]) -> str:
    return f"{say('escalation_event', what)}: {say('cause', facts.get('cause'))}"


def _office(what: str, _facts: Mapping[str, Any]) -> str:
    return say("office_event", what)


def _return(what: str, _facts: Mapping[str, Any]) -> str:
    return say("return_event", what)


def _plainly(what: str, _facts: Mapping[str, Any]) -> str:
    return what.replace("_", " ").capitalize()


_SAID: Final[Mapping[str, Callable[[str, Mapping[str, Any]], str]]] = {
    "step": _step,
    "milestone": _milestone,
    "limit": _limit,
    "decision": _decision,
    "obstacle": _obstacle,
    "extension": _extension,
    "safeguard": _safeguard,
    "lift": _lift,
    "escalation": _escalation,
    "office": _office,
    **dict.fromkeys(
        (
            "registry",
            "interview",
            "travel_document",
            "transfer",
            "family",
            "handover",
            "cost",
            "monitoring",
            "group",
        ),
        _return,
    ),
}

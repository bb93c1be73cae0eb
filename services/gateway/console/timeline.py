"""The timeline of a case: what was done, by whom, when, and on which legal basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from services.gateway.console.words import say

#: step -> the events that it records, from which time limits run
_EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "confirm_receipt": ("receipt", "receipt_confirmed"),
    "verify": ("registered",),
    "accept": ("reply", "reply_received"),
    "refuse": ("reply", "reply_received"),
    "accept_tacitly": ("expiry",),
    "plan_transfer": ("planned_transfer",),
    "hand_over": ("return",),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `basis`: articles by the time limit that they set."""

    at: str
    what: str
    by: str
    state: str = ""
    code: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    basis: tuple[tuple[str, str], ...] = ()


def timeline(case: Mapping[str, Any]) -> list[Entry]:
    """Return what happened to a case, its safeguards' lifts included, the newest first."""
    found = [_step(case, item) for item in case["timeline"]]
    for lift in case["lifts"]:
        found.append(
            Entry(
                lift["requested_at"],
                "lift_requested",
                lift["requested_by"],
                detail={"reason": lift["request_reasons"]},
            )
        )
        if lift["decided_at"]:
            found.append(
                Entry(
                    lift["decided_at"],
                    f"lift_{lift['state']}",
                    lift["decided_by"],
                    detail={"reason": lift["decision_reasons"]},
                )
            )
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _step(case: Mapping[str, Any], item: Mapping[str, Any]) -> Entry:
    events = _EVENTS.get(item["step"], ())
    basis = {
        item["limit"]: (say("limit", item["limit"]), item["explanation"]["reference"])
        for item in case["deadlines"]
        if item["explanation"]["event"] in events
    }
    return Entry(
        item["taken_at"],
        item["step"],
        item["taken_by"],
        item["to_state"],
        item["code"] or "",
        item["detail"],
        tuple(basis.values()),
    )

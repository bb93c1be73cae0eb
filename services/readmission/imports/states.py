"""The states in which a case can be taken over, and what must be known of each.

A planned transfer is taken over as an acceptance and planned here, so that its gates are asked. What happened
to a case before is told by its days: each step whose day is known is retold, and counts in its month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.readmission.procedures import ANSWERED, REQUESTED
from services.readmission.steps import STEPS

#: step -> the columns of its day: the first that is given
DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "submit": ("submitted_on", "receipt_on"),
    "receive": ("receipt_on",),
    "notify": ("notice_given_on",),
    "receive_notification": ("notice_given_on",),
    "accept": ("reply_on",),
    "accept_tacitly": ("expiry_on",),
    "refuse": ("reply_on",),
    "refuse_tacitly": ("expiry_on",),
    "hand_over": ("return_on",),
    "depart": ("departure_on",),
    "claim_error": ("error_claimed_on",),
    "take_back": ("taken_back_on",),
    "withdraw": ("withdrawn_on",),
    "close": ("closed_on",),
}
#: columns of days that are no moment from which the law counts
DAYS_BESIDE: Final = ("submitted_on", "taken_back_on", "withdrawn_on", "closed_on")


@dataclass(frozen=True)
class Taken:
    """A state: the steps that lead to it, in order, and the columns that it cannot be without.

    Of the steps a case has those of its side and procedure. `over`: the request has come to its end, so also
    the days of the request and of the reply are needed, where its procedure has them.
    """

    steps: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    over: bool = False


_SENT: Final = ("submit", "receive")
_BEFORE_HAND_OVER: Final = (*_SENT, "notify", "receive_notification", "accept", "accept_tacitly")
_HANDED_OVER: Final = (*_BEFORE_HAND_OVER, "hand_over")
_CLAIMED: Final = (*_HANDED_OVER, "claim_error")

STATES: Final[Mapping[str, Taken]] = {
    "draft": Taken(),
    "notified": Taken(("notify", "receive_notification"), ("notice_given_on",)),
    "submitted": Taken(_SENT),
    "received": Taken(_SENT, ("receipt_on",)),
    "under_verification": Taken(_SENT, ("receipt_on",)),
    "information_requested": Taken(_SENT, ("receipt_on",)),
    "deferred": Taken(_SENT, ("receipt_on",)),
    "returned": Taken(_SENT),
    "accepted": Taken((*_SENT, "accept"), ("reply_on",)),
    "tacitly_accepted": Taken((*_SENT, "accept_tacitly"), ("expiry_on",)),
    "refused": Taken((*_SENT, "refuse", "refuse_tacitly"), over=True),
    "handed_over": Taken(_HANDED_OVER, ("return_on",), over=True),
    "error_claimed": Taken(_CLAIMED, ("return_on", "error_claimed_on"), over=True),
    "taken_back": Taken(
        (*_CLAIMED, "take_back"), ("return_on", "error_claimed_on", "taken_back_on"), over=True
    ),
    "departed": Taken(("depart",), ("departure_on",)),
    "withdrawn": Taken((*_BEFORE_HAND_OVER, "withdraw"), ("withdrawn_on",)),
    "closed": Taken(("close",), ("closed_from", "closed_on")),
}
#: states from which a case was closed
CLOSED_FROM: Final = ("refused", "handed_over", "taken_back", "departed")


def taken(line: Mapping[str, Any]) -> Taken:
    """Return what a line must tell of its state; of a closed case also what it was closed from."""
    last = STATES[line["state"]]
    if line["state"] != "closed" or "closed_from" not in line:
        return last
    first = STATES[line["closed_from"]]
    return Taken((*first.steps, *last.steps), (*first.needs, *last.needs), first.over)


def steps_of(line: Mapping[str, Any], role: str) -> list[str]:
    """Return the steps that a line tells, in order. A reply that came leaves none for silence."""
    unasked = "expiry_on" if line.get("reply_on") else "reply_on"
    return [
        name
        for name in taken(line).steps
        if STEPS[name].exists_in(line["procedure"], role) and DAYS[name] != (unasked,)
    ]


def day_of(line: Mapping[str, Any], name: str) -> Any:
    """Return the day of a step, or None."""
    return next((line[column] for column in DAYS[name] if line.get(column)), None)


def lacking(line: Mapping[str, Any], role: str) -> dict[str, str]:
    """Return the columns that a line lacks: column -> rule."""
    state, wanted = line["state"], taken(line)
    found = {column: f"is required in the state {state}" for column in wanted.needs if not line.get(column)}
    if not wanted.over or line["procedure"] not in ANSWERED:
        return found
    if not line.get("receipt_on") and (role == REQUESTED or not line.get("submitted_on")):
        either = "" if role == REQUESTED else ", or submitted_on"
        found["receipt_on"] = f"is required in the state {state}{either}"
    if not line.get("reply_on") and not line.get("expiry_on"):
        found["reply_on"] = f"is required in the state {state}, or expiry_on where silence answered"
    if "refuse" in steps_of(line, role) and line.get("reply_on") and not line.get("refusal_code"):
        found["refusal_code"] = "is required for a refusal"
    return found


def exists(state: str, procedure: str, role: str) -> bool:
    """Tell whether a case of this procedure can be in a state on this side."""
    return state == "draft" or any(
        step.leads_to == state and step.exists_in(procedure, role) for step in STEPS.values()
    )

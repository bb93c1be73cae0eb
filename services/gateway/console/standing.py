"""How a case stands: whose turn it is, what is due next, what stops it, and the step that comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from services.gateway.console.asking import read
from services.gateway.console.officers import may
from services.gateway.console.step_forms import StepForm

#: side of this node -> states in which the other side is to act
THEIRS: Final[Mapping[str, tuple[str, ...]]] = {
    "requesting": ("submitted", "received", "under_verification", "deferred"),
    "requested": (
        "information_requested",
        "returned",
        "notified",
        "accepted",
        "tacitly_accepted",
        "transfer_planned",
        "error_claimed",
    ),
}
_OVER: Final = ("closed", "withdrawn")
#: states in which an application can still be completed
_UNSENT: Final = ("draft", "returned")
#: the steps that plainly come next, the likeliest first; what to reply is for the officer to choose
_NEXT: Final = (
    "submit",
    "notify",
    "receive",
    "receive_notification",
    "acknowledge",
    "confirm_receipt",
    "give_information",
    "hand_over",
    "plan_transfer",
    "resume",
)
#: limit -> the page of the case on which it is met
_MET_ON: Final = {
    "submit": "application",
    "interview": "verification",
    "interview_report": "verification",
    "travel_document": "verification",
    "travel_document_validity": "verification",
    "travel_document_renewal": "verification",
    "entry_visa": "verification",
    "transfer": "journey",
    "advance_notice": "journey",
    "cost_payment": "journey",
}


@dataclass(frozen=True)
class Standing:
    """What an officer must see first. `turn`: ours, theirs or nobody; `due`: what ends next."""

    turn: str
    due: Mapping[str, Any] | None
    met_on: str
    missing: Sequence[Mapping[str, str]] = ()
    step: StepForm | None = None
    others: list[StepForm] = field(default_factory=list)


def standing(case: Mapping[str, Any], steps: list[StepForm]) -> Standing:
    """Return how a case stands for the officer who may take these steps."""
    due = next((item for item in case["deadlines"] if _is_next(case, item)), None)
    step = next((item for name in _NEXT for item in steps if item.name == name and item.is_possible), None)
    return Standing(
        turn="nobody" if case["state"] in _OVER else "theirs" if _waits(case) else "ours",
        due=due,
        met_on=_MET_ON.get(due["limit"], "") if due else "",
        missing=_missing(case),
        step=step,
        others=[item for item in steps if item is not step],
    )


def _is_next(case: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    return not item["ended"] and (item["limit"], item["due"]) == (case["next_limit"], case["next_due"])


def _waits(case: Mapping[str, Any]) -> bool:
    return case["state"] in THEIRS[case["role"]]


def _missing(case: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """Return what an application lacks that we are to send."""
    ours = case["state"] in _UNSENT and case["role"] == "requesting"
    if not ours or not may("readmission.application.change"):
        return ()
    application = read("readmission", f"/cases/{case['case_id']}/application")
    missing: list[Mapping[str, str]] = application["completeness"]["missing"]
    return missing

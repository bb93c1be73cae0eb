"""The states of a case and the steps between them, as one table.

A step says from which states it leaves, where it leads, what the officer must give, which milestone it
sets and whether a safeguard blocks it. Nothing else moves a case, the timer and events included.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OPEN_STATES = (
    "draft",
    "submitted",
    "received",
    "under_verification",
    "accepted",
    "tacitly_accepted",
    "refused",
    "transfer_planned",
    "handed_over",
)
FINAL_STATES = ("closed", "withdrawn")
STATES = (*OPEN_STATES, "suspended", *FINAL_STATES)

#: Coded reasons with which a requested state refuses; the reason in writing stands beside the code.
REFUSAL_REASONS: Mapping[str, str] = {
    "nationality_not_established": "The person's nationality of the requested state is not established",
    "entry_or_stay_not_proved": "Entry, stay or transit through the requested state is not proved",
    "no_obligation": "The arrangement does not oblige the requested state to readmit this person",
    "application_out_of_time": "The application came after its time limit",
    "application_incomplete": "The application was not completed when asked",
    "other_state_responsible": "Another state is responsible for the readmission",
    "right_of_residence": "The person has a right to stay in the requesting state",
    "identity_mismatch": "The person was found not to be the person named",
    "other": "Another reason, given in writing",
}


@dataclass(frozen=True)
class Step:
    """One way for a case to move on.

    `needs` are the fields that the officer must give; `sets` are the milestones that the step records;
    `action` is what the countries' rules are asked about (`limen.plugins.actions`), and `guarded` the
    action for which safeguards are checked (`limen.law.safeguards.Action`).
    """

    name: str
    title: str
    leaves: tuple[str, ...]
    leads_to: str
    action: str
    needs: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    guarded: str | None = None
    by_system: bool = False


#: What each field that a step can need means to an officer.
FIELD_MEANINGS: Mapping[str, str] = {
    "on": "the day on which it happened",
    "at": "the moment at which it happened",
    "code": "the coded reason",
    "reason": "the reason in writing",
    "place": "the border crossing point",
    "means": "the means of transport",
}

_UNANSWERED = ("submitted", "received", "under_verification")
_BEFORE_HAND_OVER = ("draft", *_UNANSWERED, "accepted", "tacitly_accepted", "transfer_planned")
_ACCEPTED = ("accepted", "tacitly_accepted", "transfer_planned")

STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            "submit", "Send the application", ("draft",), "submitted", "readmission.submit", guarded="submit"
        ),
        Step(
            "confirm_receipt",
            "Record that it was received",
            ("submitted",),
            "received",
            "readmission.receive",
            needs=("on",),
            sets=("receipt", "receipt_confirmed"),
        ),
        Step(
            "verify",
            "Begin to verify",
            ("received",),
            "under_verification",
            "readmission.verify",
            needs=("on",),
            sets=("registered",),
        ),
        Step(
            "extend_reply",
            "Record an extension of the reply",
            ("received", "under_verification"),
            "under_verification",
            "readmission.verify",
            needs=("reason",),
        ),
        Step(
            "accept",
            "Record acceptance",
            _UNANSWERED,
            "accepted",
            "readmission.accept",
            needs=("on",),
            sets=("reply", "reply_received"),
        ),
        Step(
            "accept_tacitly",
            "Accepted by silence",
            _UNANSWERED,
            "tacitly_accepted",
            "readmission.accept",
            sets=("expiry",),
            by_system=True,
        ),
        Step(
            "refuse",
            "Record refusal",
            _UNANSWERED,
            "refused",
            "readmission.refuse",
            needs=("on", "code", "reason"),
            sets=("reply", "reply_received"),
        ),
        Step(
            "plan_transfer",
            "Plan the transfer",
            _ACCEPTED,
            "transfer_planned",
            "readmission.plan_transfer",
            needs=("on", "place", "means"),
            sets=("planned_transfer",),
            guarded="plan_transfer",
        ),
        Step(
            "hand_over",
            "Record the hand-over",
            ("transfer_planned",),
            "handed_over",
            "readmission.transfer",
            needs=("at", "place"),
            sets=("return",),
            guarded="transfer",
        ),
        Step(
            "withdraw",
            "Withdraw",
            (*_BEFORE_HAND_OVER, "suspended"),
            "withdrawn",
            "readmission.withdraw",
            needs=("reason",),
        ),
        Step("suspend", "Suspend", _BEFORE_HAND_OVER, "suspended", "readmission.suspend", needs=("reason",)),
        Step("resume", "Resume", ("suspended",), "suspended_from", "readmission.suspend", needs=("reason",)),
        Step("close", "Close", ("handed_over", "refused"), "closed", "readmission.close"),
    )
}


def possible_steps(state: str) -> list[Step]:
    """Return the steps that an officer may try from a state."""
    return [step for step in STEPS.values() if state in step.leaves and not step.by_system]

"""The states of a case and the steps between them, as one table for both sides of a case.

A step says in which procedures and for which side it exists, from which states it leaves, where it leads,
what the officer must give, which milestone it sets, on which articles it rests and whether a safeguard blocks
it. Nothing else moves a case, the timer and events included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.readmission.procedures import ANSWERED, PROCEDURES, READMITTING, REQUESTED, REQUESTING, ROLES
from services.readmission.states import FIELD_MEANINGS, FINAL_STATES, OPEN_STATES, REFUSAL_REASONS, STATES

__all__ = ["FIELD_MEANINGS", "FINAL_STATES", "OPEN_STATES", "REFUSAL_REASONS", "STATES"]

_TRANSFERS: Final = "/api/v1/readmission/cases/{case_id}/transfers"
_HANDOVERS: Final = "/api/v1/readmission/cases/{case_id}/handovers"
_CANCELLATION: Final = "/api/v1/readmission/transfers/{transfer_id}/cancellation"

#: a step that leads here leaves the case in its state
SAME: Final = "same"
#: a step that leads here leads back to the state before the suspension
BEFORE_SUSPENSION: Final = "suspended_from"
#: a step that leads here leads back to the state from which the transfer was planned
BEFORE_PLANNING: Final = "before_planning"


@dataclass(frozen=True)
class Step:
    """One way for a case to move on.

    `needs` are the fields that the officer must give; `sets` are the milestones that the step records;
    `action` is what the countries' rules are asked about (`limen.plugins.actions`), and `guarded` the
    action for which safeguards are checked (`limen.law.safeguards.Action`). `of` are the procedures and
    `sides` the sides for which the step exists; `when_asked` is its title on the requested side. `basis`
    names limits and facts of the arrangement on whose articles it rests. `extends`: the limit that it
    extends, which then decides what else is needed. `clears`: the milestones that no longer hold after it.
    `runs_on`: the limits that run are not touched by it, and the timeline says so of each. `through`: the
    route with which alone it is taken, because more belongs to it than a step.
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
    of: tuple[str, ...] = tuple(PROCEDURES)
    sides: tuple[str, ...] = ROLES
    when_asked: str = ""
    basis: tuple[str, ...] = ()
    extends: str = ""
    clears: tuple[str, ...] = ()
    runs_on: bool = False
    through: str = ""

    def title_for(self, role: str) -> str:
        """Return the step's title for one side."""
        return self.when_asked if role == REQUESTED and self.when_asked else self.title

    def exists_in(self, procedure: str, role: str) -> bool:
        """Tell whether a case of this procedure has the step on this side."""
        return procedure in self.of and role in self.sides


_UNANSWERED = ("submitted", "received", "under_verification", "information_requested", "deferred")
_WITH_THE_OTHER_SIDE = ("received", "under_verification", "information_requested", "deferred")
_ACCEPTED = ("accepted", "tacitly_accepted", "notified", "transfer_planned", "turned_back")
_BEFORE_HAND_OVER = ("draft", *_UNANSWERED, "returned", *_ACCEPTED)

STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            "submit",
            "Send the application",
            ("draft", "returned"),
            "submitted",
            "readmission.submit",
            guarded="submit",
            of=ANSWERED,
            sides=(REQUESTING,),
            basis=("submit", "transit_application", "readmission_in_error", "application_content"),
        ),
        Step(
            "receive",
            "Record the application that arrived",
            ("draft", "returned"),
            "received",
            "readmission.receive",
            needs=("on",),
            sets=("receipt",),
            of=ANSWERED,
            sides=(REQUESTED,),
            basis=("application_content", "reply"),
        ),
        Step(
            "acknowledge",
            "Confirm receipt to the other state",
            ("received",),
            SAME,
            "readmission.receive",
            needs=("on",),
            sets=("receipt_confirmed",),
            of=ANSWERED,
            sides=(REQUESTED,),
            basis=("reply",),
        ),
        Step(
            "confirm_receipt",
            "Record that it was received",
            ("submitted",),
            "received",
            "readmission.receive",
            needs=("on",),
            sets=("receipt", "receipt_confirmed"),
            of=ANSWERED,
            sides=(REQUESTING,),
            basis=("reply", "transit_reply"),
        ),
        Step(
            "verify",
            "Record that verification began",
            ("received",),
            "under_verification",
            "readmission.verify",
            needs=("on",),
            sets=("registered",),
            of=ANSWERED,
            when_asked="Begin to verify",
            basis=("register_check", "reply"),
        ),
        Step(
            "request_information",
            "Record that further information is asked for",
            _UNANSWERED,
            "information_requested",
            "readmission.verify",
            needs=("on", "reason"),
            of=ANSWERED,
            when_asked="Ask for further information",
            basis=("further_documents",),
        ),
        Step(
            "give_information",
            "Give the information that was asked for",
            ("information_requested",),
            "under_verification",
            "readmission.verify",
            needs=("on", "reason"),
            of=ANSWERED,
            when_asked="Record the information that arrived",
            basis=("further_documents",),
        ),
        Step(
            "defer",
            "Record that the reply is deferred",
            _UNANSWERED,
            "deferred",
            "readmission.verify",
            needs=("on", "reason"),
            of=ANSWERED,
            when_asked="Defer the reply",
            basis=("reply",),
        ),
        Step(
            "return_for_completion",
            "Record that it came back to be completed",
            ("submitted", *_WITH_THE_OTHER_SIDE),
            "returned",
            "readmission.verify",
            needs=("on", "reason"),
            of=ANSWERED,
            when_asked="Send it back to be completed",
            basis=("application_content",),
        ),
        Step(
            "extend_reply",
            "Record an extension of the reply",
            _WITH_THE_OTHER_SIDE,
            "under_verification",
            "readmission.verify",
            of=("application", "accelerated", "airport"),
            when_asked="Ask for more time to reply",
            basis=("reply_extension", "reply"),
            extends="reply",
        ),
        Step(
            "accept",
            "Record acceptance",
            _UNANSWERED,
            "accepted",
            "readmission.accept",
            needs=("on",),
            sets=("reply", "reply_received"),
            of=ANSWERED,
            when_asked="Accept",
            basis=("reply", "transit_reply"),
        ),
        Step(
            "accept_tacitly",
            "Accepted by silence",
            _UNANSWERED,
            "tacitly_accepted",
            "readmission.accept",
            sets=("expiry",),
            by_system=True,
            of=ANSWERED,
            basis=("reply", "transit_reply"),
        ),
        Step(
            "refuse",
            "Record refusal",
            _UNANSWERED,
            "refused",
            "readmission.refuse",
            needs=("on", "code", "reason"),
            sets=("reply", "reply_received"),
            of=ANSWERED,
            when_asked="Refuse, with reasons in writing",
            basis=("reasons_for_refusal", "reply", "transit_reply"),
        ),
        Step(
            "refuse_tacitly",
            "Refused by silence",
            _UNANSWERED,
            "refused",
            "readmission.refuse",
            sets=("expiry",),
            by_system=True,
            of=ANSWERED,
            basis=("reply", "transit_reply"),
        ),
        Step(
            "establish_nationality",
            "Nationality established by silence",
            _BEFORE_HAND_OVER,
            SAME,
            "readmission.verify",
            by_system=True,
            of=ANSWERED,
            basis=("nationality_objection", "register_check", "reply"),
        ),
        Step(
            "notify",
            "Send the written notification",
            ("draft",),
            "notified",
            "readmission.submit",
            needs=("on",),
            sets=("notice_given",),
            guarded="submit",
            of=("written_notification",),
            sides=(REQUESTING,),
            basis=("application_not_needed", "advance_notice"),
        ),
        Step(
            "receive_notification",
            "Record the notification that arrived",
            ("draft",),
            "notified",
            "readmission.receive",
            needs=("on",),
            sets=("notice_given",),
            of=("written_notification",),
            sides=(REQUESTED,),
            basis=("application_not_needed", "advance_notice"),
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
            of=(*ANSWERED, "written_notification"),
            when_asked="Agree to the planned transfer",
            basis=("transfer_arrangement", "transfer", "transit_execution"),
            through=_TRANSFERS,
        ),
        Step(
            "call_off",
            "Call the transfer off",
            ("transfer_planned",),
            BEFORE_PLANNING,
            "readmission.withdraw",
            needs=("code", "reason"),
            of=(*ANSWERED, "written_notification"),
            when_asked="Record that the transfer was called off",
            basis=("transfer_arrangement", "transfer", "transit_execution"),
            clears=("planned_transfer",),
            runs_on=True,
            through=_CANCELLATION,
        ),
        Step(
            "turn_back",
            "Record that the person was refused at the border",
            ("transfer_planned",),
            "turned_back",
            "readmission.withdraw",
            needs=("at", "place", "reason"),
            of=(*ANSWERED, "written_notification"),
            when_asked="Refuse the person at the border",
            basis=("transfer_arrangement", "transfer", "transit_execution"),
            clears=("planned_transfer",),
            runs_on=True,
            through=_HANDOVERS,
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
            of=(*ANSWERED, "written_notification"),
            when_asked="Record that the person was taken over",
            basis=("transfer", "transit_execution"),
            through=_HANDOVERS,
        ),
        Step(
            "depart",
            "Record the voluntary departure",
            ("draft",),
            "departed",
            "readmission.transfer",
            needs=("on", "place"),
            sets=("departure",),
            guarded="transfer",
            of=("voluntary",),
            when_asked="Record the voluntary arrival",
        ),
        Step(
            "claim_error",
            "Record that the take-over was in error",
            ("handed_over",),
            "error_claimed",
            "readmission.verify",
            needs=("on", "reason"),
            sets=("error_claimed",),
            of=READMITTING,
            when_asked="Say that the person was taken over in error",
            basis=("readmission_in_error",),
        ),
        Step(
            "reject_error",
            "Contest the error",
            ("error_claimed",),
            "handed_over",
            "readmission.refuse",
            needs=("on", "reason"),
            of=READMITTING,
            when_asked="Record that the error is contested",
            basis=("readmission_in_error",),
        ),
        Step(
            "take_back",
            "Record that the person was taken back",
            ("error_claimed",),
            "taken_back",
            "readmission.transfer",
            needs=("at", "place"),
            guarded="transfer",
            of=READMITTING,
            when_asked="Record that the person was given back",
            basis=("readmission_in_error",),
        ),
        Step(
            "withdraw",
            "Withdraw",
            (*_BEFORE_HAND_OVER, "suspended"),
            "withdrawn",
            "readmission.withdraw",
            needs=("reason",),
            when_asked="Record that it was withdrawn",
        ),
        Step(
            "suspend",
            "Suspend",
            _BEFORE_HAND_OVER,
            "suspended",
            "readmission.suspend",
            needs=("reason",),
            runs_on=True,
        ),
        Step(
            "resume",
            "Resume",
            ("suspended",),
            BEFORE_SUSPENSION,
            "readmission.suspend",
            needs=("reason",),
            runs_on=True,
        ),
        Step(
            "close",
            "Close",
            ("handed_over", "refused", "turned_back", "taken_back", "departed"),
            "closed",
            "readmission.close",
        ),
    )
}


def possible_steps(state: str, procedure: str = "application", role: str = REQUESTING) -> list[Step]:
    """Return the steps that an officer of one side may try from a state of a procedure."""
    return [
        step
        for step in STEPS.values()
        if state in step.leaves and not step.by_system and step.exists_in(procedure, role)
    ]

"""The clocks of a case, as one table: which step or milestone meets each time limit.

What starts a limit stands in the text (`TimeLimit.start`); where the text does not say, `assumed` is the
event that the node takes, and every explanation says that it is assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from limen.law.time_limit import Start


@dataclass(frozen=True)
class Clock:
    """One time limit as a case watches it.

    `met_by`: steps that meet it; `met_on`: milestones that do. `presses`: once passed unmet, it stays in the
    work list as overdue; a limit that only says how long something holds does not. `renews`: once met, it
    begins again when its start is recorded anew, as for the notice of a transfer that is planned anew.
    `lasts`: it runs also when the request has come to its end, because it follows from that end.
    """

    limit: str
    met_by: tuple[str, ...] = ()
    met_on: tuple[str, ...] = ()
    assumed: tuple[Start, ...] = ()
    presses: bool = True
    renews: bool = False
    lasts: bool = False


_ANSWERS = ("accept", "refuse", "accept_tacitly", "refuse_tacitly")

CLOCKS: Final[Mapping[str, Clock]] = {
    clock.limit: clock
    for clock in (
        Clock("submit", ("submit", "receive")),
        Clock("reply", _ANSWERS, assumed=(Start.RECEIPT,)),
        Clock("register_check", _ANSWERS, ("register_checked",), (Start.RECEIPT,)),
        Clock("interview", (), ("interview",), (Start.REQUEST,)),
        Clock("interview_report", (), ("interview_reported",), (Start.INTERVIEW,)),
        Clock("nationality_objection", (), ("nationality_contested",), (Start.INTERVIEW, Start.REQUEST)),
        Clock("travel_document", (), ("document_issued",), (Start.DOCUMENT_REQUEST,)),
        Clock("travel_document_validity", ("hand_over",), assumed=(Start.DOCUMENT_ISSUED,), presses=False),
        Clock("travel_document_renewal", (), ("document_renewed",), (Start.DOCUMENT_EXPIRED,)),
        Clock("entry_visa", (), ("visa_issued",), (Start.REQUEST,)),
        Clock("entry_visa_validity", ("hand_over",), presses=False),
        Clock("transfer", ("hand_over",), assumed=(Start.REPLY,)),
        Clock("advance_notice", ("hand_over",), ("notice_given",), (Start.PLANNED_TRANSFER,), renews=True),
        Clock("transit_application", ("submit", "receive"), assumed=(Start.PLANNED_TRANSIT,)),
        Clock("transit_reply", _ANSWERS, assumed=(Start.RECEIPT,)),
        Clock("transit_execution", ("hand_over",), assumed=(Start.TRANSIT_REPLY,)),
        Clock(
            "readmission_in_error",
            ("submit", "receive", "claim_error"),
            presses=False,
            assumed=(Start.RETURN,),
            lasts=True,
        ),
        Clock("cost_payment", (), ("costs_paid",), (Start.INVOICE,), lasts=True),
    )
}

#: every limit that a case can watch, in the order in which they come up
WATCHED: Final = tuple(CLOCKS)
#: those that leave the work lists once they passed unmet
QUIET: Final = tuple(name for name, clock in CLOCKS.items() if not clock.presses)

#: moments beside those from which a text counts: they meet a limit, or are recorded by a step
OTHER_MILESTONES: Final = (
    *dict.fromkeys(kind for clock in CLOCKS.values() for kind in clock.met_on if kind not in set(Start)),
    "departure",
    "error_claimed",
)
#: every kind of milestone
MILESTONES: Final = (*(item.value for item in Start if item is not Start.UNSTATED), *OTHER_MILESTONES)

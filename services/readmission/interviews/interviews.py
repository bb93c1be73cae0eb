"""An interview from request to report; the clocks of the arrangement start and end with it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.errors import IllegalStep
from limen.ids import new_id
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.interviews.models import interview
from services.readmission.records import (
    changed,
    changing,
    happened,
    not_before,
    not_later_than_today,
    of_case,
    one,
    opener,
    sealed,
    set_values,
)
from services.readmission.safeguards import check_sending

KINDS = ("consular", "expert", "authority")
CHANNELS = ("in_person", "remote")
INTERPRETERS = ("needed", "arranged", "not_needed")
OUTCOMES = ("nationality_confirmed", "nationality_not_confirmed", "undetermined", "person_did_not_come")

#: what can be done with an interview: from which states, and where it leads
MOVES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "schedule": (("requested", "scheduled"), "scheduled"),
    "hold": (("requested", "scheduled"), "held"),
    "report": (("held",), "reported"),
    "cancel": (("requested", "scheduled"), "cancelled"),
}


def request(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Ask the other side to interview the person; the limit for the interview starts."""
    row = changing(work, case_id)
    check_sending(work, row)
    not_later_than_today("requested_on", new["requested_on"])
    interview_id = new_id()
    work.execute(
        interview.insert().values(
            interview_id=interview_id, case_id=case_id, state="requested", recorded_by=work.actor.id, **new
        )
    )
    happened(work, row, "request", new["requested_on"].isoformat())
    changed(work, row, "interview", "requested", interview=interview_id, type=new["kind"])


def schedule(work: Work, interview_id: str, given: Mapping[str, Any]) -> str:
    """Fix moment, place and interpreter. Where one is needed, the language is named and one is arranged."""
    row, found = _moving(work, interview_id, "schedule")
    check_sending(work, row)
    language = given.get("language") or found.language
    missing = []
    if given["interpreter"] == "needed":
        missing.append(
            {"field": "interpreter", "detail": "must be arranged, or not needed, before a day is fixed"}
        )
    if given["interpreter"] == "arranged" and not language:
        missing.append({"field": "language", "detail": "is required: the language of the interpreter"})
    if missing:
        raise IllegalStep("The interview cannot be scheduled yet.", missing=missing)
    values = {
        "scheduled_at": given["at"],
        "channel": given["channel"],
        "interpreter": given["interpreter"],
        "language": language,
        "appointment": sealed(work, row, "interview.appointment", {"place": given.get("place")}),
    }
    return _moved(work, row, interview_id, "schedule", values)


def hold(work: Work, interview_id: str, given: Mapping[str, Any]) -> str:
    """Record that the interview took place; the limit for it is met, the limit for its report starts."""
    row, found = _moving(work, interview_id, "hold")
    not_later_than_today("on", given["on"])
    not_before("on", given["on"], found.requested_on, "the request for the interview")
    happened(work, row, "interview", given["on"].isoformat())
    return _moved(work, row, interview_id, "hold", {"held_on": given["on"]})


def report(work: Work, interview_id: str, given: Mapping[str, Any]) -> str:
    """Record outcome and report; the limit for the report is met."""
    row, found = _moving(work, interview_id, "report")
    not_later_than_today("on", given["on"])
    not_before("on", given["on"], found.held_on, "the interview")
    values = {
        "reported_on": given["on"],
        "outcome": given["outcome"],
        "report": sealed(work, row, "interview.report", {"report": given.get("report")}),
    }
    happened(work, row, "interview_reported", given["on"].isoformat())
    return _moved(work, row, interview_id, "report", values)


def cancel(work: Work, interview_id: str, given: Mapping[str, Any]) -> str:
    """Call an interview off, with the reason. Its limit goes on running: only an interview meets it."""
    row, _found = _moving(work, interview_id, "cancel")
    reason = sealed(work, row, "interview.reason", {"reason": given["reason"]})
    return _moved(work, row, interview_id, "cancel", {"reason": reason})


def interviews_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the interviews of a case, the oldest first."""
    row = case_row(work, case_id)
    opened = opener(work, row)
    items = [
        {
            **item,
            "place": opened("interview.appointment", item["appointment"]).get("place"),
            "report": opened("interview.report", item["report"]).get("report"),
            "reason": opened("interview.reason", item["reason"]).get("reason"),
            "possible": [name for name, (leaves, _to) in MOVES.items() if item["state"] in leaves],
        }
        for item in of_case(work, interview, case_id)
    ]
    return {"items": items, "version": row.version}


def _moving(work: Work, interview_id: str, move: str) -> tuple[sa.Row[Any], sa.Row[Any]]:
    """Return the case and the interview, once the interview is in a state from which it can move so."""
    found = one(work, interview, interview_id, "interview")
    row = changing(work, found.case_id)
    leaves, _leads_to = MOVES[move]
    if found.state not in leaves:
        raise IllegalStep(
            f"The interview is {found.state}; this leaves from {', '.join(leaves)}.",
            missing=[{"field": "state", "detail": f"must be one of {', '.join(leaves)}"}],
        )
    return row, found


def _moved(work: Work, row: sa.Row[Any], interview_id: str, move: str, values: dict[str, Any]) -> str:
    state = MOVES[move][1]
    set_values(work, interview, interview_id, state=state, **values)
    changed(work, row, "interview", state, interview=interview_id)
    return str(row.case_id)

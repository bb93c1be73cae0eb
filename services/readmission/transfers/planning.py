"""Planning a transfer: day, crossing point, means, escorts and needs; the family kept together.

A plan is the step `plan_transfer` with more told, so the safeguards and the rules of both states are asked.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import IllegalStep
from limen.ids import new_id
from limen.law.safeguards import Action
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.moving import call_off, take_step, touch
from services.readmission.records import (
    changed,
    changing,
    happened,
    not_later_than_today,
    of_case,
    one,
    opener,
    sealed,
    set_values,
    told,
)
from services.readmission.safeguards import check_safeguards
from services.readmission.transfers.ahead import AHEAD, cancel_ahead, transfer_ahead
from services.readmission.transfers.family import apart, family_of
from services.readmission.transfers.models import transfer
from services.readmission.transfers.points import points_of, reference_of
from services.readmission.travel_documents.validity import covers

STATES = (*AHEAD, "replaced", "cancelled", "handed_over", "refused_at_border")
ESCORT_ROLES = ("escort_leader", "escort", "medical", "interpreter", "carer", "monitor")
#: what an escort must see to, in words that name no illness
NEEDS = (
    "medicine_to_hand",
    "medical_escort",
    "wheelchair",
    "help_with_walking",
    "no_restraint",
    "frequent_rest",
    "special_food",
    "quiet_place",
    "interpreter",
    "woman_escort",
    "child_seat",
    "carer_known_to_the_person",
)
_PLACE = "transfer.words"


def plan(
    work: Work,
    case_id: str,
    new: Mapping[str, Any],
    group_id: str | None = None,
    *,
    along: Collection[str] = (),
) -> str:
    """Plan the transfer of a case, and with `with_family` that of its family too; return the transfer's id.

    A safeguard of any of them stops all. A family that would travel apart needs `family_reason`; the cases
    `along` are being planned with this one.
    """
    row = case_row(work, case_id, lock=True)
    reference = reference_of(work, row, new["place"], agreed=new["place_agreed"])
    found = apart(work, case_id, new["on"], new["place"])
    relatives = [item for item in found if item["case_id"] not in along]
    if relatives and not new["with_family"] and not new.get("family_reason"):
        raise _family_apart(relatives)
    moved = take_step(work, case_id, "plan_transfer", _step(new))
    transfer_id = _keep(work, moved, new, reference, group_id)
    if new["with_family"]:
        alone = {**new, "with_family": False, "escorts": [], "needs": [], "family_reason": None}
        with work.as_they_are():
            for relative in relatives:
                _plan_relative(work, relative["case_id"], alone, group_id)
    return transfer_id


def give_notice(work: Work, transfer_id: str, given: Mapping[str, Any]) -> str:
    """Record that the other side was told of the transfer; the limit for the notice is met."""
    found, row = _ahead(work, transfer_id)
    check_safeguards(work, row, Action.TRANSFER)
    not_later_than_today("on", given["on"])
    set_values(work, transfer, transfer_id, state="notified", notice_on=given["on"])
    happened(work, row, "notice_given", given["on"].isoformat())
    changed(work, row, "transfer", "notified", transfer=found.transfer_id, on=given["on"].isoformat())
    return str(row.case_id)


def cancel(work: Work, transfer_id: str, given: Mapping[str, Any]) -> str:
    """Call a transfer off: code and reason. The case goes back to where it was when it was planned."""
    _found, row = _ahead(work, transfer_id)
    end(work, row, given["code"], given["code"], given["reason"])
    return str(row.case_id)


def end(work: Work, row: sa.Row[Any], why: str, code: str, reason: str = "") -> None:
    """End the transfer that lies ahead, and take the step that leads the case back.

    `why` is kept with the transfer, `code` (one of `states.CALL_OFF_REASONS`) and `reason` with the step.
    """
    cancel_ahead(work, row, why)
    if "transfer_planned" in (row.state, row.suspended_from):
        call_off(work, row, {"code": code, "reason": reason or None})
    else:
        touch(work, row)


def transfers_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the transfers of a case, the points of its arrangement, its family and warnings."""
    row = case_row(work, case_id)
    opened = opener(work, row)
    items = [
        {**shown(item), **_words(opened(_PLACE, item["words"]))} for item in of_case(work, transfer, case_id)
    ]
    ahead = transfer_ahead(work, case_id)
    planned = ahead.planned_on if ahead else None
    return {
        "items": items,
        "points": points_of(work, row),
        "family": family_of(work, case_id),
        "apart": apart(work, case_id, ahead.planned_on, ahead.place) if ahead else [],
        "warnings": covers(work, case_id, planned) if planned else [],
        "version": row.version,
    }


def shown(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a transfer with its lists read; no name is among them."""
    escorts = json.loads(item["escorts"])
    return {**item, "escort_roles": escorts, "escort_count": len(escorts), "needs": json.loads(item["needs"])}


def _step(new: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "on": new["on"],
        "place": new["place"],
        "means": new["means"],
        "escorts": len(new["escorts"]),
    }


def _keep(work: Work, row: sa.Row[Any], new: Mapping[str, Any], reference: str, group_id: str | None) -> str:
    earlier = transfer_ahead(work, row.case_id)
    if earlier is not None:
        set_values(work, transfer, earlier.transfer_id, state="replaced", ended_why="planned_anew")
    transfer_id = new_id()
    names = [item.get("full_name") for item in new["escorts"]]
    words = {"escort_names": names if any(names) else None, "family_reason": new.get("family_reason")}
    roles = [item["role"] for item in new["escorts"]]
    work.execute(
        transfer.insert().values(
            transfer_id=transfer_id,
            case_id=row.case_id,
            group_id=group_id,
            state="planned",
            planned_on=new["on"],
            place=new["place"],
            place_reference=reference[:200],
            means=new["means"],
            itinerary=new.get("itinerary"),
            escorts=json.dumps(roles),
            needs=json.dumps(new["needs"]),
            words=sealed(work, row, _PLACE, words),
            planned_by=work.actor.id,
            planned_at=now(),
        )
    )
    facts = {
        "transfer": transfer_id,
        "on": new["on"].isoformat(),
        "means": new["means"],
        "escorts": len(roles),
    }
    told(work, row, "transfer", "planned", basis=reference, words=new.get("family_reason") or "", **facts)
    return transfer_id


def _plan_relative(work: Work, case_id: str, new: Mapping[str, Any], group_id: str | None) -> None:
    row = case_row(work, case_id, lock=True)
    reference = reference_of(work, row, new["place"], agreed=new["place_agreed"])
    moved = take_step(work, case_id, "plan_transfer", _step(new))
    _keep(work, moved, new, reference, group_id)


def _ahead(work: Work, transfer_id: str) -> tuple[sa.Row[Any], sa.Row[Any]]:
    """Return a transfer that lies ahead, and its case."""
    found = one(work, transfer, transfer_id, "transfer")
    row = changing(work, found.case_id)
    if found.state not in AHEAD:
        raise IllegalStep(
            f"The transfer is {found.state}; only one that lies ahead can be changed.",
            missing=[{"field": "state", "detail": f"must be one of {', '.join(AHEAD)}"}],
        )
    return found, row


def _family_apart(relatives: list[dict[str, Any]]) -> IllegalStep:
    numbers = ", ".join(item["number"] for item in relatives)
    return IllegalStep(
        f"The family would travel apart: {numbers}.",
        missing=[
            {
                "field": "family_reason",
                "detail": f"say why {numbers} will not travel along, or plan them together (with_family)",
            }
        ],
    )


def _words(words: Mapping[str, Any]) -> dict[str, Any]:
    return {"escort_names": words.get("escort_names"), "family_reason": words.get("family_reason")}

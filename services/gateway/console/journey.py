"""From acceptance to hand-over: the transfer, the escort sheet, what happened at the border, costs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from limen.clock import today
from services.gateway.console.actions import Action, Actions, Offered
from services.gateway.console.asking import fetch, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.border_files import FilledForm, SignedRecord, filled_body, signed_body
from services.gateway.console.journey_forms import (
    AddCost,
    Border,
    CallOff,
    Kept,
    LinkFamily,
    PlanTransfer,
    SignedByHand,
    plan_body,
)
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.return_fields import OnDay

ACTIONS = Actions(
    Action("plan", _l("Plan the transfer"), "/cases/{id}/transfers", PlanTransfer,
           _l("The transfer is planned."), plan_body),
    Action("notice", _l("Record that the other side was told"), "/transfers/{id}/notice", OnDay,
           _l("The notice is recorded.")),
    Action("call-off", _l("Call the transfer off"), "/transfers/{id}/cancellation", CallOff,
           _l("The transfer is called off.")),
    Action("border", _l("Record what happened at the border"), "/cases/{id}/handovers", Border,
           _l("Recorded and signed by this node.")),
    Action("filled", _l("Bring in a form that was filled at the border"), "/cases/{id}/handovers", FilledForm,
           _l("Recorded and signed by this node."), filled_body, upload=True),
    Action("by-hand", _l("The other side signed by hand"), "/handovers/{id}/countersignature", SignedByHand,
           _l("The signature of the other side is recorded.")),
    Action("by-key", _l("Bring in the record that the other side signed"),
           "/handovers/{id}/countersignature", SignedRecord,
           _l("The signature of the other side holds and is recorded."), signed_body, upload=True),
    Action("kept", _l("Try the signature kept apart again"), "/handovers/{id}/countersignature", Kept,
           _l("The signature of the other side holds and is recorded.")),
    Action("family", _l("Link a case of the family"), "/cases/{id}/family", LinkFamily,
           _l("The two cases are linked.")),
    Action("cost", _l("Add a cost"), "/cases/{id}/costs", AddCost, _l("The cost is recorded.")),
    Action("paid", _l("Record the payment"), "/costs/{id}/payment", OnDay, _l("The payment is recorded.")),
)  # fmt: skip
_AHEAD = ("planned", "notified")
_CAN_BE_PLANNED = ("accepted", "tacitly_accepted", "notified", "transfer_planned", "turned_back")


@console.get("/cases/<uuid:case_id>/journey")
@needs("readmission.case.read")
def journey(case_id: str) -> Any:
    """Show the transfer of a case, what happened at the border, and costs."""
    return _show(case_id)


@console.post("/cases/<uuid:case_id>/journey/<action>/<uuid:record>")
@needs("readmission.case.transfer")
def travel(case_id: str, action: str, record: str) -> Any:
    """Do one thing, or show the page again with what stands against it. The service asks each permission."""
    if action not in ACTIONS:
        raise NotFound
    tried = ACTIONS.sent(action, record)
    return _show(case_id, tried) if tried else go("journey", case_id=case_id)


@console.get("/transfers/<uuid:transfer_id>/escort-sheet")
@needs("readmission.case.transfer")
def escort_sheet(transfer_id: str) -> Any:
    """Show the escort sheet, to be printed."""
    sheet = read("readmission", f"/transfers/{transfer_id}/escort-sheet")
    return page("escort_sheet", sheet=sheet, transfer_id=transfer_id)


@console.get("/transfers/<uuid:transfer_id>/escort-sheet.pdf")
@needs("readmission.case.transfer")
def escort_sheet_file(transfer_id: str) -> Any:
    """Give the escort sheet as PDF."""
    return fetch("readmission", f"/transfers/{transfer_id}/escort-sheet.pdf", "escort-sheet.pdf")


def _show(case_id: str, tried: Offered | None = None) -> Any:
    case = read("readmission", f"/cases/{case_id}")
    transfers = read("readmission", f"/cases/{case_id}/transfers")
    handovers = read("readmission", f"/cases/{case_id}/handovers")["items"]
    costs = read("readmission", f"/cases/{case_id}/costs")
    return page(
        "journey",
        status_for(tried and tried.form),
        case=case,
        transfers=transfers,
        handovers=handovers,
        costs=costs,
        tried=tried,
        protected=[item for item in case["safeguards"] if not item["lifted"]],
        offered=_offered(case, transfers, handovers, costs, tried),
    )


def _offered(
    case: Any, transfers: Any, handovers: list[Any], costs: Any, tried: Offered | None
) -> dict[str, list[Offered]]:
    """Return by record what this officer can do with it; the case's own id stands for adding something."""
    case_id, moves = case["case_id"], may("readmission.case.move")
    carries = may("readmission.case.transfer", case["office"])

    def offer(name: str, record: str, **values: Any) -> Offered:
        return ACTIONS.offer(name, record, case["version"], tried, **values)

    found: dict[str, list[Offered]] = {case_id: []}
    if moves and case["state"] in _CAN_BE_PLANNED:
        plan = offer("plan", case_id)
        points = [(item["place"], f"{item['place']} ({item['reference']})") for item in transfers["points"]]
        plan.form["place"].choices = [("", ""), *points]
        found[case_id].append(plan)
    if carries and (
        case["state"] == "transfer_planned" or (case["state"] == "handed_over" and not handovers)
    ):
        ahead = [item for item in transfers["items"] if item["state"] in _AHEAD]
        found[case_id].append(offer("border", case_id, place=ahead[-1]["place"] if ahead else ""))
        found[case_id].append(offer("filled", case_id))
    if moves:
        found[case_id] += [offer("family", case_id), offer("cost", case_id, incurred_on=today())]
        for item in transfers["items"]:
            names = ("notice", "call-off") if item["state"] in _AHEAD else ()
            found[item["transfer_id"]] = [offer(name, item["transfer_id"]) for name in names]
        for item in costs["items"]:
            if not item["paid_on"]:
                found[item["cost_id"]] = [offer("paid", item["cost_id"])]
    for item in handovers:
        if carries and not item["countersigned_at"]:
            found[item["handover_id"]] = [offer(name, item["handover_id"]) for name in ("by-hand", "by-key")]
            if item["apart"]:
                found[item["handover_id"]].append(
                    offer("kept", item["handover_id"], kept=item["apart"][-1]["apart_id"])
                )
    return found

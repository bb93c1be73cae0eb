"""Costs of a case: amount, currency, who bears them under which article, invoice and payment."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from limen.clock import now
from limen.errors import Conflict
from limen.ids import new_id
from limen.work import Work
from services.readmission import law
from services.readmission.cases import case_row
from services.readmission.records import (
    changed,
    changing,
    happened,
    not_before,
    not_later_than_today,
    of_case,
    one,
    set_values,
)
from services.readmission.transfers.models import cost

KINDS = ("transport", "escort", "accommodation", "travel_document", "medical", "interpreter", "other")
BEARERS = ("requesting_state", "requested_state", "person", "carrier", "third_party")


def add(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Add a cost; an invoice starts the limit for its payment. A closed case still has costs."""
    row = changing(work, case_id, also_closed=True)
    not_later_than_today("incurred_on", new["incurred_on"])
    if new.get("invoiced_on"):
        not_later_than_today("invoiced_on", new["invoiced_on"])
        not_before("invoiced_on", new["invoiced_on"], new["incurred_on"], "the day of the cost")
    cost_id = new_id()
    work.execute(
        cost.insert().values(
            cost_id=cost_id, case_id=case_id, recorded_by=work.actor.id, recorded_at=now(), **new
        )
    )
    if new.get("invoiced_on"):
        happened(work, row, "invoice", new["invoiced_on"].isoformat())
    facts = {name: new[name] for name in ("amount", "currency", "borne_by")}
    changed(work, row, "cost", "added", basis=new["article"], cost=cost_id, **facts)


def pay(work: Work, cost_id: str, given: Mapping[str, Any]) -> str:
    """Record that a cost was paid; the limit for the payment is met once no invoice waits."""
    found = one(work, cost, cost_id, "cost")
    row = changing(work, found.case_id, also_closed=True)
    if found.paid_on is not None:
        raise Conflict("The cost is paid already.")
    not_later_than_today("on", given["on"])
    not_before("on", given["on"], found.incurred_on, "the day of the cost")
    set_values(work, cost, cost_id, paid_on=given["on"])
    if not any(item["invoiced_on"] and not item["paid_on"] for item in of_case(work, cost, row.case_id)):
        happened(work, row, "costs_paid", given["on"].isoformat())
    changed(work, row, "cost", "paid", cost=cost_id, on=given["on"].isoformat())
    return str(row.case_id)


def costs_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the costs of a case, their sums by bearer and currency, and what the text says of costs."""
    row = case_row(work, case_id)
    items = of_case(work, cost, case_id)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for item in items:
        sums[item["borne_by"], item["currency"]] += Decimal(item["amount"])
    arrangement = law.arrangement_of(work.runtime, row)
    rules = arrangement.facts_about("costs", row.category, row.requested_state)
    return {
        "items": items,
        "sums": [
            {"borne_by": bearer, "currency": currency, "amount": format(amount, "f")}
            for (bearer, currency), amount in sorted(sums.items())
        ],
        "rules": [{"reference": fact.reference, "words": _words(fact.value)} for fact in rules],
        "version": row.version,
    }


def _words(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

"""Transfers, families and costs over HTTP."""

from typing import Any

import sqlalchemy as sa
from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.pagination import paginate
from limen.web.policy import posts_in_reach, require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.models import case
from services.readmission.records import one
from services.readmission.transfers import costs, escort_sheet, family, planning, schemas
from services.readmission.transfers.ahead import AHEAD
from services.readmission.transfers.models import transfer
from services.readmission.transfers.printing import sheet_pdf

blp = Blueprint("readmission-transfers", "/api/v1/readmission", description="Transfers, families, costs")


@blp.route("/transfers")
class Transfers(MethodView):
    """The transfers of all cases, without anything about a person."""

    @blp.query(schemas.TransferPage, permission="readmission.transfer.read", arguments=schemas.TransferFilter)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List transfers: those that lie ahead, the nearest day first; those of one state, the last first."""
        query = sa.select(transfer, case.c.number).join(case, case.c.case_id == transfer.c.case_id)
        state = wanted.get("state")
        query = query.where(transfer.c.state.in_([state] if state else AHEAD))
        posts = posts_in_reach(work)
        if posts is not None:
            query = query.where(case.c.office.in_(posts))
        return paginate(
            work,
            query,
            wanted,
            transfer.c.transfer_id,
            transfer.c.planned_on,
            descending=bool(state),
            items=lambda rows: [planning.shown(row) for row in rows],
        )


@blp.route("/cases/<uuid:case_id>/transfers")
class CaseTransfers(MethodView):
    """The transfers of a case."""

    @blp.query(schemas.TransferList, permission="readmission.case.read", audited="transfers.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the transfers of a case with crossing points, family and warnings."""
        require_post(work, case_row(work, case_id).office)
        return planning.transfers_view(work, case_id)

    @blp.command(
        schemas.NewTransfer,
        schemas.TransferList,
        status=201,
        permission="readmission.case.move",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Plan the transfer. A safeguard, or a family that would travel apart without a reason, is a 409."""
        planning.plan(work, case_id, new)
        return planning.transfers_view(work, case_id)


@blp.route("/transfers/<uuid:transfer_id>/notice")
class TransferNotice(MethodView):
    """That the other side was told."""

    @blp.command(schemas.OnDay, schemas.TransferList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], transfer_id: str) -> dict[str, Any]:
        """Record the notice of the transfer."""
        return planning.transfers_view(work, planning.give_notice(work, transfer_id, given))


@blp.route("/transfers/<uuid:transfer_id>/cancellation")
class TransferCancellation(MethodView):
    """That it will not take place."""

    @blp.command(schemas.CallOff, schemas.TransferList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], transfer_id: str) -> dict[str, Any]:
        """Call the transfer off, with the reason. The case goes back to where it was when it was planned."""
        return planning.transfers_view(work, planning.cancel(work, transfer_id, given))


@blp.route("/transfers/<uuid:transfer_id>/escort-sheet")
class EscortSheets(MethodView):
    """What an escort must know."""

    @blp.query(schemas.EscortSheet, permission="readmission.case.transfer", audited="escort_sheet.read")
    def get(self, work: Work, transfer_id: str) -> dict[str, Any]:
        """Show the escort sheet."""
        _require(work, transfer_id)
        return escort_sheet.escort_sheet(work, transfer_id)


@blp.route("/transfers/<uuid:transfer_id>/escort-sheet.pdf")
class EscortSheetPrinted(MethodView):
    """What an escort must know, on paper."""

    @blp.download("application/pdf", permission="readmission.case.transfer", audited="escort_sheet.printed")
    def get(self, work: Work, transfer_id: str) -> File:
        """Print the escort sheet."""
        _require(work, transfer_id)
        return sheet_pdf(work.runtime, escort_sheet.escort_sheet(work, transfer_id))


@blp.route("/cases/<uuid:case_id>/family")
class Family(MethodView):
    """The family of a case."""

    @blp.command(
        schemas.NewFamilyLink,
        schemas.TransferList,
        status=201,
        permission="readmission.case.move",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Record that the persons of two cases are family."""
        family.link(work, case_id, new["other_case_id"], new["relation"])
        return planning.transfers_view(work, case_id)


@blp.route("/cases/<uuid:case_id>/costs")
class Costs(MethodView):
    """The costs of a case."""

    @blp.query(schemas.CostList, permission="readmission.case.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the costs of a case, their sums, and what the arrangement says of costs."""
        require_post(work, case_row(work, case_id).office)
        return costs.costs_view(work, case_id)

    @blp.command(
        schemas.NewCost, schemas.CostList, status=201, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Add a cost. An invoice starts the limit for its payment."""
        costs.add(work, case_id, new)
        return costs.costs_view(work, case_id)


@blp.route("/costs/<uuid:cost_id>/payment")
class CostPayment(MethodView):
    """That a cost was paid."""

    @blp.command(schemas.OnDay, schemas.CostList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], cost_id: str) -> dict[str, Any]:
        """Record the payment."""
        return costs.costs_view(work, costs.pay(work, cost_id, given))


def _require(work: Work, transfer_id: str) -> None:
    found = one(work, transfer, transfer_id, "transfer")
    require_post(work, case_row(work, found.case_id).office)

"""Offices and handing over, over HTTP."""

from functools import partial
from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.pagination import PageArguments, paginate
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.offices import handing, register, schemas
from services.readmission.offices.tables import offer

blp = Blueprint("readmission-offices", "/api/v1/readmission", description="Offices, and handing cases over")


@blp.route("/offices")
class Offices(MethodView):
    """The offices that look after cases."""

    @blp.query(schemas.OfficeList, permission="readmission.office.read")
    def get(self, work: Work) -> dict[str, Any]:
        """List the offices."""
        return {"items": register.offices(work)}

    @blp.command(schemas.NewOffice, schemas.OfficeAnswer, status=201, permission="readmission.office.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Name an office and its superior."""
        return register.add_office(work, new)


@blp.route("/offices/<string:code>")
class OfficeItem(MethodView):
    """One office."""

    @blp.command(
        schemas.OfficeChange, schemas.OfficeAnswer, permission="readmission.office.manage", if_match=True
    )
    def patch(self, work: Work, change: dict[str, Any], code: str) -> dict[str, Any]:
        """Change an office's name or superior, close it, or open it again."""
        return register.change_office(work, code, change)


@blp.route("/cases/<uuid:case_id>/offers")
class CaseOffers(MethodView):
    """Handing a case to another office."""

    @blp.query(schemas.OfferList, permission="readmission.case.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show to whom the case was offered, and what became of it."""
        require_post(work, case_row(work, case_id).office)
        return {"items": handing.offers_of(work, case_id)}

    @blp.command(schemas.NewOffer, schemas.OfferAnswer, status=201, permission="readmission.offer.make")
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Offer the case to another office; it stays here until the other accepts."""
        return handing.offer_case(work, case_id, new["to_office"], new["reasons"])


@blp.route("/offers")
class Offers(MethodView):
    """Offers that wait for a decision."""

    @blp.query(
        schemas.OfferPage,
        permission="readmission.offer.read",
        arguments=PageArguments,
        audited="offers.listed",
    )
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the open offers to offices in reach, the oldest first."""
        opened = partial(handing.shown_offers, work)
        return paginate(work, handing.open_offers(work), wanted, offer.c.offer_id, items=opened)


@blp.route("/offers/<uuid:offer_id>")
class OfferItem(MethodView):
    """One offer."""

    @blp.query(schemas.OfferAnswer, permission="readmission.offer.read", audited="offer.read")
    def get(self, work: Work, offer_id: str) -> dict[str, Any]:
        """Show an offer with its reasons."""
        return handing.offer_view(work, offer_id)


@blp.route("/offers/<uuid:offer_id>/decision")
class OfferDecisions(MethodView):
    """What the other office says."""

    @blp.command(schemas.OfferDecision, schemas.OfferAnswer, permission="readmission.offer.decide")
    def post(self, work: Work, given: dict[str, Any], offer_id: str) -> dict[str, Any]:
        """Accept or reject an offer, or withdraw the own one."""
        return handing.decide_offer(work, offer_id, given["decision"], given["reasons"])

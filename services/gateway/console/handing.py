"""Handing a case to another office, and what other offices offer."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField, validators

from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.coded import open_offices
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of

_PAGE = 50


def _reasons() -> Any:
    return TextAreaField(
        _l("Reasons"),
        [
            validators.InputRequired(_l("Give the reasons.")),
            validators.Length(10, 4000, _l("Give the reasons in at least 10 characters.")),
        ],
    )


class OfferForm(Form):
    """To whom a case is offered, and why."""

    to_office = SelectField(_l("To the office"), [validators.InputRequired(_l("Choose the office."))])
    reasons = _reasons()


class OfferDecisionForm(Form):
    """What becomes of an offer."""

    decision = RadioField(_l("Your decision"), [validators.InputRequired(_l("Decide."))])
    reasons = _reasons()


@console.route("/cases/<uuid:case_id>/hand-over-to-office", methods=["GET", "POST"])
@needs("readmission.offer.make")
def offer_case(case_id: str) -> Any:
    """Offer a case to another office; it stays here until the other accepts."""
    form = OfferForm()
    if not form.was_sent:
        return _show_offer(case_id, form, 200)
    _offer_to_all(form)
    if not form.validate():
        return _show_offer(case_id, form, 422)
    body = {"to_office": form.to_office.data, "reasons": form.reasons.data}
    try:
        send("readmission", f"/cases/{case_id}/offers", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show_offer(case_id, form, status_of(refused))
    flash(_("Offered. The case stays with you until the other office accepts."), "success")
    return go("offer_case", case_id=case_id)


@console.get("/offers")
@needs("readmission.offer.read")
def offers() -> Any:
    """List the cases that other offices offer."""
    found = read("readmission", "/offers", limit=_PAGE, after=request.args.get("after", ""))
    return page("offers", found=found)


@console.route("/offers/<uuid:offer_id>", methods=["GET", "POST"])
@needs("readmission.offer.decide")
def decide_offer(offer_id: str) -> Any:
    """Accept or reject an offer, or withdraw the own one."""
    form = OfferDecisionForm()
    form.decision.choices = [
        ("accepted", _("Take the case over")),
        ("rejected", _("Leave it where it is")),
        ("withdrawn", _("Withdraw our offer")),
    ]
    if not form.was_sent or not form.validate():
        return _show_decision(offer_id, form, 422 if form.was_sent else 200)
    body = {"decision": form.decision.data, "reasons": form.reasons.data}
    try:
        send("readmission", f"/offers/{offer_id}/decision", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show_decision(offer_id, form, status_of(refused))
    flash(_("Your decision is recorded."), "success")
    return go("offers")


def _offer_to_all(form: OfferForm) -> None:
    form.to_office.choices = [
        ("", _("Choose an office")),
        *((item["code"], f"{item['name']} ({item['code']})") for item in open_offices()),
    ]


def _show_offer(case_id: str, form: OfferForm, status: int) -> Any:
    _offer_to_all(form)
    case = read("readmission", f"/cases/{case_id}")
    made = read("readmission", f"/cases/{case_id}/offers")["items"]
    return page("offer_case", status, case=case, form=form, offers=made)


def _show_decision(offer_id: str, form: OfferDecisionForm, status: int) -> Any:
    return page("decide_offer", status, offer=read("readmission", f"/offers/{offer_id}"), form=form)

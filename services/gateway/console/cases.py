"""Opening a case, and a case with all that an officer must see."""

from contextlib import suppress
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, validators

from limen.web.context import web
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.case_page import show_case
from services.gateway.console.coded import places_of_cases
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import choices

#: the button that asks for the agreement's own lists, and opens nothing
_OFFER = "offer"
#: characters of an agreement's words that a list shows
_LONGEST = 110


class CaseForm(Form):
    """Open a case for a person."""

    requesting_state = CountryField(
        _l("Requesting state"), [validators.InputRequired(_l("Choose the state that asks."))]
    )
    requested_state = CountryField(
        _l("Requested state"), [validators.InputRequired(_l("Choose the state that is asked."))]
    )
    category = RadioField(
        _l("The person is"), [validators.InputRequired(_l("Say which category the person belongs to."))]
    )
    procedure = SelectField(_l("Procedure"), [validators.InputRequired(_l("Choose the procedure."))])
    ground = SelectField(_l("Ground of the duty to take back"), choices=[], validate_choice=False)
    variant = SelectField(_l("Special case of the agreement"), choices=[], validate_choice=False)
    office = StringField(
        _l("Office in charge"),
        [
            validators.InputRequired(_l("Name the office, or the border post.")),
            validators.Length(max=40, message=_l("At most 40 characters.")),
        ],
    )


@console.route("/persons/<uuid:person_id>/cases/new", methods=["GET", "POST"])
@needs("readmission.case.open")
def new_case(person_id: str) -> Any:
    """Open a case. Where no arrangement is in force, the page says which ones exist."""
    form = CaseForm(requesting_state=web().runtime.settings.country)
    form.requesting_state.choices = form.requested_state.choices = country_choices()
    form.category.choices = choices("category")
    form.procedure.choices = choices("procedure")
    if _OFFER in request.form:
        return _case_form(form, person_id, 200)
    if not form.was_sent or not form.validate():
        return _case_form(form, person_id, 422 if form.was_sent else 200)
    body = {field.short_name: field.data for field in form if field.data}
    try:
        case = send("readmission", "/cases", {**body, "person_id": person_id}, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _case_form(form, person_id, status_of(refused))
    flash(_("The case is open as a draft. Nothing has been sent yet."), "success")
    return go("case", case_id=case["case_id"])


@console.get("/cases/<uuid:case_id>")
@needs("readmission.case.read")
def case(case_id: str) -> Any:
    """Show a case."""
    return show_case(case_id)


def _case_form(form: CaseForm, person_id: str, status: int) -> Any:
    person = read("registration", f"/persons/{person_id}")
    missing = (
        form.refused.problem if form.refused and form.refused.code == "no-arrangement-in-force" else None
    )
    _offer(form)
    return page(
        "new_case", status, form=form, person=person, missing=missing, offer=_OFFER, places=places_of_cases()
    )


def _offer(form: CaseForm) -> None:
    """Offer the grounds and special cases of the agreement between the two states, in its words."""
    pair = {name: form[name].data for name in ("requesting_state", "requested_state", "category")}
    found: dict[str, Any] = {"grounds": [], "variants": []}
    if all(pair.values()):
        with suppress(Refused):  # no arrangement: opening the case says which ones exist
            found = read("readmission", "/choices", **pair)
    for field, name in ((form.ground, "grounds"), (form.variant, "variants")):
        known = [(item["code"], f"{_short(item['words'])} ({item['articles']})") for item in found[name]]
        field.choices = [("", _("Not stated")), *known]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"

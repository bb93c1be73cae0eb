"""Opening a case, and a case with all that an officer must see."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, validators

from limen.web.context import web
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.case_page import show_case
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import choices


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
    ground = StringField(
        _l("Ground of the duty to take back"),
        [validators.Optional(), validators.Length(max=60, message=_l("At most 60 characters."))],
    )
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
    return page("new_case", status, form=form, person=person, missing=missing)

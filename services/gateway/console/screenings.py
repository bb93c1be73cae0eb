"""Screening for needs of protection: the form, or why the officer may not use it; what screenings found."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField, validators

from services.gateway.console.actions import ManyCodes, body_of
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.words import choices, say


class ScreeningForm(Form):
    """What a screening found. All of it is sealed."""

    outcome = RadioField(
        _l("What the screening led to"), [validators.InputRequired(_l("Say what the screening led to."))]
    )
    needs = ManyCodes(_l("What you noticed or were told"), "screening_need")
    referred_to = StringField(_l("Referred to"), [validators.Length(max=200)])
    notes = TextAreaField(_l("Notes"))


@console.route("/encounters/<uuid:encounter_id>/screening", methods=["GET", "POST"])
@needs("registration.screening.create")
def new_screening(encounter_id: str) -> Any:
    """Record a screening. An officer without the certificate is told what is missing and since when."""
    met = read("registration", f"/encounters/{encounter_id}")
    standing = read("registration", "/screening-certificates")
    if not standing["allowed"]:
        return page("no_certificate", 403, encounter=met, certificates=standing["certificates"])
    form = ScreeningForm()
    form.outcome.choices = choices("screening_outcome")
    form.needs.offer()
    if form.was_sent and form.validate() and (recorded := _sent(form, encounter_id)):
        _tell(recorded)
        return go("person", person_id=met["person_id"])
    person = read("registration", f"/persons/{met['person_id']}")
    return page("new_screening", status_for(form), form=form, encounter=met, person=person)


@console.get("/encounters/<uuid:encounter_id>/screenings")
@needs("registration.screening.read")
def screenings(encounter_id: str) -> Any:
    """Show what the screenings of an encounter found, to those who protect and the monitor."""
    met = read("registration", f"/encounters/{encounter_id}")
    found = read("registration", f"/encounters/{encounter_id}/protection-screenings")
    return page("screenings", encounter=met, screenings=found["items"])


def _sent(form: ScreeningForm, encounter_id: str) -> Any:
    """Send a screening; None where it was refused, and the form then says why."""
    path = f"/encounters/{encounter_id}/protection-screenings"
    try:
        return send("registration", path, body_of(form), key=form.key)
    except Refused as refused:
        form.take(refused)
        return None


def _tell(recorded: Any) -> None:
    flash(_("The screening is recorded."), "success")
    for item in recorded["safeguards"]:
        name = say("safeguard", item["safeguard"])
        flash(_("%(name)s. From now on nothing may be sent and nobody handed over.", name=name), "success")
    for finding in recorded["findings"]:
        flash(f"{finding['reason']} ({finding['reference']})", "warning")

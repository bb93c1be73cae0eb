"""Entering a time limit by hand for a case, where the library has no verified one."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, validators

from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.calculator import events
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import choices, say


class LimitForm(Form):
    """A limit and where it was read."""

    places = {"from": "event"}  # noqa: RUF012

    limit = SelectField(_l("Time limit"), [validators.InputRequired(_l("Choose a time limit."))])
    value = IntegerField(
        _l("How many"),
        [validators.InputRequired(_l("Enter a number.")), validators.NumberRange(1, 3650, _l("1 to 3650."))],
    )
    unit = SelectField(_l("Of what"))
    runs = SelectField(_l("Counted"))
    event = SelectField(_l("Event"), [validators.InputRequired(_l("Choose the event."))])
    silence = SelectField(_l("Silence until its end"))
    reference = StringField(
        _l("Article or place"),
        [validators.InputRequired(_l("Say where it stands.")), validators.Length(max=120)],
    )
    source = StringField(
        _l("Source"),
        [validators.InputRequired(_l("Name the text or the letter.")), validators.Length(3, 200)],
    )


@console.route("/cases/<uuid:case_id>/limits", methods=["GET", "POST"])
@needs("readmission.case.move")
def case_limits(case_id: str) -> Any:
    """Show what is not verified for a case, and take what an officer read elsewhere."""
    found = read("readmission", f"/cases/{case_id}/limits")
    form = LimitForm(version=found["version"])
    form.limit.choices = [
        ("", ""),
        *((item["limit"], say("limit", item["limit"])) for item in found["missing"]),
    ]
    form.unit.choices, form.runs.choices = choices("unit"), choices("runs")
    form.silence.choices = choices("silence")
    form.event.choices = [("", ""), *events()]
    if not form.was_sent:
        form.unit.data = "calendar_day"
    elif form.validate():
        try:
            body = {field.short_name: field.data for field in form if field.short_name != "event"}
            path = f"/cases/{case_id}/limits"
            send("readmission", path, {**body, "from": form.event.data}, key=form.key, version=form.version)
        except Refused as refused:
            form.take(refused)
            return page("case_limits", status_of(refused), case_id=case_id, found=found, form=form)
        flash(_("Entered. It is counted from now on, and shown as entered by hand."), "success")
        return go("case", case_id=case_id)
    return page("case_limits", 422 if form.was_sent else 200, case_id=case_id, found=found, form=form)

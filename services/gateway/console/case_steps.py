"""What an officer does with a case: its steps, and the moments from which the law counts."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from services.gateway.console.asking import Refused, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.case_page import show_case
from services.gateway.console.forms import Form
from services.gateway.console.milestones import MilestoneForm
from services.gateway.console.pages import go
from services.gateway.console.step_forms import body_of, sent_form
from services.gateway.console.words import TABLES, say


@console.post("/cases/<uuid:case_id>/steps/<step>")
@needs("readmission.case.move")
def take_step(case_id: str, step: str) -> Any:
    """Take a step, or show the case with what stands against it."""
    if step not in TABLES["take"]:
        raise NotFound
    form = sent_form(step, request.form)
    return _sent(case_id, form, "steps", body_of, _("Done: %(step)s.", step=say("step", step)))


@console.post("/cases/<uuid:case_id>/milestones")
@needs("readmission.case.move")
def record_milestone(case_id: str) -> Any:
    """Record a moment from which the law counts; the time limits are computed anew."""
    form = MilestoneForm.of_case(sent=True)

    def body(sent: Form) -> dict[str, Any]:
        return {"kind": sent["kind"].data, "on": sent["on"].data.isoformat()}

    return _sent(case_id, form, "milestones", body, _("Recorded. The time limits were computed anew."))


def _sent(case_id: str, form: Any, what: str, body: Any, done: str) -> Any:
    if not form.validate():
        return show_case(case_id, form)
    try:
        path = f"/cases/{case_id}/{what}"
        send("readmission", path, body(form), key=form.key, version=form.version)
    except Refused as refused:
        form.take(refused)
        return show_case(case_id, form)
    flash(done, "success")
    return go("case", case_id=case_id)

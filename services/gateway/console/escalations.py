"""Cases that were brought before a superior: by the node when nobody acts, or by an officer."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField, validators

from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of

_PAGE = 50
_STATES = ("open", "seen")


class EscalationForm(Form):
    """Why a superior should look at a case."""

    reason = TextAreaField(
        _l("Why a superior should look at it"),
        [
            validators.InputRequired(_l("Give the reason.")),
            validators.Length(10, 4000, _l("Give the reason in at least 10 characters.")),
        ],
    )


@console.get("/escalations")
@needs("readmission.escalation.read")
def escalations() -> Any:
    """List what waits for a superior, or what superiors have seen to."""
    state = request.args.get("state", "")
    state = state if state in _STATES else "open"
    after = request.args.get("after", "")
    found = read("readmission", "/escalations", state=state, limit=_PAGE, after=after)
    return page("escalations", found=found, state=state, form=Form(sent=False))


@console.post("/escalations/<uuid:escalation_id>/seen")
@needs("readmission.escalation.answer")
def see_to_escalation(escalation_id: str) -> Any:
    """Record that the superior has seen to it."""
    form = Form(sent=True)
    send("readmission", f"/escalations/{escalation_id}/seen", key=form.key)
    flash(_("Recorded: you have seen to it."), "success")
    return go("escalations")


@console.route("/cases/<uuid:case_id>/escalate", methods=["GET", "POST"])
@needs("readmission.escalation.raise")
def escalate(case_id: str) -> Any:
    """Bring a case before the superior of its office."""
    form = EscalationForm()
    if not form.was_sent or not form.validate():
        return _show(case_id, form, 422 if form.was_sent else 200)
    try:
        send("readmission", f"/cases/{case_id}/escalations", {"reason": form.reason.data}, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(case_id, form, status_of(refused))
    flash(_("The case is before the superior now."), "success")
    return go("case", case_id=case_id)


def _show(case_id: str, form: EscalationForm, status: int) -> Any:
    return page("escalate", status, case=read("readmission", f"/cases/{case_id}"), form=form)

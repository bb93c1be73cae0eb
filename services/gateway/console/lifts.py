"""Lifting a safeguard for one case: one person asks, another decides, both with reasons."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from services.gateway.console.asking import Refused, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.case_page import show_case
from services.gateway.console.forms import Form
from services.gateway.console.lift_forms import decision_form, request_form
from services.gateway.console.pages import go


@console.post("/cases/<uuid:case_id>/safeguards/<uuid:safeguard_id>/lift")
@needs("readmission.lift.request")
def ask_for_lift(case_id: str, safeguard_id: str) -> Any:
    """Ask that a safeguard no longer block this case; it goes on blocking until another person agrees."""
    form = request_form(safeguard_id, sent=True)

    def body() -> dict[str, Any]:
        return {"safeguard_id": safeguard_id, "reasons": form.reasons.data}

    done = _("Asked. The safeguard goes on until a second person agrees.")
    return _sent(case_id, form, f"/cases/{case_id}/lifts", body, done)


@console.post("/cases/<uuid:case_id>/lifts/<uuid:lift_id>/decision")
@needs("readmission.lift.approve")
def decide_lift(case_id: str, lift_id: str) -> Any:
    """Decide as the second person."""
    form = decision_form(lift_id, sent=True)

    def body() -> dict[str, Any]:
        return {"decision": form.decision.data, "reasons": form.reasons.data}

    return _sent(case_id, form, f"/lifts/{lift_id}/decision", body, _("Your decision is recorded."))


def _sent(case_id: str, form: Form, path: str, body: Any, done: str) -> Any:
    if not form.validate():
        return show_case(case_id, form)
    try:
        send("readmission", path, body(), key=form.key)
    except Refused as refused:
        form.take(refused)
        return show_case(case_id, form)
    flash(done, "success")
    return go("case", case_id=case_id)

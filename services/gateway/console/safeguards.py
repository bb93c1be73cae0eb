"""What protects a person: asylum claims, which any officer records at once, and the end of a safeguard."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.pages import go, page
from services.gateway.console.persons import show_person
from services.gateway.console.safeguard_forms import AsylumClaimForm, end_form


@console.post("/persons/<uuid:person_id>/asylum-claims")
@needs("registration.safeguard.raise")
def claim_asylum(person_id: str) -> Any:
    """Record that a person claims asylum. From now on sending and transfer are blocked."""
    form = AsylumClaimForm("asylum", sent=True)
    statement = (form.statement.data or "").strip()
    try:
        body = {"statement": statement} if statement else {}
        send("registration", f"/persons/{person_id}/asylum-claims", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return show_person(person_id, form)
    flash(_("The asylum claim is recorded. Nothing may be sent and nobody handed over."), "success")
    return go("person", person_id=person_id)


@console.post("/persons/<uuid:person_id>/safeguards/<uuid:safeguard_id>/end")
@needs("registration.safeguard.end")
def end_safeguard(person_id: str, safeguard_id: str) -> Any:
    """Propose the end of a safeguard, or agree as the second officer."""
    form = end_form(safeguard_id, sent=True)
    if not form.validate():
        return show_person(person_id, form)
    try:
        body = {"reason": form.reason.data}
        ended = send("registration", f"/safeguards/{safeguard_id}/end", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return show_person(person_id, form)
    if ended["state"] == "ended":
        flash(_("The safeguard has ended."), "success")
    else:
        flash(_("Proposed. The safeguard goes on until a second officer agrees."), "success")
    return go("person", person_id=person_id)


@console.get("/persons/<uuid:person_id>/safeguards/<uuid:safeguard_id>")
@needs("registration.statement.read")
def statement(person_id: str, safeguard_id: str) -> Any:
    """Show what the person stated, to protection officers only; the reading is audited."""
    found = read("registration", f"/safeguards/{safeguard_id}")
    return page("statement", safeguard=found, person_id=person_id)

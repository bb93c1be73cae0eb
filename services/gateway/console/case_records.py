"""The page with the decisions, obstacles and safeguards of a case, and what an officer records there."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from services.gateway.console import record_forms as forms
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for


@console.get("/cases/<uuid:case_id>/records")
@needs("readmission.case.read")
def case_records(case_id: str) -> Any:
    """Show what was decided about the person of a case, what hinders it, and what protects the person."""
    return _show(case_id, None)


@console.post("/cases/<uuid:case_id>/decisions")
@needs("readmission.decision.record")
def record_decision(case_id: str) -> Any:
    """Record a decision."""
    form = forms.decision_form(sent=True)
    return _sent(case_id, form, f"/cases/{case_id}/decisions", _("The decision is recorded."))


@console.post("/cases/<uuid:case_id>/decisions/<uuid:decision_id>/end")
@needs("readmission.decision.record")
def end_decision(case_id: str, decision_id: str) -> Any:
    """Record how a decision ended."""
    decisions = read("readmission", f"/cases/{case_id}/decisions")["items"]
    form = forms.decision_end_form(_one(decisions, "decision_id", decision_id), sent=True)
    return _sent(case_id, form, f"/decisions/{decision_id}/end", _("The outcome is recorded."))


@console.post("/cases/<uuid:case_id>/obstacles")
@needs("readmission.decision.record")
def record_obstacle(case_id: str) -> Any:
    """Record an obstacle; the list says what the text makes of it."""
    form = forms.obstacle_form(sent=True)
    return _sent(case_id, form, f"/cases/{case_id}/obstacles", _("The obstacle is recorded."))


@console.post("/cases/<uuid:case_id>/obstacles/<uuid:obstacle_id>/changes")
@needs("readmission.decision.record")
def change_obstacle(case_id: str, obstacle_id: str) -> Any:
    """Record that an obstacle ceased, or that the extension was asked for."""
    form = forms.obstacle_change_form(obstacle_id, sent=True)
    done = _("Recorded. The time limits were computed anew.")
    return _sent(case_id, form, f"/obstacles/{obstacle_id}/changes", done)


@console.post("/cases/<uuid:case_id>/extensions")
@needs("readmission.case.move")
def extend_limit(case_id: str) -> Any:
    """Extend a limit as its text allows."""
    form = forms.extension_form(sent=True)
    return _sent(case_id, form, f"/cases/{case_id}/extensions", _("The time limit is extended."))


@console.post("/cases/<uuid:case_id>/safeguards")
@needs("readmission.safeguard.raise")
def raise_safeguard(case_id: str) -> Any:
    """Raise a safeguard: nothing may be sent and nobody handed over from now on."""
    codes = read("readmission", f"/cases/{case_id}/safeguards")["can_be_raised"]
    form = forms.safeguard_form(codes, sent=True)
    done = _("The person is protected. Nothing may be sent and nobody handed over.")
    return _sent(case_id, form, f"/cases/{case_id}/safeguards", done)


@console.post("/cases/<uuid:case_id>/safeguards/<uuid:safeguard_id>/facts")
@needs("readmission.safeguard.end")
def record_fact(case_id: str, safeguard_id: str) -> Any:
    """Record a fact by which a safeguard ends."""
    found = read("readmission", f"/cases/{case_id}/safeguards")["items"]
    form = forms.fact_form(_one(found, "safeguard_id", safeguard_id), sent=True)
    path = f"/cases/{case_id}/safeguards/{safeguard_id}/facts"
    return _sent(case_id, form, path, _("The fact is recorded."))


def _one(items: list[dict[str, Any]], name: str, wanted: str) -> dict[str, Any]:
    found = next((item for item in items if item[name] == wanted), None)
    if found is None:
        raise NotFound
    return found


def _sent(case_id: str, form: Form, path: str, done: str) -> Any:
    if not form.validate():
        return _show(case_id, form)
    try:
        send("readmission", path, forms.body_of(form), key=form.key, version=form.version)
    except Refused as refused:
        form.take(refused)
        return _show(case_id, form)
    flash(done, "success")
    return go("case_records", case_id=case_id)


def _show(case_id: str, tried: Form | None) -> Any:
    case = read("readmission", f"/cases/{case_id}")
    decisions = read("readmission", f"/cases/{case_id}/decisions")["items"]
    obstacles = read("readmission", f"/cases/{case_id}/obstacles")["items"]
    protection = read("readmission", f"/cases/{case_id}/safeguards")
    if tried is not None:
        tried.show_version(case["version"])
    version = case["version"]

    def shown(permission: str, form: Form) -> Form | None:
        """Return a form that the officer may send; the refused one in its place, with what was typed."""
        if not may(permission):
            return None
        return tried if tried is not None and tried._prefix == form._prefix else form

    record = "readmission.decision.record"
    return page(
        "case_records",
        status_for(tried),
        case=case,
        tried=tried,
        decisions=[
            (item, shown(record, forms.decision_end_form(item, sent=False, version=version)))
            for item in decisions
        ],
        obstacles=[
            (
                item,
                shown(record, forms.obstacle_change_form(item["obstacle_id"], sent=False, version=version)),
            )
            for item in obstacles
        ],
        protections=[
            (item, shown("readmission.safeguard.end", forms.fact_form(item, sent=False)))
            for item in protection["items"]
        ],
        new_decision=shown(record, forms.decision_form(sent=False, version=version)),
        new_obstacle=shown(record, forms.obstacle_form(sent=False, version=version)),
        new_extension=shown("readmission.case.move", forms.extension_form(sent=False, version=version)),
        new_safeguard=shown(
            "readmission.safeguard.raise", forms.safeguard_form(protection["can_be_raised"], sent=False)
        ),
    )

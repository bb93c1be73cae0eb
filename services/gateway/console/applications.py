"""The application of a case: its form, the preview of what the other side will see, and its print."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from services.gateway.console.application_form import ApplicationForm, application_form
from services.gateway.console.asking import Refused, fetch, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_of


@console.route("/cases/<uuid:case_id>/application", methods=["GET", "POST"])
@needs("readmission.application.read")
def application(case_id: str) -> Any:
    """Show the form of an application, and save it."""
    known = read("readmission", f"/cases/{case_id}/application")
    form = application_form(known, sent=request.method == "POST")
    if not form.was_sent:
        return _show(case_id, known, form, 200)
    try:
        send(
            "readmission",
            f"/cases/{case_id}/application",
            form.body(known["values"]),
            method="PUT",
            version=form.version,
        )
    except Refused as refused:
        form.take(refused)
        form.show_version(known["version"])
        return _show(case_id, known, form, status_of(refused))
    flash(_("The application is saved. Nothing has been sent yet."), "success")
    return go("application", case_id=case_id)


@console.get("/cases/<uuid:case_id>/preview")
@needs("readmission.application.read")
def preview(case_id: str) -> Any:
    """Show exactly what the other side will see, what stays here, and what was sent."""
    return page(
        "preview",
        case=read("readmission", f"/cases/{case_id}"),
        preview=read("readmission", f"/cases/{case_id}/preview"),
        sent=read("readmission", f"/cases/{case_id}/sent")["items"],
    )


@console.get("/cases/<uuid:case_id>/application.pdf")
@needs("readmission.application.read")
def printed_application(case_id: str) -> Any:
    """Download the form in two languages."""
    case = read("readmission", f"/cases/{case_id}")
    languages = {name: request.args.get(name, "") for name in ("first", "second")}
    return fetch("readmission", f"/cases/{case_id}/application.pdf", f"{case['number']}.pdf", **languages)


def _show(case_id: str, known: dict[str, Any], form: ApplicationForm, status: int) -> Any:
    return page(
        "application",
        status,
        case=read("readmission", f"/cases/{case_id}"),
        application=known,
        form=form,
        editable=known["open"] and may("readmission.application.change"),
    )

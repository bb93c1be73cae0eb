"""Training events: who took part, who taught, what was used, and certificates."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, validators

from services.gateway.console.asking import Refused, read, read_all, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for

_PAGE = 50


class CertificateForm(Form):
    """A certificate for an officer."""

    officer = StringField(
        _l("Account of the officer"), [validators.InputRequired(_l("Name the officer's account."))]
    )
    issued_on = DateField(_l("Day of issue"), [validators.Optional()])
    expires_on = DateField(
        _l("Valid until"), [validators.InputRequired(_l("Say until when the certificate is valid."))]
    )

    def body(self) -> dict[str, Any]:
        """Return the certificate as training takes it."""
        given = {"officer": self.officer.data.strip(), "expires_on": self.expires_on.data.isoformat()}
        return {**given, "issued_on": self.issued_on.data.isoformat()} if self.issued_on.data else given


@console.get("/training")
@needs("training.event.read")
def training_events() -> Any:
    """List the training events."""
    found = read("training", "/events", limit=_PAGE, after=request.args.get("after", ""))
    return page("training_events", found=found)


@console.get("/training/<uuid:event_id>")
@needs("training.event.read")
def training_event(event_id: str) -> Any:
    """Show a training event."""
    return _show(event_id)


@console.post("/training/<uuid:event_id>/certificates")
@needs("training.certificate.issue")
def issue_certificate(event_id: str) -> Any:
    """Issue a certificate to an officer who took part."""
    form = CertificateForm("certificate", sent=True)
    if not form.validate():
        return _show(event_id, form)
    try:
        issued = send("training", f"/events/{event_id}/certificates", form.body(), key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(event_id, form)
    flash(_("Certificate %(number)s is issued.", number=issued["number"]), "success")
    return go("training_event", event_id=event_id)


def _show(event_id: str, tried: CertificateForm | None = None) -> Any:
    event = read("training", f"/events/{event_id}")
    package = None
    if event.get("package"):
        packages = read_all("training", "/packages")
        package = next((item for item in packages if item["code"] == event["package"]), None)
    form = tried or CertificateForm("certificate", sent=False)
    return page(
        "training_event",
        status_for(tried),
        event=event,
        package=package,
        form=form if may("training.certificate.issue") else None,
    )

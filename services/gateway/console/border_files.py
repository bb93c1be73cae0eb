"""Files that go to the border and come back: the form to fill without a network, and signed records."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from services.gateway.console.asking import Refused, fetch, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import page, status_of
from services.gateway.console.return_fields import line

_LARGEST = 65_536


class _JsonFile(Form):
    """A form with one JSON file; `content` is what the file holds once the form was validated."""

    content: Any = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the file; one that is missing, too large or no JSON is named at its field."""
        whole = super().validate(extra_validators)
        sent = request.files.get(self["file"].name)
        text = sent.read(_LARGEST + 1) if sent else b""
        try:
            if not 0 < len(text) <= _LARGEST:
                raise ValueError
            self.content = json.loads(text)
            if not isinstance(self.content, dict):
                raise ValueError
        except ValueError:
            self["file"].errors = [_("Choose the JSON file as it was saved, at most 64 KB.")]
            return False
        return whole


class FilledForm(_JsonFile):
    """The form as it was filled at the border."""

    places = {"": "file"}  # noqa: RUF012

    file = FileField(_l("The saved form (JSON)"))


class SignedRecord(_JsonFile):
    """The record with the other side's signature."""

    places = {"": "file"}  # noqa: RUF012

    file = FileField(_l("The signed record (JSON)"))


class SignForOther(_JsonFile):
    """A record of another node, and who signs it here."""

    places = {"signed": "file", "signer": "signer__full_name"}  # noqa: RUF012

    file = FileField(_l("The record of the other side (JSON)"))
    signer__full_name = line(_l("Your name"))
    signer__function = line(_l("Your function"))
    signer__authority = line(_l("Your authority"))


def filled_body(form: Form) -> dict[str, Any]:
    """Return what was filled at the border as readmission takes it, with the form that went along."""
    assert isinstance(form, _JsonFile)
    filled = form.content.get("filled")
    return {**(filled if isinstance(filled, dict) else {}), "form": form.content.get("form")}


def signed_body(form: Form) -> dict[str, Any]:
    """Return a signed record as readmission takes it."""
    assert isinstance(form, _JsonFile)
    return {"signed": _signed(form.content)}


@console.get("/transfers/<uuid:transfer_id>/handover-form.html")
@needs("readmission.case.transfer")
def handover_form(transfer_id: str) -> Any:
    """Give the form as one file that works in any browser without a network."""
    signed = read("readmission", f"/transfers/{transfer_id}/handover-form")["signed"]
    content = json.loads(_decoded(signed["payload"]))
    body = render_template("pages/handover_form.html", signed=signed, about=content)
    return _file(body, "text/html; charset=utf-8", f"{content['number']}-hand-over-form.html")


@console.get("/handovers/<uuid:handover_id>/record.json")
@needs("readmission.case.read")
def handover_record(handover_id: str) -> Any:
    """Give a signed record, for the other side to check and to sign."""
    found = read("readmission", f"/handovers/{handover_id}")
    return _file(_text(found["signed"]), "application/json", f"{found['number']}-hand-over.json")


@console.get("/handovers/<uuid:handover_id>/record.pdf")
@needs("readmission.case.read")
def handover_record_file(handover_id: str) -> Any:
    """Give a record as PDF."""
    return fetch("readmission", f"/handovers/{handover_id}/record.pdf", "hand-over-record.pdf")


@console.route("/countersign", methods=["GET", "POST"])
@needs("readmission.record.countersign")
def countersign() -> Any:
    """Sign the record of another node, and give it back as a file."""
    form = SignForOther()
    if form.was_sent and form.validate():
        signer = {name: form[f"signer__{name}"].data for name in ("full_name", "function", "authority")}
        try:
            body = {"signed": _signed(form.content), "signer": signer}
            answer = send("readmission", "/countersignatures", body, key=form.key)
            return _file(_text(answer["signed"]), "application/json", "countersigned.json")
        except Refused as refused:
            form.take(refused)
            return _countersign(form, status_of(refused))
    return _countersign(form, 422 if form.was_sent else 200)


def _countersign(form: Form, status: int) -> Any:
    return page("countersign", status, form=form, keys=read("readmission", "/signing-keys"))


def _signed(content: dict[str, Any]) -> Any:
    """Return a signed record, also where the file holds an answer of the API around it."""
    return content.get("signed", content)


def _decoded(payload: str) -> bytes:
    return urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _file(body: str, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(body, content_type=media_type, headers={"Content-Disposition": disposition})

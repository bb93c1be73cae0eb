"""The evidence of a case: what the annex names, what was added, and its files."""

import mimetypes
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, SelectField, StringField, TextAreaField, validators

from services.gateway.console.asking import Refused, fetch, read, send, send_file
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form, plain
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import say

_MAY_BE_EMPTY = [validators.Optional()]


class EvidenceForm(Form):
    """A means of evidence."""

    kind = SelectField(_l("Kind of evidence"), [validators.InputRequired(_l("Choose the kind."))])
    number = StringField(_l("Number"), [*_MAY_BE_EMPTY, validators.Length(max=60)])
    issued_on = DateField(_l("Date of issue"), _MAY_BE_EMPTY)
    issued_by = StringField(_l("Issuing authority"), [*_MAY_BE_EMPTY, validators.Length(max=120)])
    issued_at = StringField(_l("Place of issue"), [*_MAY_BE_EMPTY, validators.Length(max=120)])
    valid_until = DateField(_l("Valid until"), _MAY_BE_EMPTY)
    description = TextAreaField(_l("What it shows"), [*_MAY_BE_EMPTY, validators.Length(max=1000)])


class FileForm(Form):
    """A file for a means of evidence."""

    file = FileField(_l("File"))


@console.route("/cases/<uuid:case_id>/evidence", methods=["GET", "POST"])
@needs("readmission.evidence.read")
def evidence(case_id: str) -> Any:
    """List the evidence of a case, and add to it."""
    form = EvidenceForm()
    if not form.was_sent:
        return _show(case_id, form, 200)
    listed = read("readmission", f"/cases/{case_id}/evidence")
    form.kind.choices = _kinds(listed["annex"])
    if not form.validate():
        return _show(case_id, form, 422)
    body = {field.short_name: plain(field.data) for field in form if field.data not in (None, "")}
    try:
        send("readmission", f"/cases/{case_id}/evidence", body, key=form.key, version=form.version)
    except Refused as refused:
        form.take(refused)
        return _show(case_id, form, status_of(refused))
    flash(_("The evidence is added. Attach its scan below."), "success")
    return go("evidence", case_id=case_id)


@console.post("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>/files")
@needs("readmission.evidence.add")
def attach_file(case_id: str, evidence_id: str) -> Any:
    """Attach a file to a means of evidence."""
    form = FileForm()
    form.file.id = f"file-{evidence_id}"  # there is one for each means of evidence
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.file.errors = [_("Choose a file first.")]
        return _show(case_id, EvidenceForm(sent=False), 422, refused_file=form)
    path = f"/cases/{case_id}/evidence/{evidence_id}/files"
    try:
        send_file("readmission", path, sent.read(), sent.filename, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(case_id, EvidenceForm(sent=False), status_of(refused), refused_file=form)
    flash(_("The file is attached."), "success")
    return go("evidence", case_id=case_id)


@console.post("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>/removal")
@needs("readmission.evidence.add")
def remove_evidence(case_id: str, evidence_id: str) -> Any:
    """Take a means of evidence out again; its files are deleted."""
    form = Form(sent=True)
    try:
        path = f"/cases/{case_id}/evidence/{evidence_id}"
        send("readmission", path, version=form.version, method="DELETE")
    except Refused as refused:
        form.take(refused)
        return _show(case_id, EvidenceForm(sent=False), status_of(refused), refused_file=form)
    flash(_("The evidence is taken out, and its files are deleted."), "success")
    return go("evidence", case_id=case_id)


@console.get("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>/files/<uuid:file_id>")
@needs("readmission.evidence.read")
def evidence_file(case_id: str, evidence_id: str, file_id: str) -> Any:
    """Download a file."""
    path = f"/cases/{case_id}/evidence/{evidence_id}/files/{file_id}"
    answer = fetch("readmission", path, file_id)
    ending = mimetypes.guess_extension(answer.mimetype) or ""
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_id[-8:]}{ending}"'
    return answer


def _show(case_id: str, form: EvidenceForm, status: int, refused_file: Form | None = None) -> Any:
    case = read("readmission", f"/cases/{case_id}")
    listed = read("readmission", f"/cases/{case_id}/evidence")
    form.kind.choices = _kinds(listed["annex"])
    form.version = str(case["version"])  # the officer now sees this version
    return page(
        "evidence",
        status,
        case=case,
        items=listed["items"],
        annex=listed["annex"],
        scanner=listed["scanner"],
        largest=listed["largest"] // 1_048_576,
        words={item["kind"]: item["words"] for item in listed["annex"]["kinds"]},
        form=form,
        refused_file=refused_file,
    )


def _kinds(annex: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the kinds that the annex names with their strength, then those that it does not name."""
    named: dict[str, str] = {}
    for item in annex["kinds"]:
        strength = say("strength", item["strength"])
        named.setdefault(item["kind"], f"{item['words']} ({strength}, {item['reference']})")
    rest = [(code, say("evidence_kind", code)) for code in _OTHERS if code not in named]
    return [("", ""), *named.items(), *rest]


#: kinds that are offered whatever the annex names
_OTHERS = (
    "passport",
    "identity_card",
    "birth_certificate",
    "driving_licence",
    "citizenship_certificate",
    "photograph",
    "biometric_data",
    "visa",
    "residence_permit",
    "entry_or_exit_stamp",
    "travel_ticket",
    "interview_result",
    "other_official_document",
    "other_document",
)

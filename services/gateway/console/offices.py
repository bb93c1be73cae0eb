"""The offices that look after cases: adding, renaming, closing one, and naming its superior."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, StringField, validators

from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of


class OfficeForm(Form):
    """What may change about an office."""

    name = StringField(_l("Name"), [validators.InputRequired(_l("Enter the name of the office."))])
    superior = StringField(_l("Superior"), [validators.Optional()])
    closed = BooleanField(_l("The office is closed: it takes no case any more"))


class NewOfficeForm(Form):
    """An office that looks after cases."""

    code = StringField(_l("Code"), [validators.InputRequired(_l("Enter the code of the office."))])
    name = StringField(_l("Name"), [validators.InputRequired(_l("Enter the name of the office."))])
    superior = StringField(_l("Superior"), [validators.Optional()])


@console.route("/offices", methods=["GET", "POST"])
@needs("readmission.office.manage")
def offices() -> Any:
    """List the offices with their superiors, and add one."""
    form = NewOfficeForm()
    if not form.was_sent or not form.validate():
        return _show_all(form, 422 if form.was_sent else 200)
    body = {"code": form.code.data.strip(), **_body(form)}
    try:
        send("readmission", "/offices", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show_all(form, status_of(refused))
    flash(_("The office is added."), "success")
    return go("offices")


@console.route("/offices/<code>", methods=["GET", "POST"])
@needs("readmission.office.manage")
def office(code: str) -> Any:
    """Rename an office, name its superior, close it or open it again."""
    found = next((item for item in _offices() if item["code"] == code), None)
    if found is None:
        raise NotFound
    form = OfficeForm(
        version=found["version"],
        name=found["name"],
        superior=found["superior"],
        closed=bool(found["closed_at"]),
    )
    if not form.was_sent or not form.validate():
        return page("office", 422 if form.was_sent else 200, form=form, office=found)
    body = {**_body(form), "closed": form.closed.data}
    try:
        send("readmission", f"/offices/{code}", body, version=form.version, method="PATCH")
    except Refused as refused:
        form.take(refused)
        form.version = str(found["version"])
        return page("office", status_of(refused), form=form, office=found)
    flash(_("The office is changed."), "success")
    return go("offices")


def _body(form: Any) -> dict[str, Any]:
    return {"name": form.name.data.strip(), "superior": (form.superior.data or "").strip() or None}


def _offices() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("readmission", "/offices")["items"]
    return found


def _show_all(form: NewOfficeForm, status: int) -> Any:
    return page("offices", status, form=form, offices=_offices())

"""Calendars of due dates, for a calendar program that cannot sign in."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, validators

from limen.web.context import web
from services.gateway.console.asking import Refused, read, remove, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of


class CalendarForm(Form):
    """Which cases a new calendar shows."""

    office = StringField(
        _l("Of one office only"),
        [validators.Optional(), validators.Length(max=40, message=_l("At most 40 characters."))],
    )


@console.route("/calendars", methods=["GET", "POST"])
@needs("readmission.calendar.keep")
def calendars() -> Any:
    """List the officer's calendars, and make one. Its address is shown this one time."""
    form = CalendarForm()
    if not form.was_sent or not form.validate():
        return _show(form, 422 if form.was_sent else 200)
    office = (form.office.data or "").strip()
    try:
        made = send("readmission", "/calendars", {"office": office} if office else {}, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(form, status_of(refused))
    address = web().runtime.settings.public_url.rstrip("/") + made["address"]
    return _show(CalendarForm(sent=False), 200, address)


@console.post("/calendars/<uuid:feed_id>/revoke")
@needs("readmission.calendar.keep")
def revoke_calendar(feed_id: str) -> Any:
    """Revoke a calendar: its address leads nowhere from now on."""
    remove("readmission", f"/calendars/{feed_id}")
    flash(_("The calendar is revoked. Its address leads nowhere any more."), "success")
    return go("calendars")


def _show(form: CalendarForm, status: int, address: str = "") -> Any:
    found = read("readmission", "/calendars")["items"]
    return page("calendars", status, form=form, calendars=found, address=address)

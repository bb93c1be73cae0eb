"""Group returns: planning one, its manifest, departure."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, IntegerField, validators

from limen.web.context import web
from services.gateway.console.actions import Action, Actions, Codes, ManyCodes, Offered, body_of
from services.gateway.console.asking import Refused, fetch, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for, status_of
from services.gateway.console.return_fields import NEEDED, Nothing, Reasoned, day, line, moment, words

_PAGE = 50
_STATES = ("planned", "departed", "cancelled")


class NewGroup(Form):
    """A group return with its places."""

    name = line(_l("Name of the operation"), 60)
    requesting_state = CountryField(_l("Requesting state"), [NEEDED])
    requested_state = CountryField(_l("Requested state"), [NEEDED])
    departs_on = day(_l("Day of departure"))
    place = line(_l("Border crossing point of arrival"))
    place_agreed = BooleanField(_l("The authorities agreed on this point"))
    means = Codes(_l("Means of transport"), "means", NEEDED)
    itinerary = line(_l("Flight, train or road"), 200, needed=False)
    seats = IntegerField(_l("Places"), [NEEDED, validators.NumberRange(1, 500, _l("From 1 to 500."))])

    places = {"places": "seats"}  # noqa: RUF012


class AddCases(Form):
    """Cases for the manifest, a family in one go."""

    places = {"case_ids": "cases"}  # noqa: RUF012

    cases = words(_l("Addresses or ids of the cases, one on each line"))
    needs = ManyCodes(_l("What an escort must see to"), "need")
    family_reason = words(_l("Why a family travels apart, where it does"), least=20, needed=False)


class Departed(Form):
    """When the group departed."""

    at = moment(_l("Moment of departure"))


def _cases(form: Form) -> dict[str, Any]:
    typed = body_of(form)
    lines = typed.pop("cases", "").split()
    return {**typed, "case_ids": [text.strip("/").split("/")[-1] for text in lines]}


ACTIONS = Actions(
    Action("add", _l("Put cases on the manifest"), "/groups/{id}/manifest", AddCases,
           _l("The manifest was rebuilt."), _cases),
    Action("remove", _l("Take off the manifest"), "/manifest-entries/{id}/removal", Nothing,
           _l("Taken off. The place goes to whoever waits longest and may travel."), lambda _form: None),
    Action("depart", _l("Let the group depart"), "/groups/{id}/departure", Departed,
           _l("The gate was asked once more for each person. The group has departed.")),
    Action("cancel", _l("Call the group return off"), "/groups/{id}/cancellation", Reasoned,
           _l("The group return and its transfers are called off.")),
)  # fmt: skip


@console.get("/groups")
@needs("readmission.group.read")
def groups() -> Any:
    """List group returns."""
    state = request.args.get("state", "")
    state = state if state in _STATES else "planned"
    found = read("readmission", "/groups", state=state, limit=_PAGE, after=request.args.get("after", ""))
    return page("groups", found=found, state=state, states=_STATES)


@console.route("/groups/new", methods=["GET", "POST"])
@needs("readmission.group.manage")
def new_group() -> Any:
    """Plan a group return."""
    form = NewGroup(requesting_state=web().runtime.settings.country)
    form.requesting_state.choices = form.requested_state.choices = country_choices()
    form.means.offer()
    if not form.was_sent or not form.validate():
        return page("new_group", 422 if form.was_sent else 200, form=form)
    try:
        typed = body_of(form)
        seats = typed.pop("seats")
        made = send("readmission", "/groups", {**typed, "places": seats}, key=form.key)
    except Refused as refused:
        form.take(refused)
        return page("new_group", status_of(refused), form=form)
    flash(_("The group return is planned. Now put cases on its manifest."), "success")
    return go("group", group_id=made["group_id"])


@console.get("/groups/<uuid:group_id>")
@needs("readmission.group.read")
def group(group_id: str) -> Any:
    """Show a group return and its manifest."""
    return _show(group_id)


@console.get("/groups/<uuid:group_id>/manifest.pdf")
@needs("readmission.group.manage")
def manifest_file(group_id: str) -> Any:
    """Give the manifest on paper, for the leader of the escort."""
    return fetch("readmission", f"/groups/{group_id}/manifest.pdf", "manifest.pdf")


@console.post("/groups/<uuid:group_id>/<action>/<uuid:record>")
@needs("readmission.group.manage")
def change_group(group_id: str, action: str, record: str) -> Any:
    """Do one thing with a group return."""
    if action not in ACTIONS:
        raise NotFound
    tried = ACTIONS.sent(action, record)
    return _show(group_id, tried) if tried else go("group", group_id=group_id)


def _show(group_id: str, tried: Offered | None = None) -> Any:
    found = read("readmission", f"/groups/{group_id}")
    offered: dict[str, list[Offered]] = {group_id: []}
    if may("readmission.group.manage") and found["state"] == "planned":
        names = ("add", "depart", "cancel")
        offered[group_id] = [ACTIONS.offer(name, group_id, found["version"], tried) for name in names]
        for entry in found["manifest"]:
            if entry["state"] in ("on", "waiting"):
                offered[entry["entry_id"]] = [
                    ACTIONS.offer("remove", entry["entry_id"], found["version"], tried)
                ]
    return page("group", status_for(tried and tried.form), group=found, offered=offered, tried=tried)

"""The lists of cases by what is due, their counts, and the filters that an officer keeps."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import wtforms
from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, validators

from services.gateway.console.asking import Refused, read, remove, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import TABLES, choices

_PAGE = 20
#: what narrows a list; codes only, so that an address holds nothing about a person
_CRITERIA = ("tab", "state", "counterpart", "category", "office")


class FilterForm(wtforms.Form):
    """Narrow the work list."""

    tab = HiddenField()
    state = SelectField(_l("State of the case"))
    counterpart = CountryField(_l("With the state"))
    category = SelectField(_l("The person is"))
    office = StringField(_l("Office in charge"))


class KeepForm(Form):
    """Keep the list as it is narrowed now."""

    name = StringField(
        _l("Keep this list under a name"),
        [
            validators.InputRequired(_l("Give the list a name.")),
            validators.Length(max=60, message=_l("At most 60 characters.")),
        ],
    )


@console.get("/cases")
@needs("readmission.case.read")
def work_list() -> Any:
    """List the cases, the nearest due date first."""
    return _show(KeepForm(sent=False))


@console.post("/cases/filters")
@needs("readmission.worklist.keep")
def keep_filter() -> Any:
    """Keep the list that the address describes."""
    form = KeepForm()
    if not form.validate():
        return _show(form, 422)
    criteria = _asked()
    try:
        send("readmission", "/filters", {"name": form.name.data, "criteria": criteria}, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(form, status_of(refused))
    flash(_("The list is kept. You find it above the cases."), "success")
    return go("work_list", **criteria)


@console.post("/cases/filters/<uuid:filter_id>/remove")
@needs("readmission.worklist.keep")
def remove_filter(filter_id: str) -> Any:
    """Remove a kept list; no case changes."""
    remove("readmission", f"/filters/{filter_id}")
    flash(_("The list is removed. No case has changed."), "success")
    return go("work_list")


def _show(form: KeepForm, status: int = 200) -> Any:
    criteria = _asked()
    narrowed = {name: value for name, value in criteria.items() if name not in ("tab", "state")}
    try:
        found = read("readmission", "/cases", limit=_PAGE, after=request.args.get("after", ""), **criteria)
        counts = read("readmission", "/work-lists", **_counted(criteria))
    except Refused as refused:
        if refused.status != 422:
            raise
        return go("work_list")  # an address that somebody changed by hand
    kept = read("readmission", "/filters")["items"] if may("readmission.worklist.keep") else []
    return page(
        "work_list",
        status,
        found=found,
        counts=counts,
        criteria=criteria,
        narrowed=narrowed,
        form=_filter_form(criteria),
        keep=form,
        kept=kept,
        tabs=list(TABLES["tab"]),
        here=f"{url_for('console.keep_filter')}?{urlencode(criteria)}",
    )


def _asked() -> dict[str, str]:
    """Return what the address narrows the list to."""
    return {name: request.args[name] for name in _CRITERIA if request.args.get(name)}


def _counted(criteria: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in criteria.items() if name != "tab"}


def _filter_form(criteria: Mapping[str, str]) -> FilterForm:
    form = FilterForm(data=criteria)
    form.state.choices = [("", _("Every state")), *choices("state")]
    form.counterpart.choices = country_choices(_("All"))
    form.category.choices = [("", _("All")), *choices("category")]
    return form

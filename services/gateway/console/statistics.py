"""Statistics: tables and charts of a period, and the same as a file."""

import re
from collections.abc import Mapping
from typing import Any

import wtforms
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import MonthField, SelectField

from limen.clock import today
from services.gateway.console.asking import Refused, fetch, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.pages import go, page
from services.gateway.console.showing import country
from services.gateway.console.words import choices, say

_NAMES = ("from", "to", "role", "counterpart")
_FORMS = ("csv", "xlsx", "pdf")
_SAFE = re.compile(r"[A-Za-z0-9-]*")


class PeriodForm(wtforms.Form):
    """Which report."""

    first = MonthField(_l("From the month"), name="from")
    to = MonthField(_l("To the month"))
    role = SelectField(_l("Which cases"))
    counterpart = CountryField(_l("With the state"))


@console.get("/statistics")
@needs("readmission.statistics.read")
def statistics() -> Any:
    """Show the report of a period: this year, unless the address says another."""
    asked = _asked()
    try:
        found = read("readmission", "/statistics", **asked)
    except Refused as refused:
        if refused.status != 422:
            raise
        return go("statistics")  # an address that somebody changed by hand
    return page("statistics", report=found, form=_form(), asked=asked, row_name=row_name)


@console.get("/statistics/file.<form>")
@needs("readmission.statistics.read")
def statistics_file(form: str) -> Any:
    """Give the report as a file."""
    asked = _asked()
    if form not in _FORMS or not all(_SAFE.fullmatch(value) for value in asked.values()):
        raise NotFound
    name = "-".join(["readmission", *(value for value in asked.values() if value)])
    return fetch("readmission", "/statistics/file", f"{name}.{form}", **asked, form=form)


def row_name(table: str, code: str) -> str:
    """Return what a row of a table is called."""
    if table in ("counterpart", "days_taken"):
        return country(code)
    words = {"category": "category", "sex": "statistics_sex", "reason": "refusal"}.get(table)
    if words:
        return say(words, code)
    return _("Not known") if code == "unknown" else code


def _asked() -> dict[str, str]:
    asked = {name: request.args.get(name, "") for name in _NAMES}
    asked["from"] = asked["from"] or f"{today().year}-01"
    asked["to"] = asked["to"] or f"{today():%Y-%m}"
    asked["role"] = asked["role"] or "requesting"
    return asked


def _form() -> PeriodForm:
    shown: Mapping[str, str] = _asked()
    form = PeriodForm(_Given(shown))
    form.role.choices = choices("statistics_side")
    form.counterpart.choices = country_choices(_("All"))
    return form


class _Given(dict[str, str]):
    """Values as a form's data, one for each name."""

    def getlist(self, name: str) -> list[str]:
        """Return the values of a name."""
        return [self[name]] if name in self else []

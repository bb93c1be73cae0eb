"""Statistics: tables and charts of a period, and the same as a file."""

import re
from collections.abc import Mapping
from typing import Any

import wtforms
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import SelectField

from limen.charts import bar_groups, bars
from limen.clock import today
from limen.codes import is_country
from services.gateway.console.asking import Refused, fetch, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.language import chosen
from services.gateway.console.pages import go, page
from services.gateway.console.showing import country
from services.gateway.console.words import choices, say

_NAMES = ("period", "role", "counterpart")
_FORMS = ("csv", "xlsx", "pdf")
_SAFE = re.compile(r"[A-Za-z0-9-]*")
_YEARS = 6
#: what breaks a table down -> the table of words for its codes
_WORDS = {
    "category": "category",
    "sex": "statistics_sex",
    "reason": "refusal",
    "assistance": "assistance",
}


class PeriodForm(wtforms.Form):
    """Which report."""

    period = SelectField(_l("Period"))
    role = SelectField(_l("Which cases"))
    counterpart = CountryField(_l("With the state (reports of a year)"))


@console.get("/statistics")
@needs("readmission.statistics.read")
def statistics() -> Any:
    """Show the report of a period: the last month that is over, unless the address says another."""
    asked = _asked()
    try:
        found = read("readmission", "/statistics", **asked)
    except Refused as refused:
        if refused.status != 422:
            raise
        return go("statistics")  # an address that somebody changed by hand
    tables = [
        {**table, "title": title(table), "chart": _chart(table, number)}
        for number, table in enumerate(found["tables"])
    ]
    found = {**found, "tables": tables}
    return page(
        "statistics", report=found, form=_form(), asked=asked, row_name=row_name, column_name=column_name
    )


@console.get("/statistics/file.<form>")
@needs("readmission.statistics.read")
def statistics_file(form: str) -> Any:
    """Give the report as a file."""
    asked = _asked()
    if form not in _FORMS or not all(_SAFE.fullmatch(value) for value in asked.values()):
        raise NotFound
    name = "-".join(["readmission", *(value for value in asked.values() if value)])
    return fetch("readmission", "/statistics/file", f"{name}.{form}", **asked, form=form)


def title(table: Mapping[str, Any]) -> str:
    """Return what a table is called."""
    if not table["across"]:
        return say("statistics_table", table["name"])
    crossed = say("statistics_across", f"{table['name']}_{table['across']}")
    return f"{say('statistics_column', table['measure'])}, {crossed}"


def row_name(table: str, code: str) -> str:
    """Return what a row of a table is called."""
    if table in ("counterpart", "days_taken", "citizenship") and is_country(code):
        return country(code)
    if table in _WORDS:
        return say(_WORDS[table], code)
    return {"unknown": _("Not known"), "several": _("Several")}.get(code, code)


def column_name(table: Mapping[str, Any], code: str) -> str:
    """Return what a column of a table is called."""
    return row_name(table["across"], code) if table["across"] else say("statistics_column", code)


def _chart(table: Mapping[str, Any], number: int) -> str:
    groups = bar_groups(
        table, lambda row: row_name(table["name"], row), lambda column: column_name(table, column)
    )
    if not groups:
        return ""
    withheld = _("too few") if table["name"] == "days_taken" else _("suppressed")
    same = _("The same figures stand in the table below.")
    right_to_left = chosen().direction == "rtl"
    words = f"{title(table)}. {same}"
    return bars(f"table-{number}", words, groups, withheld, right_to_left=right_to_left)


def _asked() -> dict[str, str]:
    asked = {name: request.args.get(name, "") for name in _NAMES}
    asked["period"] = asked["period"] or _periods()[0]
    asked["role"] = asked["role"] or "requesting"
    return asked


def _periods() -> list[str]:
    """Return the periods that are over, the newest first: months of two years, quarters, years."""
    this = today()
    months = [f"{year}-{month:02d}" for year in (this.year, this.year - 1) for month in range(12, 0, -1)]
    years = range(this.year, this.year - _YEARS, -1)
    quarters = [f"{year}-Q{number}" for year in years for number in (4, 3, 2, 1)]
    begun = (this.month + 2) // 3
    return [
        *(month for month in months if month < f"{this:%Y-%m}"),
        *(quarter for quarter in quarters if quarter < f"{this.year}-Q{begun}"),
        *(str(year) for year in years if year < this.year),
    ]


def _form() -> PeriodForm:
    asked = _asked()
    form = PeriodForm(_Given(asked))
    form.period.choices = [(period, period) for period in dict.fromkeys([*_periods(), asked["period"]])]
    form.role.choices = choices("statistics_side")
    form.counterpart.choices = country_choices(_("All"))
    return form


class _Given(dict[str, str]):
    """Values as a form's data, one for each name."""

    def getlist(self, name: str) -> list[str]:
        """Return the values of a name."""
        return [self[name]] if name in self else []

"""What the tests of the law are made of: calendars, limits and arrangement files, all synthetic."""

from copy import deepcopy
from functools import cache
from typing import Any

from limen.law.arrangement import Arrangement
from limen.law.calendars import Calendar, Calendars
from limen.law.deadline import Readings
from limen.law.loading import read_arrangement
from limen.law.schemas import load_time_limit
from limen.law.time_limit import TimeLimit

CITED = {"reference": "Art. 10(2)", "source": "gazette-1", "verified": "full_text"}
READ_BY_TEXT = {"first_day": "excluded", "on_non_working_day": "stays", "calendar_of": "requested"}
POLICY = Readings("excluded", "stays")

ZONES = {"CH": "Europe/Zurich", "BA": "Europe/Sarajevo", "NL": "Europe/Amsterdam", "TJ": "Asia/Dushanbe"}


@cache
def calendar(country: str, subdivision: str | None = None) -> Calendar:
    """Return a country's calendar, computed once for all tests."""
    return Calendar(country, country, subdivision=subdivision, time_zone=ZONES[country])


@cache
def calendars(requesting: str = "CH", requested: str = "BA") -> Calendars:
    """Return the calendars of two countries; `BA-SRP` is a part of one."""
    sides = [calendar(*side.split("-")) for side in (requesting, requested)]
    return Calendars(*sides)


def limit(name: str = "reply", **fields: Any) -> TimeLimit:
    """Return a limit whose text states every reading, unless the fields say otherwise."""
    start = fields.pop("start", "receipt")
    return load_time_limit(name, {**CITED, **READ_BY_TEXT, "from": start, **fields})


def file(**changes: Any) -> dict[str, Any]:
    """Return an arrangement's file as it comes from YAML; a change to None removes the key."""
    data = {
        "id": "NL-BA",
        "title": "A made-up agreement",
        "kind": "agreement",
        "parties": [{"name": "Netherlands", "states": ["NL"]}, {"name": "Bosnia", "states": ["BA"]}],
        "in_force": {"value": "2010-01-01", **CITED},
        "categories": {"value": ["own_national", "third_country_national", "stateless"], **CITED},
        "time_limits": {"reply": [{"value": 15, "unit": "calendar_day", "from": "receipt", **CITED}]},
        "sources": {"gazette-1": {"title": "Gazette", "publication": "No. 1", "read_on": "2026-11-22"}},
    }
    data.update(deepcopy(changes))
    return {key: value for key, value in data.items() if value is not None}


def arrangement(**changes: Any) -> Arrangement:
    """Return a loaded arrangement with changes to the file above."""
    return read_arrangement(file(**changes), "made-up.yaml")


def sides(one: list[Any], other: list[Any]) -> list[dict[str, Any]]:
    """Return the parties of a file."""
    return [{"name": "One side", "states": one}, {"name": "Other side", "states": other}]

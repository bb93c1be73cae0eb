"""The calculator: when a time limit ends, without a case, and what if. Its question stands in the address."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, DateField, SelectField, TimeField, validators

from limen.clock import rfc3339
from limen.law.calendars import parts_of
from limen.web.policy import SIGNED_IN
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.pages import page, status_of
from services.gateway.console.showing import day as written
from services.gateway.console.showing import zone
from services.gateway.console.words import choices

#: weeks shown of a long computation, at its beginning and at its end
_WEEKS = 4
#: a reading -> the name of its field
_READINGS = {
    "first_day": "first_day",
    "on_non_working_day": "on_non_working_day",
    "day": "kind_of_day",
    "calendar_of": "calendar_of",
}


class CalculatorForm(Form):
    """What somebody wants to know. Sent by GET, so that the address can be kept and handed on."""

    places = {  # noqa: RUF012
        "arrangement": "arrangement",
        "requesting_state": "requesting",
        "requested_state": "requested",
        "events": "day",
        "obstacle/began": "began",
        "obstacle": "ended",
        "on": "day",
        "readings/first_day": "first_day",
        "what_if/events": "if_day",
        "what_if/calendars/requested/part": "if_part",
        "what_if/calendars": "if_day_off",
        "what_if/readings": "if_first_day",
        "what_if": "if_extended",
    }

    arrangement = SelectField(_l("Agreement"), default="")
    requesting = CountryField(_l("Requesting state"), default="")
    requested = CountryField(_l("Requested state"), default="")
    category = SelectField(_l("The person is"), default="own_national")
    limit = SelectField(_l("Time limit"), [validators.InputRequired(_l("Choose a time limit."))])
    procedure = SelectField(_l("Procedure"), default="normal")
    variant = SelectField(_l("Special case of the text"), default="")
    event = SelectField(_l("What happened"), [validators.InputRequired(_l("Choose what happened."))])
    day = DateField(_l("Day"), [validators.InputRequired(_l("Enter the day."))])
    time = TimeField(_l("Time of day"), [validators.Optional()])
    extended = BooleanField(_l("With the extension of the text"))
    began = DateField(_l("First day of an obstacle"), [validators.Optional()])
    ended = DateField(_l("Last day of the obstacle"), [validators.Optional()])
    first_day = SelectField(_l("The day of the event"), default="")
    on_non_working_day = SelectField(_l("A last day that is a day off"), default="")
    kind_of_day = SelectField(_l("Days, where the text says no more"), default="")
    calendar_of = SelectField(_l("Whose weekend and holidays"), default="")
    if_day = DateField(_l("Another day of the event"), [validators.Optional()])
    if_first_day = SelectField(_l("The day of the event"), default="")
    if_on_non_working_day = SelectField(_l("A last day that is a day off"), default="")
    if_kind_of_day = SelectField(_l("Days, where the text says no more"), default="")
    if_calendar_of = SelectField(_l("Whose weekend and holidays"), default="")
    if_part = SelectField(_l("Part of the requested state"), default="")
    if_day_off = DateField(_l("A further day off in the requested state"), [validators.Optional()])
    if_extended = BooleanField(_l("With the extension of the text"))

    def __init__(self) -> None:
        super().__init__(sent=False)
        self.was_sent = "limit" in request.args
        self.process(request.args if self.was_sent else None)
        asks = _("As the node reads it")
        same = _("As above")
        for about, name in _READINGS.items():
            self[name].choices = [("", asks), *choices(f"reading_{about}")]
            self[f"if_{name}"].choices = [("", same), *choices(f"reading_{about}")]
        self.requesting.choices = country_choices(_("By the agreement"))
        self.requested.choices = self.requesting.choices
        self.category.choices = choices("category")
        self.limit.choices = [("", ""), *choices("limit")]
        self.procedure.choices = choices("law_procedure")
        self.event.choices = [("", ""), *events()]

    def offer(self, known: list[Any]) -> None:
        """Fill in what the agreements offer, the chosen one alone where one is: special cases, and parts."""
        self.arrangement.choices = [
            ("", _("The one in force between the two states")),
            *((item["id"], f"{item['id']}: {item['title']}") for item in known),
        ]
        asked = [item for item in known if self.arrangement.data in ("", item["id"])]
        none = ("", _("None"))
        cases = sorted({code for item in asked for code in item["variants"]})
        self.variant.choices = [none, *((code, code.replace("_", " ")) for code in cases)]
        states = sorted({state for item in asked for party in item["parties"] for state in party["states"]})
        parts = [
            (part, f"{state}-{part}")
            for state in ([self.requested.data] if self.requested.data else states)
            for part in parts_of(state)
        ]
        self.if_part.choices = [none, *parts]


@console.get("/calculator")
@needs(SIGNED_IN)
def calculator() -> Any:
    """Compute a time limit, and the same with changes beside it."""
    form, found, status = CalculatorForm(), None, 200
    form.offer(read("readmission", "/arrangements")["items"])
    if form.was_sent:
        status = 422
        if form.validate():
            try:
                found, status = send("readmission", "/deadlines", _asked(form)), 200
            except Refused as refused:
                form.take(refused)
                if refused.detail and refused.detail not in form.problems and not form.wrong_fields:
                    form.problems.append(refused.detail)
                status = status_of(refused)
    return page(
        "calculator",
        status,
        form=form,
        found=found,
        weeks=weeks,
        weekdays=_weekdays(),
        difference=_difference,
    )


def weeks(days: list[Mapping[str, Any]]) -> list[Any]:
    """Return the days of a computation as weeks from Monday, the middle of long ones as a number of weeks."""
    dated = [{**item, "date": date.fromisoformat(item["day"])} for item in days]
    found = [list(week) for _monday, week in groupby(dated, key=lambda item: _monday_of(item["date"]))]
    rows = [{"monday": _monday_of(week[0]["date"]), "days": _placed(week)} for week in found]
    if len(rows) <= 2 * _WEEKS + 1:
        return rows
    return [*rows[:_WEEKS], len(rows) - 2 * _WEEKS, *rows[-_WEEKS:]]


def _weekdays() -> list[str]:
    """Return the short names of the days of a week, from Monday, in the page's language."""
    monday = date(2024, 1, 1)
    return [written(monday + timedelta(days=number), "EEEEEE") for number in range(7)]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _placed(week: list[Any]) -> list[Any]:
    by_weekday = {item["date"].weekday(): item for item in week}
    return [by_weekday.get(number) for number in range(7)]


def _difference(days: int) -> str:
    if days == 0:
        return _("Both end on the same day.")
    if days > 0:
        return ngettext(
            "With the change it ends %(num)d day later.", "With the change it ends %(num)d days later.", days
        )
    return ngettext(
        "With the change it ends %(num)d day earlier.", "With the change it ends %(num)d days earlier.", -days
    )


def events() -> list[tuple[str, str]]:
    """Return the events from which a text can count, as choices."""
    return [(code, words) for code, words in choices("milestone") if code in _STARTS]


#: the events from which a text can count; the other milestones only meet limits
_STARTS = frozenset(
    [
        "knowledge",
        "entry",
        "apprehension",
        "receipt",
        "receipt_confirmed",
        "registered",
        "request",
        "document_request",
        "reply",
        "reply_received",
        "expiry",
        "interview",
        "document_issued",
        "document_expired",
        "return",
        "planned_transfer",
        "planned_transit",
        "transit_reply",
        "invoice",
        "obstacle_ceased",
    ]
)


def _asked(form: CalculatorForm) -> dict[str, Any]:
    """Return the question as the service takes it."""
    event = form.event.data
    body: dict[str, Any] = {
        "limit": form.limit.data,
        "category": form.category.data,
        "procedure": form.procedure.data,
        "events": {event: _moment(form.day.data, form.time.data)},
        "extended": form.extended.data,
        "readings": _readings(form, ""),
    }
    optional = {
        "arrangement": form.arrangement.data,
        "requesting_state": form.requesting.data,
        "requested_state": form.requested.data,
        "variant": form.variant.data,
    }
    body.update({name: value for name, value in optional.items() if value})
    if form.began.data or form.ended.data:
        span = {"began": form.began.data, "ended": form.ended.data}
        body["obstacle"] = {name: day.isoformat() for name, day in span.items() if day}
    if changes := _changes(form, event):
        body["what_if"] = changes
    return body


def _changes(form: CalculatorForm, event: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if form.if_day.data:
        changes["events"] = {event: _moment(form.if_day.data, form.time.data)}
    if readings := _readings(form, "if_"):
        changes["readings"] = readings
    calendar: dict[str, Any] = {}
    if form.if_part.data:
        calendar["part"] = form.if_part.data
    if form.if_day_off.data:
        calendar["days_off"] = [form.if_day_off.data.isoformat()]
    if calendar:
        changes["calendars"] = {"requested": calendar}
    if form.if_extended.data and not form.extended.data:
        changes["extended"] = True
    return changes


def _readings(form: CalculatorForm, prefix: str) -> dict[str, str]:
    chosen = {about: form[f"{prefix}{name}"].data for about, name in _READINGS.items()}
    return {about: taken for about, taken in chosen.items() if taken}


def _moment(day: date, time: Any) -> str:
    if not time:
        return day.isoformat()
    return rfc3339(datetime.combine(day, time, zone()))

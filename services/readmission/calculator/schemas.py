"""What is asked of the calculator, and what it answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.law.categories import Category
from limen.law.time_limit import LIMITS, CalendarOf, FirstDay, OnNonWorkingDay, Procedure, Start, Unit
from limen.web.schemas import CountryCode, Moment, Schema

EVENTS = tuple(item.value for item in Start if item is not Start.UNSTATED)
#: the readings that can be chosen: name -> values
READINGS: Mapping[str, tuple[str, ...]] = {
    "first_day": (FirstDay.EXCLUDED.value, FirstDay.INCLUDED.value),
    "on_non_working_day": (OnNonWorkingDay.STAYS.value, OnNonWorkingDay.ROLLS_FORWARD.value),
    "day": (Unit.CALENDAR_DAY.value, Unit.WORKING_DAY.value),
    "calendar_of": tuple(item.value for item in CalendarOf if item is not CalendarOf.UNSTATED),
}


def _one_of(values: Any, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(list(values)), **kwargs)


class DayOrMoment(fields.Field[date]):
    """A day, or a moment with its offset for limits in hours."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "metadata": {"type": "string", "examples": ["2026-03-06"]}})
        self._moment = Moment()

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date | datetime:
        if isinstance(value, str) and len(value) == 10:
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        try:
            return self._moment.deserialize(value)
        except ValidationError:
            raise ValidationError(
                "Must be a day (2026-03-06), or a time as RFC 3339 with an offset (2026-03-06T08:00:00Z)."
            ) from None


class Obstacle(Schema):
    """What stood in the way; `ended` is its last day."""

    began = fields.Date(required=True)
    ended = fields.Date(required=True)


class ChosenReadings(Schema):
    """How to read what a text leaves open; without one, the node's policy decides."""

    first_day = _one_of(READINGS["first_day"])
    on_non_working_day = _one_of(READINGS["on_non_working_day"])
    day = _one_of(READINGS["day"])
    calendar_of = _one_of(READINGS["calendar_of"])


class ChangedCalendar(Schema):
    """A calendar with something changed: a part of the country, half-day holidays, single days."""

    part = fields.String(
        validate=validate.Length(1, 40),
        metadata={"description": "part of the country, as a rule its ISO 3166-2 code without the country"},
    )
    half_days = fields.Boolean(metadata={"description": "half-day holidays are days off too"})
    days_off = fields.List(fields.Date(), validate=validate.Length(max=60))
    worked = fields.List(fields.Date(), validate=validate.Length(max=60))


class ChangedCalendars(Schema):
    """Changes to the calendars of the two sides."""

    requesting = fields.Nested(ChangedCalendar)
    requested = fields.Nested(ChangedCalendar)


class Changes(Schema):
    """What can be changed to ask what if; what is left out stays as it is."""

    events = fields.Dict(
        keys=_one_of(EVENTS),
        values=DayOrMoment(),
        validate=validate.Length(min=1, error="Name at least one event with its day."),
        metadata={
            "description": "what happened, and when; the limit runs from the first that its text names"
        },
    )
    extended = fields.Boolean()
    obstacle = fields.Nested(Obstacle)
    readings = fields.Nested(ChosenReadings)
    calendars = fields.Nested(ChangedCalendars)
    procedure = _one_of([item.value for item in Procedure])
    variant = fields.String(allow_none=True, validate=validate.Length(1, 60))


class Wanted(Changes):
    """Ask when a time limit of an arrangement ends, without a case."""

    arrangement = fields.String(validate=validate.Length(1, 40))
    requesting_state = CountryCode()
    requested_state = CountryCode()
    on = fields.Date(metadata={"description": "day on which the arrangement is looked up; else the event's"})
    category = _one_of([item.value for item in Category], load_default=Category.OWN_NATIONAL.value)
    limit = _one_of(LIMITS, required=True)
    events = fields.Dict(
        keys=_one_of(EVENTS),
        values=DayOrMoment(),
        required=True,
        validate=validate.Length(min=1, error="Name at least one event with its day."),
    )
    what_if = fields.Nested(Changes, metadata={"description": "the same question with changes, side by side"})

    @validates_schema
    def check_text(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Ask for an arrangement, or for the two states between which one is looked up."""
        states = ("requesting_state", "requested_state")
        if "arrangement" not in data:
            for name in states:
                if name not in data:
                    raise ValidationError("Name the arrangement, or both states.", name)
        if len({data.get(name) for name in states}) == 1 and data.get("requested_state"):
            raise ValidationError("Must differ from the requesting state.", "requested_state")


class StripDayAnswer(Schema):
    """One day of the picture of a computation."""

    day = fields.String()
    mark = fields.String(metadata={"description": "event, counted, skipped or due"})
    counted = fields.Integer(metadata={"description": "days counted up to this one"})
    why = fields.String(allow_none=True, metadata={"description": "why the authority does not work then"})
    estimated = fields.Boolean()


class DeadlineWithDays(Schema):
    """An answer of the engine with its explanation and pins, and its days one by one."""

    due = fields.String()
    passes_at = fields.String()
    start = fields.String()
    event = fields.String()
    extended = fields.Boolean()
    silence = fields.String()
    estimated = fields.Boolean()
    limit = fields.String()
    limit_hash = fields.String()
    arrangement = fields.String()
    reference = fields.String()
    source = fields.String()
    verified = fields.String()
    calendar = fields.String()
    calendar_version = fields.String()
    time_zone = fields.String()
    assumptions = fields.List(fields.Dict(keys=fields.String()))
    steps = fields.List(fields.Dict(keys=fields.String()))
    in_words = fields.List(fields.String())
    days = fields.List(fields.Nested(StripDayAnswer))


class UsedArrangement(Schema):
    """The text that was asked."""

    id = fields.String()
    title = fields.String()
    content_hash = fields.String()
    protocols = fields.List(fields.String())
    why_not = fields.String(
        allow_none=True, metadata={"description": "why it does not apply to the two states on the day"}
    )
    in_doubt = fields.List(fields.String(), metadata={"description": "why it may not be applied"})
    not_verified = fields.List(fields.String())


class Calculated(Schema):
    """When the limit ends, and when it would."""

    arrangement = fields.Nested(UsedArrangement)
    requesting_state = fields.String()
    requested_state = fields.String()
    category = fields.String()
    on = fields.Date()
    answer = fields.Nested(DeadlineWithDays)
    what_if = fields.Nested(DeadlineWithDays, allow_none=True)
    days_between = fields.Integer(
        allow_none=True, metadata={"description": "by how many days the last day moves; less than 0: earlier"}
    )

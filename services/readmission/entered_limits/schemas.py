"""What an officer enters about a limit that the library could not verify."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from limen.law.absent import Absence
from limen.law.time_limit import LIMITS, CalendarOf, FirstDay, OnNonWorkingDay, Silence, Start, Unit
from limen.web.schemas import Identifier, Moment, Schema, WholeNumber


def _one_of(values: Iterable[str], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(item) for item in values]), **kwargs)


class NewLimit(Schema):
    """A time limit with the place where it was read. Its words are those of the data format."""

    limit = _one_of(LIMITS, required=True)
    value = WholeNumber(1, 3650, required=True)
    unit = _one_of(Unit, required=True)
    event = _one_of(
        Start, required=True, data_key="from", attribute="from", metadata={"description": "what it runs from"}
    )
    runs = _one_of(("after", "before"))
    first_day = _one_of(FirstDay)
    on_non_working_day = _one_of(OnNonWorkingDay)
    calendar_of = _one_of(CalendarOf)
    silence = _one_of(Silence)
    reference = fields.String(required=True, validate=validate.Length(1, 120))
    source = fields.String(required=True, validate=validate.Length(3, 200))


class EnteredLimit(Schema):
    """A limit that was entered by hand."""

    entered_id = Identifier()
    limit = fields.String()
    amount = fields.String()
    reference = fields.String()
    source = fields.String()
    text = fields.Dict(keys=fields.String())
    entered_by = fields.String()
    entered_at = Moment()


class AbsentFromText(Schema):
    """Why one text, the agreement or a protocol over it, does not give a limit."""

    arrangement = fields.String()
    why = fields.Enum(Absence, by_value=True)
    found = fields.String(
        allow_none=True, metadata={"description": "how a value was found that is too weak to be used"}
    )
    for_others = fields.Boolean(
        metadata={"description": "the text gives it for other persons, states or procedures"}
    )


class MissingLimit(Schema):
    """A limit that the case would watch and for which nothing is verified."""

    limit = fields.String()
    meaning = fields.String()
    entered = fields.Boolean()
    why = fields.Enum(Absence, by_value=True, metadata={"description": "the reason that decides"})
    texts = fields.List(fields.Nested(AbsentFromText))


class LimitList(Schema):
    """What is not verified for a case, and what was entered."""

    version = fields.Integer()
    arrangement = fields.String()
    items = fields.List(fields.Nested(EnteredLimit))
    missing = fields.List(fields.Nested(MissingLimit))
    not_verified = fields.List(fields.String())

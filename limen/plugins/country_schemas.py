"""The form of a country's data files: `country.yaml` and `rules.yaml`. What breaks a rule is named."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from limen.law.fields import Day, MapOf, State, Text
from limen.law.findings import FindingKind
from limen.law.levels import Level
from limen.law.safeguards import Safeguard
from limen.law.schemas import SourceSchema
from limen.plugins.actions import ACTIONS
from limen.plugins.authorities import Task
from limen.plugins.facts import READMISSION_FACTS, REGISTRATION_FACTS
from limen.plugins.profile import SUBJECTS

#: what a rule without code can make its conditions of
FACTS = frozenset({**READMISSION_FACTS, **REGISTRATION_FACTS}) - {"on"}
#: units of an amount; `day` where a text does not say which days count
UNITS = ("hour", "day", "calendar_day", "working_day", "week", "month", "year")


class Strict(Schema):
    """Every field is named, nothing else is allowed."""

    error_messages = {"unknown": "is not a known field"}  # noqa: RUF012

    class Meta:
        unknown = RAISE


def one_of(values: Any) -> Any:
    """Return a field for one of these words."""
    return fields.String(validate=validate.OneOf([str(value) for value in values]))


def texts_by_language() -> Any:
    """Return a field for texts by language (ISO 639)."""
    return MapOf(Text(), validate=validate.Length(min=1))


class DatedSchema(Strict):
    """What holds on certain days, both included."""

    valid_from = Day()
    valid_to = Day()


class NameSchema(DatedSchema):
    """A name of the country."""

    language = Text(required=True)
    name = Text(required=True)


class CitedSchema(DatedSchema):
    """What was read somewhere."""

    citation = Text(required=True)
    source = Text(required=True)
    verified = fields.Enum(Level, by_value=True, required=True)


class AuthoritySchema(CitedSchema):
    """An authority and what it is competent for."""

    code = Text(required=True)
    names = texts_by_language()
    tasks = fields.List(fields.Enum(Task, by_value=True), required=True, validate=validate.Length(min=1))
    calendar = Text(metadata={"description": "one of `calendars`, where it is not the country's"})


class DocumentSchema(CitedSchema):
    """A kind of document."""

    code = Text(required=True)
    names = texts_by_language()
    says = Text(required=True)


class SafeguardLawSchema(CitedSchema):
    """Where the country's law regulates a safeguard of the core."""

    safeguard = fields.Enum(Safeguard, by_value=True, required=True)


class OverrideSchema(Strict):
    """A day on which the library is wrong."""

    day = Day(required=True)
    change = one_of(("added", "removed"))
    name = Text(required=True)
    source = Text(required=True)


class CalendarSchema(Strict):
    """Working days: the `holidays` library for a country or a part of it, and what differs from it."""

    library = State(required=True)
    subdivision = Text()
    categories = fields.List(Text())
    weekend = fields.List(fields.Integer(validate=validate.Range(0, 6)))
    time_zone = Text(required=True)
    overrides = fields.List(fields.Nested(OverrideSchema))


class NumberSchema(CitedSchema):
    """A kind of identity number that a module of python-stdnum checks."""

    name = Text(required=True)
    issuer = Text(required=True)
    stdnum = Text(required=True)


class CountrySchema(Strict):
    """A country's profile."""

    alpha2 = State(required=True)
    reviewed_on = Day(required=True)
    names = fields.List(fields.Nested(NameSchema))
    languages = fields.List(Text(), required=True, validate=validate.Length(min=1))
    scripts = fields.List(Text(), required=True, validate=validate.Length(min=1))
    document_codes = fields.List(Text(), load_default=list)
    authorities = fields.List(fields.Nested(AuthoritySchema), load_default=list)
    calendar = fields.Nested(CalendarSchema, load_default=None)
    calendars = MapOf(fields.Nested(CalendarSchema), load_default=dict)
    identity_numbers = fields.List(fields.Nested(NumberSchema), load_default=list)
    documents = fields.List(fields.Nested(DocumentSchema), load_default=list)
    safeguard_law = fields.List(fields.Nested(SafeguardLawSchema), load_default=list)
    sources = MapOf(fields.Nested(SourceSchema), required=True)
    assumptions = fields.List(Text(), load_default=list)
    not_verified = MapOf(fields.List(Text()), names=frozenset(SUBJECTS), load_default=dict)


class AmountSchema(Strict):
    """A number of the law and its unit."""

    value = fields.Integer(required=True, validate=validate.Range(1))
    unit = one_of(UNITS)


class RuleSchema(CitedSchema):
    """A rule without code: when the facts are these, this is found."""

    code = Text(required=True)
    title = Text(required=True)
    actions = fields.List(one_of(ACTIONS), required=True, validate=validate.Length(min=1))
    when = MapOf(
        fields.Raw(), names=frozenset({**READMISSION_FACTS, **REGISTRATION_FACTS}) - {"on"}, load_default=dict
    )
    amounts = MapOf(fields.Nested(AmountSchema), load_default=dict)
    finding = fields.Enum(FindingKind, by_value=True, required=True)
    reason = Text(required=True)


class RulesSchema(Strict):
    """A file of rules."""

    rules = fields.List(fields.Nested(RuleSchema), required=True)

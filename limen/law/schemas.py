"""The rules of a data file (arrangement-format.md), as marshmallow schemas. Unknown keys are refused."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from limen.codes import countries
from limen.law.absent import Found
from limen.law.categories import Category
from limen.law.evidence import Effect, EvidenceCode, Strength, Subject
from limen.law.fields import Day, FactValue, MapOf, OneOrMany, State, Text
from limen.law.levels import Level
from limen.law.time_limit import (
    LIMITS,
    CalendarOf,
    Extension,
    ExtensionKind,
    FirstDay,
    OnNonWorkingDay,
    Procedure,
    Quantity,
    Runs,
    Side,
    Silence,
    Start,
    TimeLimit,
    Unit,
    Upon,
)

_SLUG = validate.Regexp(r"[a-z0-9]+(_[a-z0-9]+)*\Z", error="must be a slug: small letters, digits and _")
_VALUE = validate.Regexp(
    r"[a-z_]+(\.[a-z_]+)*\Z", error="must name a value or a part, for example time_limits.reply or evidence"
)
_ID = validate.Regexp(
    r"[A-Z0-9]+(-[A-Z0-9]+)*\Z", error="must be capitals, digits and hyphens, for example CH-BA"
)


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        """Refuse unknown keys: a misspelt one must not vanish."""

        unknown = RAISE


def one_of(kind: Any, **kwargs: Any) -> fields.Enum[Any]:
    """Return a field that takes the values of an enumeration."""
    return fields.Enum(kind, by_value=True, error_messages={"unknown": "must be one of: {choices}"}, **kwargs)


class Citation(Strict):
    """Where a value was read."""

    reference = Text(required=True)
    source = Text(required=True)
    verified = one_of(Level, required=True)
    note = Text(load_default=None)


class Selectors(Strict):
    """For whom an entry holds."""

    requested = fields.List(State(), validate=validate.Length(min=1), load_default=list)
    applies_to = fields.List(one_of(Category), validate=validate.Length(min=1), load_default=list)


class CitedDay(Citation):
    """A day with its citation."""

    value = Day(required=True)


class InForce(CitedDay):
    """The day from which an arrangement is in force, for all or for some of its states."""

    states = fields.List(State(), validate=validate.Length(min=1), load_default=list)


class Covered(Citation):
    """Categories of person that an arrangement covers, for every requested state or for some."""

    requested = fields.List(State(), validate=validate.Length(min=1), load_default=list)
    value = fields.List(one_of(Category), required=True, validate=validate.Length(min=1))


class Suspension(Citation):
    """A time in which an arrangement does not apply."""

    since = Day(required=True, data_key="from")
    until = Day(load_default=None)
    applies_to = fields.List(one_of(Category), load_default=list)


class FactSchema(Citation, Selectors):
    """A rule that is shown and cited, and not computed with."""

    value = FactValue(required=True)
    code = fields.String(validate=_SLUG, load_default=None)


class Authority(Citation):
    """An authority of a state under an arrangement."""

    value = FactValue(required=True)
    task = fields.String(validate=_SLUG, load_default=None)


class Member(Strict):
    """A state with the time of its membership in a side."""

    state = State(required=True)
    since = Day(load_default=None, data_key="from")
    until = Day(load_default=None)


class MemberField(fields.Nested):
    """A member as a mapping, or only its code."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._deserialize({"state": value} if isinstance(value, str) else value, *args, **kwargs)


class PartySchema(Strict):
    """One side of an arrangement."""

    name = Text(required=True)
    states = fields.List(MemberField(Member), required=True, validate=validate.Length(min=1))


class QuantitySchema(Strict):
    """A number of units."""

    value = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, error="must be 1 or more")
    )
    unit = one_of(Unit, required=True)


class ExtensionSchema(Strict):
    """How a limit becomes longer."""

    kind = one_of(ExtensionKind, required=True)
    value = fields.Integer(
        strict=True, validate=validate.Range(min=1, error="must be 1 or more"), load_default=None
    )
    unit = one_of(Unit, load_default=None)
    upon = one_of(Upon, load_default=Upon.UNSTATED)
    silence = one_of(Silence, load_default=Silence.UNSTATED)
    reference = Text(load_default=None)
    note = Text(load_default=None)

    @validates_schema
    def check_amount(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Ask for a number where the kind has one, and for none where it has not."""
        kind, number = data["kind"], data["value"] is not None
        if number != (data["unit"] is not None):
            raise ValidationError("value and unit go together", "unit")
        if kind in (ExtensionKind.BY, ExtensionKind.TO_TOTAL) and not number:
            raise ValidationError(f"is required for the kind {kind}", "value")
        if kind is ExtensionKind.TIME_NEEDED and number:
            raise ValidationError(
                "has no place in the kind time_needed: the obstacle gives the time", "value"
            )


class TimeLimitSchema(Citation, Selectors):
    """A time limit."""

    value = fields.Integer(
        strict=True, validate=validate.Range(min=1, error="must be 1 or more"), load_default=None
    )
    unit = one_of(Unit, load_default=None)
    promptly = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    runs = one_of(Runs, load_default=Runs.AFTER)
    start = fields.Raw(data_key="from", load_default=None)
    first_day = one_of(FirstDay, load_default=FirstDay.UNSTATED)
    on_non_working_day = one_of(OnNonWorkingDay, load_default=OnNonWorkingDay.UNSTATED)
    calendar_of = one_of(CalendarOf, load_default=CalendarOf.UNSTATED)
    acts = one_of(Side, load_default=None)
    plus = fields.Nested(QuantitySchema, load_default=None)
    latest = fields.Nested(QuantitySchema, load_default=None)
    at_least = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    extension = fields.Nested(ExtensionSchema, load_default=None)
    silence = one_of(Silence, load_default=Silence.UNSTATED)
    late = fields.String(validate=validate.OneOf(["no_duty"], error="must be no_duty"), load_default=None)
    procedure = one_of(Procedure, load_default=Procedure.NORMAL)
    within_km = fields.Integer(
        strict=True, validate=validate.Range(min=1, error="must be 1 or more"), load_default=None
    )
    variant = fields.String(validate=_SLUG, load_default=None)

    @validates_schema
    def check_start(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Take one event or a list of events."""
        given = data["start"] if isinstance(data["start"], list) else [data["start"]]
        if data["start"] is None:
            if data["value"] is not None:
                raise ValidationError("is required: an event, a list of events, or unstated", "from")
            return
        known = list(Start)
        if not given or any(event not in known for event in given):
            raise ValidationError("must be one of, or a list of: " + ", ".join(known), "from")
        if len(given) > 1 and "unstated" in given:
            raise ValidationError("unstated stands alone", "from")

    @validates_schema
    def check_number(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Ask for a number with its unit, or for `promptly`."""
        if (data["value"] is None) != (data["unit"] is None):
            raise ValidationError("value and unit go together", "unit")
        if data["value"] is None:
            if not data["promptly"]:
                raise ValidationError("is required, unless the text says only `promptly: true`", "value")
            for key in ("plus", "latest", "extension"):
                if data[key]:
                    raise ValidationError("has no place beside a limit without a number", key)
        if data["variant"] and not data["note"]:
            raise ValidationError("is required: it says to whom the variant applies", "note")

    @validates_schema
    def check_pieces(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Keep hours apart from days, backward limits simple, and totals above their beginnings."""
        for key in ("plus", "latest", "extension"):
            piece = data[key]
            if not piece:
                continue
            if data["runs"] is Runs.BEFORE:
                raise ValidationError("has no place in a limit that is counted backwards", key)
            if (piece["unit"] is Unit.HOUR) != (data["unit"] is Unit.HOUR) and (
                piece["unit"] or key != "extension"
            ):
                raise ValidationError("hours and days cannot be mixed in one limit", key)
            if data["unit"] is Unit.HOUR and (key != "extension" or piece["kind"].needs_obstacle):
                raise ValidationError(
                    "a limit in hours can only be extended by, or to a total of, hours", key
                )
            total = key == "latest" or (key == "extension" and piece["kind"] is ExtensionKind.TO_TOTAL)
            if total and piece["unit"] is data["unit"] and piece["value"] <= data["value"]:
                raise ValidationError(f"a total must be more than the {data['value']} of the limit", key)


class EvidenceItemSchema(Strict):
    """One item of an evidence list."""

    code = one_of(EvidenceCode, required=True)
    words = Text(required=True)
    reference = Text(load_default=None)
    requested = fields.List(State(), load_default=list)
    issued_from = Day(load_default=None)
    issued_until = Day(load_default=None)
    expired = fields.String(validate=validate.OneOf(["accepted", "refused"]), load_default=None)
    max_expired = fields.Nested(QuantitySchema, load_default=None)
    note = Text(load_default=None)


class EvidenceListSchema(Citation):
    """One evidence list."""

    exhaustive = fields.Boolean(truthy={True}, falsy={False}, load_default=None)
    effect = one_of(Effect, load_default=None)
    items = fields.List(fields.Nested(EvidenceItemSchema), required=True, validate=validate.Length(min=1))


class SourceSchema(Strict):
    """Where a text was read."""

    title = Text(required=True)
    publication = Text(required=True)
    read_on = Day(required=True)
    address = Text(load_default=None)


class WithheldSchema(Strict):
    """A value that was found and may not ship."""

    value = fields.String(required=True, validate=_VALUE)
    found = one_of(Found, required=True)
    reason = Text(required=True)


class ReviewedSchema(Strict):
    """Who looked at the file, and when."""

    on = Day(required=True)
    second_reading = Day(load_default=None, allow_none=True)


class ArrangementSchema(Strict):
    """A whole file."""

    id = fields.String(required=True, validate=_ID)
    title = Text(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["agreement", "protocol"]))
    overlays = fields.String(load_default=None, allow_none=True, validate=_ID)
    parties = fields.List(
        fields.Nested(PartySchema),
        required=True,
        validate=validate.Length(equal=2, error="must be two sides"),
    )
    signed = fields.Nested(CitedDay, load_default=None, allow_none=True)
    in_force = OneOrMany(InForce, load_default=list, allow_none=True)
    in_force_third_country = fields.Nested(CitedDay, load_default=None, allow_none=True)
    terminated = fields.Nested(CitedDay, load_default=None, allow_none=True)
    suspended = fields.List(fields.Nested(Suspension), load_default=list)
    categories = OneOrMany(Covered, load_default=list)
    authorities = MapOf(OneOrMany(Authority), names=frozenset(countries()), load_default=dict)
    time_limits = MapOf(OneOrMany(TimeLimitSchema), names=frozenset(LIMITS), load_default=dict)
    facts = MapOf(OneOrMany(FactSchema), load_default=dict)
    evidence = MapOf(
        MapOf(fields.Nested(EvidenceListSchema), names=frozenset(Strength)),
        names=frozenset(Subject),
        load_default=dict,
    )
    sources = MapOf(fields.Nested(SourceSchema), required=True)
    in_doubt = Text(load_default=None)
    not_verified = fields.List(Text(), load_default=list)
    unread = fields.List(fields.String(validate=_VALUE), load_default=list)
    withheld = fields.List(fields.Nested(WithheldSchema), load_default=list)
    reviewed = fields.Nested(ReviewedSchema, load_default=None)

    @validates_schema
    def check_kind(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Ask a protocol for its agreement, and an agreement for the categories that it covers."""
        if data["kind"] == "protocol" and not data["overlays"]:
            raise ValidationError("is required for a protocol: the id of its agreement", "overlays")
        if data["kind"] == "agreement" and data["overlays"]:
            raise ValidationError("has no place in an agreement", "overlays")
        if data["kind"] == "agreement" and not data["categories"]:
            raise ValidationError("is required for an agreement", "categories")


def load_time_limit(name: str, data: Mapping[str, Any], arrangement: str = "") -> TimeLimit:
    """Return the time limit `name` from its mapping (a YAML entry or a request body).

    Raises marshmallow's ValidationError with the field and the rule.
    """
    if name not in LIMITS:
        raise ValidationError("is not one of " + ", ".join(LIMITS), "name")
    return build_time_limit(name, TimeLimitSchema().load(data), arrangement)


def build_time_limit(name: str, data: Mapping[str, Any], arrangement: str) -> TimeLimit:
    """Return the time limit from what its schema loaded."""
    values = {key: item for key, item in data.items() if key not in ("value", "unit")}
    events = data["start"] if isinstance(data["start"], list) else [data["start"] or Start.UNSTATED]
    values.update(
        name=name,
        arrangement=arrangement,
        amount=_quantity(data),
        start=tuple(Start(event) for event in events),
        acts=data["acts"] or LIMITS[name][0],
        plus=_quantity(data["plus"]),
        latest=_quantity(data["latest"]),
        extension=_extension(data),
        requested=frozenset(data["requested"]),
        applies_to=frozenset(data["applies_to"]),
    )
    return TimeLimit(**values)


def _quantity(data: Mapping[str, Any] | None) -> Quantity | None:
    return Quantity(data["value"], data["unit"]) if data and data["value"] is not None else None


def _extension(data: Mapping[str, Any]) -> Extension | None:
    more = data["extension"]
    if not more:
        return None
    values = {key: item for key, item in more.items() if key not in ("value", "unit", "reference")}
    return Extension(amount=_quantity(more), reference=more["reference"] or data["reference"], **values)

"""What the library answers over HTTP."""

from marshmallow import fields

from limen.law.absent import Absence
from limen.law.levels import Level
from limen.web.schemas import Schema


class OnDay(Schema):
    """The day for which the library is shown."""

    on = fields.Date(metadata={"description": "without it, today"})


class ValueCounts(Schema):
    """How many values are known at each level, how many the library has elsewhere and not here, and why."""

    full_text = fields.Integer()
    excerpt = fields.Integer()
    secondary = fields.Integer()
    absent = fields.Integer()
    silent = fields.Integer(metadata={"description": "the text was read in full and has none"})
    not_read = fields.Integer()
    not_verified = fields.Integer(metadata={"description": "found, and not verified well enough"})


class PartyAnswer(Schema):
    """One side."""

    name = fields.String()
    states = fields.List(fields.String())


class AbsentAnswer(Schema):
    """A value that other arrangements have and this one has not."""

    value = fields.String()
    why = fields.Enum(Absence, by_value=True)


class ArrangementLine(Schema):
    """An arrangement in short."""

    id = fields.String()
    title = fields.String()
    kind = fields.String()
    overlays = fields.String(allow_none=True)
    content_hash = fields.String()
    parties = fields.List(fields.Nested(PartyAnswer))
    in_force = fields.Date(allow_none=True, metadata={"description": "the earliest day; null: not verified"})
    terminated = fields.Date(allow_none=True)
    variants = fields.List(
        fields.String(), metadata={"description": "special cases for which it has limits of their own"}
    )
    missing = fields.List(
        fields.Nested(AbsentAnswer), metadata={"description": "the values that most cases need and it lacks"}
    )
    in_doubt = fields.String(
        allow_none=True, metadata={"description": "why it may not be applied although it is found"}
    )
    rests_on = fields.String(
        metadata={"description": "full text, excerpts or secondary sources; read how often"}
    )
    reviewed_on = fields.Date(allow_none=True)
    second_reading = fields.Date(allow_none=True)
    review_due = fields.Boolean()
    values = fields.Nested(ValueCounts)


class PairAnswer(Schema):
    """What holds between two states on the day."""

    one = fields.String()
    other = fields.String()
    arrangement = fields.String()
    since = fields.Date(allow_none=True)
    own_nationals = fields.String(
        allow_none=True, metadata={"description": "null: it applies; else why it does not"}
    )
    third_country_nationals = fields.String(allow_none=True)
    levels = fields.List(fields.String(), metadata={"description": "levels of its time limits"})
    in_doubt = fields.String(allow_none=True)
    protocols = fields.List(fields.String())


class LibraryAnswer(Schema):
    """The library: every arrangement, and every pair of states."""

    on = fields.Date()
    review_days = fields.Integer()
    items = fields.List(fields.Nested(ArrangementLine))
    pairs = fields.List(fields.Nested(PairAnswer))


class EntryAnswer(Schema):
    """A cited entry."""

    part = fields.String()
    name = fields.String()
    words = fields.String()
    holds_for = fields.String()
    reference = fields.String()
    source = fields.String()
    verified = fields.String()
    note = fields.String(allow_none=True)


class SourceAnswer(Schema):
    """Where a text was read."""

    code = fields.String()
    title = fields.String()
    publication = fields.String()
    read_on = fields.Date()
    address = fields.String(allow_none=True)


class WithheldAnswer(Schema):
    """A value that was found and is not carried, and why."""

    value = fields.String()
    found = fields.String()
    reason = fields.String()


class ArrangementShown(ArrangementLine):
    """An arrangement with every value, article and source, and what it lacks."""

    entries = fields.List(fields.Nested(EntryAnswer))
    absent = fields.List(fields.Nested(AbsentAnswer))
    withheld = fields.List(fields.Nested(WithheldAnswer))
    not_verified = fields.List(fields.String())
    warnings = fields.List(fields.String())
    sources = fields.List(fields.Nested(SourceAnswer))
    protocols = fields.List(fields.String())
    pairs = fields.List(fields.Nested(PairAnswer))


class CoverageRow(Schema):
    """One value of one arrangement."""

    arrangement = fields.String()
    value = fields.String()
    level = fields.Enum(Level, by_value=True, allow_none=True, metadata={"description": "null: absent"})
    absent = fields.Enum(
        Absence, by_value=True, allow_none=True, metadata={"description": "why it is absent"}
    )


class CoverageAnswer(Schema):
    """Arrangement by value by level."""

    items = fields.List(fields.Nested(CoverageRow))

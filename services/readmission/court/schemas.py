"""The record of a case for a court, as data."""

from marshmallow import fields

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.schemas import ArrangementAnswer, PersonAnswer


class RecordedCase(Schema):
    """The case, and the text under which it is decided."""

    case_id = Identifier()
    number = fields.String()
    requesting_state = fields.String()
    requested_state = fields.String()
    category = fields.String()
    procedure = fields.String()
    role = fields.String()
    state = fields.String()
    office = fields.String()
    arrangement_hash = fields.String()
    opened_at = Moment()


class RecordEntry(Schema):
    """One thing that happened: who, what, when, on which legal basis."""

    number = fields.Integer()
    at = fields.String()
    by = fields.String()
    kind = fields.String()
    what = fields.String()
    title = fields.String()
    basis = fields.String()
    facts = fields.Dict(keys=fields.String())
    words = personal(fields.String())


class RecordedLimit(Schema):
    """A time limit, and why it ends when it ends."""

    limit = fields.String()
    due = fields.String()
    ended = fields.String()
    in_words = fields.List(fields.String())
    reference = fields.String()
    source = fields.String()
    verified = fields.String()
    calendar = fields.String()
    calendar_version = fields.String()


class PlaceInAudit(Schema):
    """The last entry of the audit log about the case; its digest vouches for all before it."""

    sequence = fields.Integer()
    at = fields.String()
    action = fields.String()
    digest = fields.String()
    entries = fields.Integer(metadata={"description": "entries about this case"})


class CourtRecord(Schema):
    """The record of a case for a court."""

    case = fields.Nested(RecordedCase)
    arrangement = fields.Nested(ArrangementAnswer)
    person = fields.Nested(PersonAnswer)
    entries = fields.List(fields.Nested(RecordEntry))
    limits = fields.List(fields.Nested(RecordedLimit))
    audit = fields.Nested(PlaceInAudit)
    digest = fields.String(metadata={"description": "SHA-256 over number, entries and limits (RFC 8785)"})
    made_at = Moment()
    made_by = fields.String()

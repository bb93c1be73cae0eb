"""What officers send about interviews and what they get back."""

from marshmallow import fields, validate

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.interviews.interviews import CHANNELS, INTERPRETERS, KINDS, OUTCOMES

_LANGUAGE = validate.Regexp(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z", error="Must be a language as ISO 639, for example sq or sr-Latn."
)


class NewInterview(Schema):
    """Ask the other side to interview the person."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    requested_on = fields.Date(required=True)
    language = fields.String(validate=_LANGUAGE)
    interpreter = fields.String(load_default="needed", validate=validate.OneOf(INTERPRETERS))


class Schedule(Schema):
    """Moment, place and interpreter of an interview."""

    at = Moment(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    interpreter = fields.String(required=True, validate=validate.OneOf(INTERPRETERS))
    language = fields.String(validate=_LANGUAGE)
    place = personal(fields.String(validate=validate.Length(1, 200)))


class Held(Schema):
    """The day on which the interview took place."""

    on = fields.Date(required=True)


class Report(Schema):
    """What came out of an interview."""

    on = fields.Date(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    report = personal(fields.String(validate=validate.Length(1, 8000)))


class Cancellation(Schema):
    """Why something is called off."""

    reason = personal(fields.String(required=True, validate=validate.Length(1, 4000)))


class InterviewAnswer(Schema):
    """An interview. `possible`: what can be done with it now."""

    interview_id = Identifier()
    kind = fields.String()
    state = fields.String()
    channel = fields.String(allow_none=True)
    language = fields.String(allow_none=True)
    interpreter = fields.String()
    requested_on = fields.Date()
    scheduled_at = Moment(allow_none=True)
    place = personal(fields.String(allow_none=True))
    held_on = fields.Date(allow_none=True)
    reported_on = fields.Date(allow_none=True)
    outcome = fields.String(allow_none=True)
    report = personal(fields.String(allow_none=True))
    reason = personal(fields.String(allow_none=True))
    recorded_by = fields.String()
    possible = fields.List(fields.String())


class InterviewList(Schema):
    """The interviews of a case, the oldest first."""

    items = fields.List(fields.Nested(InterviewAnswer))
    version = fields.Integer()

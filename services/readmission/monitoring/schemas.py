"""What a forced-return monitor sends, and what readers get."""

from marshmallow import fields, validate

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.monitoring.observations import FINDINGS, PHASES, TOPICS


class NewObservation(Schema):
    """What a monitor saw. `corrects`: an earlier observation of the same monitor that this one puts right."""

    phase = fields.String(required=True, validate=validate.OneOf(PHASES))
    topic = fields.String(required=True, validate=validate.OneOf(TOPICS))
    finding = fields.String(required=True, validate=validate.OneOf(FINDINGS))
    happened_at = Moment(required=True)
    place = fields.String(validate=validate.Length(1, 120))
    words = personal(fields.String(required=True, validate=validate.Length(1, 8000)))
    corrects = Identifier()


class ObservationAnswer(Schema):
    """An observation."""

    observation_id = Identifier()
    phase = fields.String()
    topic = fields.String()
    finding = fields.String()
    happened_at = Moment()
    place = fields.String(allow_none=True)
    words = personal(fields.String(allow_none=True))
    corrects = fields.String(allow_none=True)
    corrected_by = fields.String(allow_none=True)
    recorded_by = fields.String()
    recorded_at = Moment()


class PhaseCount(Schema):
    """How many observations of a phase stand, by finding; corrected ones do not count."""

    phase = fields.String()
    in_order = fields.Integer()
    concern = fields.Integer()
    incident = fields.Integer()


class Override(Schema):
    """That somebody asked to lift a safeguard for this case: neither which one nor why."""

    state = fields.String()
    requested_at = Moment()
    decided_at = Moment(allow_none=True)


class ObservationList(Schema):
    """The observations of a case in the order of the four phases."""

    number = fields.String()
    items = fields.List(fields.Nested(ObservationAnswer))
    phases = fields.List(fields.Nested(PhaseCount))
    overrides = fields.List(fields.Nested(Override))

"""Decisions, obstacles, extensions and safeguards as officers send and read them."""

from marshmallow import fields, validate

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.clocks import WATCHED
from services.readmission.decisions import obstacles
from services.readmission.decisions.kinds import KINDS, OUTCOMES
from services.readmission.decisions.protection import FACTS

_BASIS = {"description": "law and article, as the decision names them"}


def _basis() -> fields.String:
    return fields.String(required=True, validate=validate.Length(3, 400), metadata=_BASIS)


def _reason() -> fields.String:
    return personal(fields.String(validate=validate.Length(1, 4000)))


class NewDecision(Schema):
    """Record a decision with its day and legal basis."""

    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    on = fields.Date(required=True)
    basis = _basis()
    until = fields.Date(metadata={"description": "last day of a period or ban"})
    suspensive = fields.Boolean(metadata={"description": "whether an appeal suspends the return"})
    authority = fields.String(validate=validate.Length(1, 200))
    reason = _reason()


class DecisionEnd(Schema):
    """Record how a decision ended, for example that an appeal was dismissed."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    on = fields.Date(required=True)
    basis = _basis()
    reason = _reason()


class DecisionAnswer(Schema):
    """A decision; `outcomes` are those with which it can still end."""

    decision_id = Identifier()
    kind = fields.String()
    title = fields.String()
    on = fields.String()
    until = fields.String(allow_none=True)
    suspensive = fields.Boolean(allow_none=True)
    basis = fields.String()
    authority = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    ended = fields.String(allow_none=True)
    outcomes = fields.List(fields.String())
    reason = personal(fields.String(allow_none=True))
    recorded_by = fields.String()
    recorded_at = Moment()


class DecisionList(Schema):
    """The decisions of a case, the oldest first."""

    case_id = Identifier()
    version = fields.Integer()
    items = fields.List(fields.Nested(DecisionAnswer))


class NewObstacle(Schema):
    """Record what stands in the way of sending or transfer."""

    kind = fields.String(required=True, validate=validate.OneOf(obstacles.KINDS))
    limit = fields.String(required=True, validate=validate.OneOf(WATCHED))
    began = fields.Date(required=True)
    ended = fields.Date()
    claimed = fields.Date(
        metadata={"description": "the day on which the extension was asked for, told or agreed"}
    )
    basis = _basis()
    reason = _reason()


class ObstacleChange(Schema):
    """Record that an obstacle ceased, or that the extension was asked for, told or agreed."""

    ended = fields.Date()
    claimed = fields.Date()


class ObstacleAnswer(Schema):
    """An obstacle and what the text makes of it: extends, none, not_claimed or too_late."""

    obstacle_id = Identifier()
    kind = fields.String()
    limit = fields.String()
    began = fields.String()
    ended = fields.String(allow_none=True)
    claimed = fields.String(allow_none=True)
    effect = fields.String()
    article = fields.String()
    basis = fields.String()
    reason = personal(fields.String(allow_none=True))
    recorded_by = fields.String()
    recorded_at = Moment()


class ObstacleList(Schema):
    """The obstacles of a case, the oldest first."""

    case_id = Identifier()
    version = fields.Integer()
    items = fields.List(fields.Nested(ObstacleAnswer))


class NewExtension(Schema):
    """Extend a limit as its text allows: the text decides whether a day or reasons are needed."""

    limit = fields.String(required=True, validate=validate.OneOf(WATCHED))
    on = fields.Date()
    reason = _reason()


class NewSafeguard(Schema):
    """Raise a safeguard for the person of a case."""

    safeguard = fields.String(required=True, validate=validate.Length(1, 60))
    since = fields.Date()
    until = fields.Date(metadata={"description": "last day of a safeguard that ends with a period"})
    basis = _basis()


class NewFact(Schema):
    """Record a fact by which a safeguard ends, for example a best-interests decision."""

    fact = fields.String(required=True, validate=validate.OneOf(FACTS))
    on = fields.Date(required=True)
    basis = _basis()
    reason = _reason()


class FactAnswer(Schema):
    """A recorded fact."""

    fact = fields.String()
    on = fields.String()
    basis = fields.String()
    reason = personal(fields.String(allow_none=True))
    recorded_by = fields.String()
    recorded_at = Moment()


class SafeguardRecord(Schema):
    """A safeguard of a person; `ends_by` lists, for each way to end it, the facts that are still missing."""

    safeguard_id = Identifier()
    safeguard = fields.String()
    words = fields.String()
    basis = fields.String()
    since = fields.String()
    until = fields.String(allow_none=True)
    ended = fields.String(allow_none=True)
    running = fields.Boolean()
    raised_by = fields.String()
    facts = fields.List(fields.Nested(FactAnswer))
    ends_by = fields.List(fields.List(fields.String()))


class SafeguardList(Schema):
    """The safeguards of the person of a case, and the codes of those that can be raised here."""

    person_id = Identifier()
    items = fields.List(fields.Nested(SafeguardRecord))
    can_be_raised = fields.List(fields.String())

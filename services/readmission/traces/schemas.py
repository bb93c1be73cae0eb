"""Rule traces over HTTP."""

from marshmallow import fields, validate

from limen.law.findings import FindingKind
from limen.web.pagination import Page
from limen.web.schemas import Identifier, Moment, Schema

OUTCOMES = ("satisfied", *(kind.value for kind in FindingKind))


class RuleFinding(Schema):
    """What a rule found."""

    kind = fields.String(validate=validate.OneOf([kind.value for kind in FindingKind]))
    code = fields.String()
    reason = fields.String()
    reference = fields.String()
    source = fields.String()
    plugin = fields.String()


class RuleTrace(Schema):
    """One rule that was asked about one step of a case."""

    trace_id = Identifier()
    case_id = Identifier()
    action = fields.String()
    on = fields.String(attribute="on_day", metadata={"description": "the day that was asked about"})
    country = fields.String(
        metadata={"description": "whose law; empty where only importing the plugin would tell"}
    )
    plugin = fields.String()
    plugin_version = fields.String()
    plugin_digest = fields.String(allow_none=True)
    rule = fields.String()
    title = fields.String()
    reference = fields.String()
    source = fields.String()
    outcome = fields.String(validate=validate.OneOf(OUTCOMES))
    answered = fields.Boolean(metadata={"description": "false where the plugin could not be asked"})
    findings = fields.List(fields.Nested(RuleFinding))
    facts = fields.Dict(keys=fields.String(), metadata={"description": "what the rule was told"})
    asked_by = fields.String()
    asked_at = Moment()


class RuleTracePage(Page):
    """A page of traces, the newest first."""

    items = fields.List(fields.Nested(RuleTrace))


class Unanswered(Schema):
    """A rule that a plugin did not answer, so that a step of a case was held."""

    trace_id = Identifier()
    case_id = Identifier()
    action = fields.String()
    plugin = fields.String()
    plugin_version = fields.String()
    title = fields.String()
    asked_at = Moment()


class UnansweredPage(Page):
    """A page of rules without an answer, the newest first."""

    items = fields.List(fields.Nested(Unanswered))

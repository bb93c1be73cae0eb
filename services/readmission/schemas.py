"""What officers send to readmission and what they get back."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.clock import rfc3339
from limen.law.categories import Category
from limen.web.pagination import Page, PageArguments
from limen.web.schemas import CountryCode, Identifier, Moment, Schema, personal
from services.readmission.clocks import MILESTONES
from services.readmission.entered_limits.schemas import MissingLimit
from services.readmission.procedures import PROCEDURES, ROLES
from services.readmission.steps import ASSISTANCE, REFUSAL_REASONS, STATES, STEPS
from services.readmission.worklists.queries import TABS

CATEGORIES = tuple(item.value for item in Category)
_OFFICER_STEPS = [step.name for step in STEPS.values() if not step.by_system]


class NewCase(Schema):
    """Open a case for a registered person."""

    person_id = Identifier(required=True)
    requesting_state = CountryCode(required=True)
    requested_state = CountryCode(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    office = fields.String(required=True, validate=validate.Length(1, 40))
    procedure = fields.String(load_default="application", validate=validate.OneOf(list(PROCEDURES)))
    role = fields.String(
        validate=validate.OneOf(ROLES),
        metadata={"description": "the side of this node; by default that of its country"},
    )
    ground = fields.String(
        validate=validate.Length(1, 60),
        metadata={"description": "code of the arrangement's scope on which the duty to take back rests"},
    )
    variant = fields.String(
        validate=validate.Length(1, 40),
        metadata={"description": "a circumstance for which the arrangement has limits of its own"},
    )
    follows = Identifier(metadata={"description": "the case with which the person was taken over in error"})


class StepTaken(Schema):
    """Take a step. Which further fields a step needs stands at the case under `possible_steps`."""

    step = fields.String(required=True, validate=validate.OneOf(_OFFICER_STEPS))
    on = fields.Date()
    at = Moment()
    code = fields.String(validate=validate.OneOf(list(REFUSAL_REASONS)))
    reason = personal(fields.String(validate=validate.Length(1, 4000)))
    place = fields.String(validate=validate.Length(1, 120))
    assistance = fields.String(validate=validate.OneOf(list(ASSISTANCE)))


class NewMilestone(Schema):
    """Record a moment from which the law counts: a day, or the moment where a limit runs in hours."""

    kind = fields.String(required=True, validate=validate.OneOf(MILESTONES))
    on = fields.Date()
    at = Moment()

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("on" in data) == ("at" in data):
            raise ValidationError("Give the day or the moment.", "on")


def when(given: Mapping[str, Any]) -> str:
    """Return the day or moment that was given, as text."""
    return rfc3339(given["at"]) if "at" in given else str(given["on"].isoformat())


class LiftRequest(Schema):
    """Ask that a safeguard no longer block this case."""

    safeguard_id = Identifier(required=True)
    reasons = personal(fields.String(required=True, validate=validate.Length(20, 4000)))


class LiftDecision(Schema):
    """Decide on somebody else's request to lift a safeguard."""

    decision = fields.String(required=True, validate=validate.OneOf(("approved", "rejected")))
    reasons = personal(fields.String(required=True, validate=validate.Length(20, 4000)))


class CaseFilter(PageArguments):
    """Narrow the work list."""

    tab = fields.String(
        validate=validate.OneOf(list(TABS)),
        metadata={"description": "; ".join(f"{name}: {meaning}" for name, meaning in TABS.items())},
    )
    state = fields.String(validate=validate.OneOf(STATES))
    counterpart = CountryCode()
    category = fields.String(validate=validate.OneOf(CATEGORIES))
    office = fields.String(validate=validate.Length(1, 40))
    person_id = Identifier()


class PersonName(Schema):
    """The person of a case, as a list shows one."""

    surname = personal(fields.String())
    given_names = personal(fields.String())
    birth_date = personal(fields.String(allow_none=True))


class Nationality(Schema):
    """A nationality and how it is proved."""

    country = fields.String()
    proof = fields.String()


class DocumentAnswer(Schema):
    """The travel document that registration read."""

    type = fields.String()
    issuing_state = fields.String()
    number = personal(fields.String())
    expiry_date = fields.String(allow_none=True)


class PersonAnswer(PersonName):
    """The minimum that readmission keeps about a person."""

    sex = fields.Integer()
    nationalities = personal(fields.List(fields.Nested(Nationality)))
    document = fields.Nested(DocumentAnswer, allow_none=True)
    erased = fields.Boolean(metadata={"description": "the person's key was erased; nothing can be read"})


class CaseLine(Schema):
    """A case in the work list, with the time limit that comes next."""

    case_id = Identifier()
    number = fields.String()
    person_id = Identifier()
    person = fields.Nested(PersonName)
    requesting_state = fields.String()
    requested_state = fields.String()
    category = fields.String()
    role = fields.String()
    procedure = fields.String()
    state = fields.String()
    office = fields.String()
    next_limit = fields.String(allow_none=True)
    next_due = fields.String(allow_none=True)
    version = fields.Integer()


class WorkListLine(CaseLine):
    """A case in the work list, with the reason for its next date."""

    next_explanation = fields.Dict(keys=fields.String(), allow_none=True)


class CasePage(Page):
    """A page of the work list."""

    items = fields.List(fields.Nested(WorkListLine))


class DeadlineAnswer(Schema):
    """A time limit: when it ends, why then, and what became of it."""

    deadline_id = Identifier()
    limit = fields.String()
    due = fields.String()
    ends_at = Moment()
    silence = fields.String()
    approached_at = Moment(allow_none=True)
    passed_at = Moment(allow_none=True)
    ended = fields.String(allow_none=True)
    explanation = fields.Dict(keys=fields.String())


class DeadlineList(Schema):
    """The time limits of a case, the running ones first."""

    items = fields.List(fields.Nested(DeadlineAnswer))


class SafeguardAnswer(Schema):
    """A safeguard that protects the person now."""

    safeguard_id = Identifier()
    safeguard = fields.String()
    words = fields.String()
    basis = fields.String()
    blocks = fields.List(fields.String())
    since = fields.String()
    lifted = fields.Boolean()


class LiftAnswer(Schema):
    """A request to lift a safeguard, with both persons and their reasons."""

    lift_id = Identifier()
    case_id = Identifier()
    safeguard_id = Identifier()
    state = fields.String()
    requested_by = fields.String()
    requested_roles = fields.List(fields.String())
    requested_at = Moment()
    request_reasons = personal(fields.String(allow_none=True))
    decided_by = fields.String(allow_none=True)
    decided_role = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    decision_reasons = personal(fields.String(allow_none=True))


class LiftFilter(PageArguments):
    """Narrow the list of requests."""

    state = fields.String(validate=validate.OneOf(("requested", "approved", "rejected")))


class LiftLine(LiftAnswer):
    """A request in the list that the monitor reads, with its case and safeguard."""

    number = fields.String()
    safeguard = fields.String()


class LiftPage(Page):
    """A page of requests, the newest first."""

    items = fields.List(fields.Nested(LiftLine))


class TimelineEntry(Schema):
    """One step that was taken."""

    step_id = Identifier()
    step = fields.String()
    from_state = fields.String()
    to_state = fields.String()
    taken_by = fields.String()
    taken_at = Moment()
    code = fields.String(allow_none=True)
    detail = personal(fields.Dict(keys=fields.String()))


class NeededField(Schema):
    """A field that a step needs."""

    field = fields.String()
    detail = fields.String()


class PossibleStep(Schema):
    """A step that can be tried from the case's state."""

    step = fields.String()
    title = fields.String()
    through = fields.String(
        allow_none=True, metadata={"description": "the route with which alone it is taken; null: as a step"}
    )
    needs = fields.List(fields.Nested(NeededField))


class ArrangementAnswer(Schema):
    """The text under which a case is decided."""

    id = fields.String()
    title = fields.String()
    in_doubt = fields.List(fields.String(), metadata={"description": "why it may not be applied"})
    not_verified = fields.List(fields.String(), metadata={"description": "what nobody could verify"})
    reviewed_on = fields.Date(allow_none=True)
    changed_since_opened = fields.Boolean()


class CaseAnswer(CaseLine):
    """A case with all that an officer must see."""

    person = fields.Nested(PersonAnswer)
    arrangement = fields.Nested(ArrangementAnswer, attribute="arrangement_text")
    ground = fields.String(allow_none=True)
    variant = fields.String(allow_none=True)
    follows = fields.String(allow_none=True)
    assistance = fields.String(allow_none=True)
    opened_at = Moment()
    changed_at = Moment()
    milestones = fields.Dict(keys=fields.String(), values=fields.String())
    safeguards = fields.List(fields.Nested(SafeguardAnswer))
    lifts = fields.List(fields.Nested(LiftAnswer))
    deadlines = fields.List(fields.Nested(DeadlineAnswer))
    missing_limits = fields.List(fields.Nested(MissingLimit))
    timeline = fields.List(fields.Nested(TimelineEntry))
    possible_steps = fields.List(fields.Nested(PossibleStep))

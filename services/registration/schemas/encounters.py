"""Encounters, the zone as read, and likely same persons."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.web.pagination import Page, PageArguments
from limen.web.schemas import Identifier, Moment, Schema, personal
from services.registration.encounters import EncounterKind
from services.registration.mrz import Rule
from services.registration.schemas.findings import FindingAnswer
from services.registration.schemas.identity import Identity
from services.registration.schemas.persons import Particulars, PersonSummary
from services.registration.schemas.posts import POST_CODE


class NewEncounter(Identity):
    """An encounter, and how the officer decided about likely same persons.

    `person_id` names a known person; `new_person` with `not_same_as` says that it is none of the likely ones.
    """

    post = fields.String(required=True, validate=POST_CODE)
    kind = fields.String(required=True, validate=validate.OneOf(list(EncounterKind)))
    at = Moment(metadata={"description": "when it took place; now when it is left out"})
    person_id = Identifier()
    new_person = fields.Boolean()
    not_same_as = fields.List(Identifier(), validate=validate.Length(0, 50))

    @validates_schema
    def one_decision(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse two decisions at once, and exclusions without the decision that they belong to."""
        if "person_id" in data and (data.get("new_person") or "not_same_as" in data):
            raise ValidationError("Send either person_id or new_person, not both.", "person_id")
        if data.get("not_same_as") and not data.get("new_person"):
            raise ValidationError("Belongs to new_person.", "not_same_as")


class EncounterFilter(PageArguments):
    """Which encounters to list."""

    post = fields.String(validate=POST_CODE)
    person_id = Identifier()


class State(Schema):
    """A state code as printed; `country` is null where it stands for no country."""

    printed = fields.String(required=True)
    kind = fields.String(required=True)
    country = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)


class ZoneProblem(Schema):
    """A rule that the zone breaks, and the field. Suggestions are never applied: compare the document."""

    field = fields.String(required=True)
    rule = fields.String(required=True, validate=validate.OneOf(list(Rule)))
    message = fields.String(required=True)
    suggestions = personal(fields.List(fields.String(), required=True))


class Zone(Schema):
    """A machine-readable zone as read; what could not be read is empty."""

    format = fields.String(required=True, allow_none=True)
    document_type = fields.String(required=True)
    issuing_state = fields.Nested(State, required=True)
    document_number = personal(fields.String(required=True))
    surname = personal(fields.String(required=True))
    given_names = personal(fields.String(required=True))
    names_truncated = fields.Boolean(required=True)
    nationality = personal(fields.Nested(State, required=True))
    birth_date = personal(fields.String(required=True))
    sex = personal(fields.Integer(required=True))
    expiry_date = fields.String(required=True)
    optional_data = personal(
        fields.String(required=True, metadata={"description": "masked unless a purpose was given"})
    )
    problems = fields.List(fields.Nested(ZoneProblem), required=True)
    normalised = fields.List(fields.String(), required=True)


class CodedReason(Schema):
    """What agrees or differs between two persons, without what it is."""

    field = fields.String(required=True)
    kind = fields.String(required=True)


class Reason(CodedReason):
    """What agrees or differs between two persons, in words."""

    text = personal(fields.String(required=True))


class LikelySame(Schema):
    """A person who is likely the same, how likely (0 to 1), and why, in codes."""

    person_id = Identifier(required=True)
    likeness = fields.Float(required=True)
    reasons = fields.List(fields.Nested(CodedReason), required=True)


class Candidate(LikelySame):
    """A likely same person with the reasons in words and the particulars to compare."""

    reasons = fields.List(fields.Nested(Reason), required=True)
    particulars = fields.Nested(Particulars, required=True)


class SearchAnswer(Schema):
    """The zone as read and the likely same persons, most likely first."""

    zone = fields.Nested(Zone, required=True, allow_none=True)
    likely_same_persons = fields.List(fields.Nested(Candidate), required=True)


class EncounterSummary(Schema):
    """An encounter: who met whom is an id, so a list shows nobody."""

    id = Identifier(required=True)
    person_id = Identifier(required=True)
    post = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(EncounterKind)))
    at = Moment(required=True)
    recorded_at = Moment(required=True)
    recorded_by = fields.String(required=True)


class EncounterPage(Page):
    """Encounters, the newest first."""

    items = fields.List(fields.Nested(EncounterSummary), required=True)


class EncounterAnswer(EncounterSummary):
    """An encounter with its zone as given and as read; without a purpose its optional data are masked."""

    mrz = personal(fields.String(required=True, allow_none=True))
    zone = fields.Nested(Zone, required=True, allow_none=True)


class RecordedEncounter(Schema):
    """A recorded encounter, its person, the zone as read, others who are likely the same person, and what
    national law says.
    """

    encounter = fields.Nested(EncounterSummary, required=True)
    person = fields.Nested(PersonSummary, required=True)
    zone = fields.Nested(Zone, required=True, allow_none=True)
    likely_same_persons = fields.List(fields.Nested(LikelySame), required=True)
    findings = fields.List(fields.Nested(FindingAnswer), required=True)

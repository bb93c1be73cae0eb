"""Asylum claims, safeguards and protection screenings."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.registration.qualifications import State
from services.registration.safeguards import SEEN_AT_THE_BORDER
from services.registration.schemas.findings import FindingAnswer
from services.registration.screenings import NEEDS, Outcome

LONGEST_TEXT = 20_000


class AsylumClaim(Schema):
    """A person claims asylum. The statement is sealed; it may be left out, or follow later."""

    statement = personal(fields.String(validate=validate.Length(0, LONGEST_TEXT)))
    at = Moment(metadata={"description": "when the claim was made; now when it is left out"})


class NewSafeguard(Schema):
    """Something protects a person: a child alone, an indication of trafficking, an illness ..."""

    safeguard = fields.String(required=True, validate=validate.OneOf(list(SEEN_AT_THE_BORDER)))
    statement = personal(fields.String(validate=validate.Length(0, LONGEST_TEXT)))
    at = Moment(metadata={"description": "when it was seen or said; now when it is left out"})


class EndOfSafeguard(Schema):
    """Why a safeguard no longer applies. Two protection officers must say so."""

    reason = personal(fields.String(required=True, validate=validate.Length(10, 4000)))


class SafeguardAnswer(Schema):
    """A safeguard, without what was said."""

    id = Identifier(required=True)
    person_id = Identifier(required=True)
    safeguard = fields.String(
        required=True, metadata={"description": "a code of the core, or of a country's own law"}
    )
    state = fields.String(required=True, validate=validate.OneOf(["raised", "end_proposed", "ended"]))
    since = Moment(required=True)
    raised_by = fields.String(required=True)
    end_proposed_by = fields.String(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    until = fields.String(
        required=True, allow_none=True, metadata={"description": "last day, where it has one"}
    )
    basis = fields.String(
        required=True, metadata={"description": "of one that was recorded with a readmission case"}
    )
    ended_facts = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "facts with which it ended in readmission, in every case of the person"},
    )
    ended_basis = fields.String(required=True, metadata={"description": "legal basis of these facts"})


class EndReason(Schema):
    """What an officer wrote who wants a safeguard to end."""

    officer = fields.String(required=True)
    reason = personal(fields.String(required=True))


class SafeguardWithStatement(SafeguardAnswer):
    """A safeguard with what the person stated and why it is to end. For protection officers."""

    statement = personal(fields.String(required=True, allow_none=True))
    end_reasons = fields.List(fields.Nested(EndReason), required=True)


class SafeguardWithLaw(SafeguardAnswer):
    """A safeguard with the law of this node's country on it."""

    law = fields.String(
        required=True, metadata={"description": "articles and how they were read; empty where none was read"}
    )


class PersonSafeguards(Schema):
    """Whether a safeguard is present; which ones only for protection officers."""

    present = fields.Boolean(required=True)
    safeguards = fields.List(fields.Nested(SafeguardWithLaw))


class NewScreening(Schema):
    """What a screening for needs of protection found. All of it is sealed."""

    outcome = personal(fields.String(required=True, validate=validate.OneOf(list(Outcome))))
    needs = personal(
        fields.List(
            fields.String(validate=validate.OneOf(list(NEEDS))),
            load_default=list,
            validate=validate.Length(0, 20),
        )
    )
    referred_to = personal(
        fields.String(
            load_default="",
            validate=validate.Length(0, 200),
            metadata={"description": "the authority or organisation, where the person was referred"},
        )
    )
    notes = personal(fields.String(load_default="", validate=validate.Length(0, LONGEST_TEXT)))

    @validates_schema
    def fits_its_outcome(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what contradicts the outcome."""
        if data["outcome"] == Outcome.NO_INDICATION and data["needs"]:
            raise ValidationError("Must be empty where there is no indication.", "needs")
        if data["outcome"] != Outcome.REFERRED and data["referred_to"]:
            raise ValidationError("Belongs to a referral.", "referred_to")


class CertificateStanding(Schema):
    """A certificate that protection screening asks for today, and how the officer stands to it."""

    curriculum = fields.String(required=True)
    citation = fields.String(required=True)
    source = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(State)))
    day = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "first day, last day of an expired one, or the day of the revocation"},
    )
    number = fields.String(required=True)


class ScreeningCertificates(Schema):
    """What the officer needs for screening. `allowed`: whether all of it is valid today."""

    allowed = fields.Boolean(required=True)
    certificates = fields.List(fields.Nested(CertificateStanding), required=True)


class ScreeningAnswer(Schema):
    """A screening, without what was found."""

    id = Identifier(required=True)
    encounter_id = Identifier(required=True)
    person_id = Identifier(required=True)
    screened_at = Moment(required=True)
    screened_by = fields.String(required=True)
    certificates = fields.List(fields.String(), required=True)


class RecordedScreening(ScreeningAnswer):
    """A recorded screening, what national law asks for next, and the safeguards that it raised."""

    findings = fields.List(fields.Nested(FindingAnswer), required=True)
    safeguards = fields.List(fields.Nested(SafeguardAnswer), required=True)


class ScreeningWithFindings(ScreeningAnswer):
    """A screening with what was found. For protection officers and the monitor."""

    outcome = personal(fields.String(required=True))
    needs = personal(fields.List(fields.String(), required=True))
    referred_to = personal(fields.String(required=True))
    notes = personal(fields.String(required=True))


class Screenings(Schema):
    """The screenings of an encounter, oldest first."""

    items = fields.List(fields.Nested(ScreeningWithFindings), required=True)

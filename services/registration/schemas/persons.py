"""Persons, in requests and answers."""

from marshmallow import fields, validate

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.registration.claims import Kind, Proof
from services.registration.erasure import Reason
from services.registration.identity_numbers import Check
from services.registration.schemas.identity import Declared, Identity


class Search(Identity):
    """Who is looked for. It stands in the body, so that no name reaches a URL."""


class NewClaims(Declared):
    """More that is known of a person, all of one proof level."""

    proof = fields.String(required=True, validate=validate.OneOf(list(Proof)))


class Erasure(Schema):
    """Why a person is erased."""

    reason = fields.String(required=True, validate=validate.OneOf(list(Reason)))


class Proven(Schema):
    """Something with its proof level."""

    proof = fields.String(required=True, validate=validate.OneOf(list(Proof)))


class NameAnswer(Proven):
    """A name in one script (ISO 15924)."""

    surname = personal(fields.String(required=True))
    given_names = personal(fields.String(required=True))
    script = fields.String(required=True)


class BirthDateAnswer(Proven):
    """A birth date in EDTF: 1974-08-12, 1974-08 or 1974."""

    date = fields.String(required=True)
    estimated = fields.Boolean(required=True)


class SexAnswer(Proven):
    """Sex, by ISO/IEC 5218."""

    sex = personal(fields.Integer(required=True))


class NationalityAnswer(Proven):
    """A nationality; `kind` tells a country from a status such as stateless or refugee."""

    code = fields.String(required=True)
    kind = fields.String(required=True)


class BirthPlaceAnswer(Proven):
    """A place of birth as it was told."""

    place = personal(fields.String(required=True))


class DocumentAnswer(Proven):
    """A document, known by its issuing state and number."""

    type = fields.String(required=True)
    issuing_state = fields.String(required=True)
    number = personal(fields.String(required=True))
    expiry_date = fields.String(required=True, allow_none=True)


class IdentityNumberAnswer(Proven):
    """A number by which a state knows a person, masked without a purpose, and what its check said."""

    issuing_state = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    number = personal(fields.String(required=True))
    check = fields.String(required=True, validate=validate.OneOf(list(Check)))


class AdditionalAnswer(Proven):
    """A field of the country's plugin; an identifier is masked unless a purpose was given."""

    name = fields.String(required=True)
    value = personal(fields.Raw(required=True))


class Particulars(Schema):
    """What counts of a person now: of each kind the best proven claim, then the latest."""

    name = personal(fields.Nested(NameAnswer, required=True, allow_none=True))
    other_names = personal(fields.List(fields.Nested(NameAnswer), required=True))
    birth_date = personal(fields.Nested(BirthDateAnswer, required=True, allow_none=True))
    sex = personal(fields.Nested(SexAnswer, required=True, allow_none=True))
    nationalities = personal(fields.List(fields.Nested(NationalityAnswer), required=True))
    birth_place = personal(fields.Nested(BirthPlaceAnswer, required=True, allow_none=True))
    documents = personal(fields.List(fields.Nested(DocumentAnswer), required=True))
    identity_numbers = personal(fields.List(fields.Nested(IdentityNumberAnswer), required=True))
    additional = personal(fields.List(fields.Nested(AdditionalAnswer), required=True))


class ClaimAnswer(Proven):
    """A claim as it was recorded; `value` has the fields of its kind."""

    id = Identifier(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    value = personal(fields.Dict(keys=fields.String(), required=True))
    recorded_at = Moment(required=True)
    recorded_by = fields.String(required=True)
    encounter_id = Identifier(required=True, allow_none=True)


class PersonSummary(Schema):
    """A person and what counts of them now."""

    id = Identifier(required=True)
    version = fields.Integer(required=True)
    registered_at = Moment(required=True)
    particulars = fields.Nested(Particulars, required=True)


class PersonAnswer(PersonSummary):
    """A person, with every claim that was ever recorded, oldest first."""

    claims = fields.List(fields.Nested(ClaimAnswer), required=True)


class ErasureAnswer(Schema):
    """A person that was erased: only the id and the moment are left."""

    id = Identifier(required=True)
    erased_at = Moment(required=True)

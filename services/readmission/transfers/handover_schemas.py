"""What officers send about what happened at the border, and what they get back."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.counterpart_keys.register import STANDINGS
from services.readmission.steps import ASSISTANCE
from services.readmission.transfers.handover import FOLLOWS, OUTCOMES, REFUSALS


class Signer(Schema):
    """Who signs for one side."""

    full_name = personal(fields.String(required=True, validate=validate.Length(1, 120)))
    function = fields.String(required=True, validate=validate.Length(1, 120))
    authority = fields.String(required=True, validate=validate.Length(1, 120))


class Signed(Schema):
    """A signed record: JWS in its general JSON form (RFC 7515)."""

    payload = personal(fields.String(required=True, validate=validate.Length(1, 60000)))
    signatures = fields.List(fields.Dict(keys=fields.String()), required=True, validate=validate.Length(1, 8))


class SignedAnswer(Schema):
    """A signed record, to be kept as a file."""

    signed = personal(fields.Dict(keys=fields.String(), allow_none=True))


class NewHandover(Schema):
    """What happened at the border. `at` is the real moment; `form` the form that went along, if one did."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    at = Moment(required=True)
    place = fields.String(required=True, validate=validate.Length(1, 120))
    delivered_by = fields.Nested(Signer, required=True)
    received_by = fields.Nested(Signer)
    refusal_code = fields.String(validate=validate.OneOf(REFUSALS))
    reason = personal(fields.String(validate=validate.Length(1, 4000)))
    follows = fields.String(validate=validate.OneOf(FOLLOWS))
    assistance = fields.String(validate=validate.OneOf(list(ASSISTANCE)))
    remarks = personal(fields.String(validate=validate.Length(1, 4000)))
    form = fields.Nested(Signed)


class Countersignature(Schema):
    """The other side's signature: by hand, in the record that it signed with its own key, or kept apart."""

    by_hand = fields.Nested(Signer)
    signed = fields.Nested(Signed)
    kept = Identifier(metadata={"description": "a signature kept apart, whose key is trusted by now"})

    @validates_schema
    def _exactly_one(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Give exactly one: by_hand, signed, or kept.", "by_hand")


class ForAnotherNode(Schema):
    """A record of another node that this side signs too."""

    signed = fields.Nested(Signed, required=True)
    signer = fields.Nested(Signer, required=True)


class KeyThatSigned(Schema):
    """A key that signed before, and what the register says of it."""

    thumbprint = fields.String()
    standing = fields.String(metadata={"description": "; ".join(f"{k}: {v}" for k, v in STANDINGS.items())})
    authority = fields.String()


class CountersignedAnswer(SignedAnswer):
    """A record of another node with the signature of this one."""

    keys = fields.List(fields.Nested(KeyThatSigned))


class ApartAnswer(Schema):
    """A signature that was not taken, and why."""

    apart_id = Identifier()
    thumbprint = fields.String()
    why = fields.String()
    received_by = fields.String()
    received_at = Moment()


class SignerAnswer(Schema):
    """Who signed, as the signature says."""

    full_name = personal(fields.String())
    function = fields.String()
    authority = fields.String()


class PersonOfRecord(Schema):
    """The person, as the record names them."""

    surname = personal(fields.String())
    given_names = personal(fields.String())
    birth_date = personal(fields.String(allow_none=True))
    sex = fields.Integer()
    nationalities = personal(fields.List(fields.String()))


class PlannedOfRecord(Schema):
    """What was planned."""

    on = fields.String()
    place = fields.String()
    means = fields.String()
    escorts = fields.Integer()


class DocumentOfRecord(Schema):
    """The travel document, with its day as text."""

    kind = fields.String()
    valid_until = fields.String()


class HandoverAnswer(Schema):
    """What happened at the border, and who signed."""

    handover_id = Identifier()
    case_id = Identifier()
    transfer_id = fields.String(allow_none=True)
    outcome = fields.String()
    happened_at = Moment()
    place = fields.String()
    refusal_code = fields.String(allow_none=True)
    reason = personal(fields.String(allow_none=True))
    follows = fields.String(allow_none=True)
    remarks = personal(fields.String(allow_none=True))
    digest = fields.String()
    person = fields.Nested(PersonOfRecord, allow_none=True)
    planned = fields.Nested(PlannedOfRecord, allow_none=True)
    travel_document = fields.Nested(DocumentOfRecord, allow_none=True)
    signers = fields.List(fields.Nested(SignerAnswer))
    countersigned_at = Moment(allow_none=True)
    countersigned_by_key = fields.String(allow_none=True)
    countersigned_with_own_key = fields.Boolean()
    apart = fields.List(fields.Nested(ApartAnswer))
    recorded_by = fields.String()
    recorded_at = Moment()


class HandoverRecord(HandoverAnswer):
    """One record with its signed form."""

    number = fields.String()
    signed = personal(fields.Dict(keys=fields.String(), allow_none=True))


class HandoverList(Schema):
    """The hand-over records of a case."""

    items = fields.List(fields.Nested(HandoverAnswer))
    version = fields.Integer()


class KeySet(Schema):
    """The public key with which this service signs records, as a JWK set."""

    keys = fields.List(fields.Dict(keys=fields.String()))
    thumbprint = fields.String()

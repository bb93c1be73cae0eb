"""Keys of other authorities as administrators send and officers read them."""

from marshmallow import fields, validate

from limen.web.schemas import CountryCode, Identifier, Moment, Schema
from services.readmission.counterpart_keys.register import STANDINGS, STATES


class PublicKey(Schema):
    """A public key as JWK (RFC 8037). A private part (`d`) is refused: nobody hands over a private key."""

    kty = fields.String(required=True, validate=validate.Equal("OKP"))
    crv = fields.String(required=True, validate=validate.Equal("Ed25519"))
    x = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{43}\Z"))
    kid = fields.String(validate=validate.Length(max=64))
    alg = fields.String(validate=validate.Length(max=20))
    use = fields.String(validate=validate.Length(max=20))


class NewKey(Schema):
    """A key of another authority, and how it was obtained."""

    jwk = fields.Nested(PublicKey, required=True)
    country = CountryCode(required=True)
    authority = fields.String(required=True, validate=validate.Length(1, 200))
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(metadata={"description": "last day; without one until it is revoked"})
    obtained = fields.String(
        required=True,
        validate=validate.Length(3, 400),
        metadata={"description": "how the key came here, for example: note of the embassy of 6 March 2026"},
    )


class KeyDecision(Schema):
    """The second administrator: how the thumbprint was compared with the other authority."""

    decision = fields.String(required=True, validate=validate.OneOf(("confirmed", "rejected")))
    compared = fields.String(required=True, validate=validate.Length(3, 400))


class KeyRevocation(Schema):
    """Why a key is trusted no longer."""

    reason = fields.String(required=True, validate=validate.Length(3, 400))


class KeyAnswer(Schema):
    """A key, who added and who confirmed it, and what it is worth today."""

    key_id = Identifier()
    thumbprint = fields.String(metadata={"description": "of RFC 7638, as the `kid` of its signatures"})
    jwk = fields.Dict(keys=fields.String())
    country = fields.String()
    authority = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    state = fields.String(validate=validate.OneOf(STATES))
    standing = fields.String(validate=validate.OneOf(list(STANDINGS)))
    obtained = fields.String()
    added_by = fields.String()
    added_at = Moment()
    compared = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    revoked_why = fields.String(allow_none=True)
    revoked_by = fields.String(allow_none=True)
    revoked_at = Moment(allow_none=True)


class KeyList(Schema):
    """All keys, by state and authority."""

    items = fields.List(fields.Nested(KeyAnswer))

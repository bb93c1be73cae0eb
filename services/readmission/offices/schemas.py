"""What officers send about offices and offers, and what they get back."""

from marshmallow import fields, validate

from limen.web.pagination import Page
from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.offices.handing import DECISIONS

_CODE = validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")


class OfficeChange(Schema):
    """What may change about an office."""

    name = fields.String(validate=validate.Length(1, 120))
    superior = fields.String(
        allow_none=True,
        validate=validate.Length(1, 120),
        metadata={"description": "account to which overdue cases are brought; none: the shift leaders"},
    )
    closed = fields.Boolean(
        metadata={"description": "whether it takes no case any more; one that has cases cannot be closed"}
    )


class NewOffice(OfficeChange):
    """Name an office, or a border post that looks after cases."""

    class Meta(Schema.Meta):
        exclude = ("closed",)

    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=validate.Length(1, 120))


class OfficeAnswer(Schema):
    """An office."""

    code = fields.String()
    name = fields.String()
    superior = fields.String(allow_none=True)
    closed_at = Moment(allow_none=True)
    version = fields.Integer()


class OfficeList(Schema):
    """All offices, by code."""

    items = fields.List(fields.Nested(OfficeAnswer))


class NewOffer(Schema):
    """Offer a case to another office."""

    to_office = fields.String(required=True, validate=_CODE)
    reasons = personal(fields.String(required=True, validate=validate.Length(10, 4000)))


class OfferDecision(Schema):
    """Accept or reject an offer, or withdraw one that the own office made."""

    decision = fields.String(required=True, validate=validate.OneOf(list(DECISIONS)))
    reasons = personal(fields.String(required=True, validate=validate.Length(10, 4000)))


class OfferAnswer(Schema):
    """An offer: from whom, to whom, why, and what became of it."""

    offer_id = Identifier()
    case_id = Identifier()
    number = fields.String()
    from_office = fields.String()
    to_office = fields.String()
    state = fields.String(metadata={"description": "offered, accepted, rejected or withdrawn"})
    offered_by = fields.String()
    offered_at = Moment()
    reasons = personal(fields.String())
    decided_by = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    decision_reasons = personal(fields.String())


class OfferList(Schema):
    """The offers of a case, the newest first."""

    items = fields.List(fields.Nested(OfferAnswer))


class OfferPage(Page):
    """A page of open offers, the oldest first."""

    items = fields.List(fields.Nested(OfferAnswer))

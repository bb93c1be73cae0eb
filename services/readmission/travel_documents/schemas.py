"""What officers send about travel documents and what they get back."""

from marshmallow import fields, validate

from limen.web.schemas import Identifier, Schema, personal
from services.readmission.travel_documents.documents import KINDS


class NewDocument(Schema):
    """Ask for a travel document; `renews` is the id of the one in whose place it is asked for."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    authority = fields.String(required=True, validate=validate.Length(1, 120))
    requested_on = fields.Date(required=True)
    renews = Identifier()


class Issue(Schema):
    """A travel document as issued."""

    on = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    number = personal(fields.String(validate=validate.Length(1, 40)))


class DocumentRefusal(Schema):
    """Why an authority issues no document."""

    on = fields.Date(required=True)
    reason = personal(fields.String(required=True, validate=validate.Length(1, 4000)))


class DocumentWarning(Schema):
    """Something that an officer must be warned of."""

    code = fields.String()
    detail = fields.String()


class TravelDocumentAnswer(Schema):
    """A travel document for the return."""

    document_id = Identifier()
    kind = fields.String()
    state = fields.String()
    authority = fields.String()
    renews = fields.String(allow_none=True)
    requested_on = fields.Date()
    issued_on = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    refused_on = fields.Date(allow_none=True)
    number = personal(fields.String(allow_none=True))
    reason = personal(fields.String(allow_none=True))
    recorded_by = fields.String()
    warnings = fields.List(fields.Nested(DocumentWarning))


class TravelDocumentList(Schema):
    """The travel documents of a case, the oldest first."""

    items = fields.List(fields.Nested(TravelDocumentAnswer))
    version = fields.Integer()

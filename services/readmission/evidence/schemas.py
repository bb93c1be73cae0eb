"""What officers send about evidence and what they get back."""

from marshmallow import fields, validate

from limen.law.evidence import EvidenceCode
from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.evidence.content import ALLOWED
from services.readmission.evidence.scan import Scan


class NewEvidence(Schema):
    """Add a means of evidence. Which kinds the arrangement's annexes name stands in the list."""

    kind = fields.String(required=True, validate=validate.OneOf([code.value for code in EvidenceCode]))
    description = personal(fields.String(validate=validate.Length(1, 1000)))
    number = personal(fields.String(validate=validate.Length(1, 60)))
    issued_on = fields.Date()
    issued_by = fields.String(validate=validate.Length(1, 120))
    issued_at = fields.String(validate=validate.Length(1, 120), metadata={"description": "place of issue"})
    valid_until = fields.Date()


class FileAnswer(Schema):
    """An attached file. `label` is what its sender called it."""

    file_id = Identifier()
    label = personal(fields.String())
    media_type = fields.String(validate=validate.OneOf(list(ALLOWED)))
    size = fields.Integer()
    sha256 = fields.String()
    scan = fields.String(validate=validate.OneOf([item.value for item in Scan]))
    added_by = fields.String()
    added_at = Moment()


class EvidenceAnswer(Schema):
    """A means of evidence with its files."""

    evidence_id = Identifier()
    case_id = Identifier()
    kind = fields.String()
    description = personal(fields.String())
    number = personal(fields.String())
    issued_on = fields.String()
    issued_by = fields.String()
    issued_at = fields.String()
    valid_until = fields.String()
    added_by = fields.String()
    added_at = Moment()
    files = fields.List(fields.Nested(FileAnswer))


class AnnexKind(Schema):
    """A kind of evidence, as an annex names it."""

    kind = fields.String()
    words = fields.String()
    strength = fields.String()
    reference = fields.String()
    note = fields.String(allow_none=True)


class AnnexAnswer(Schema):
    """The evidence that the arrangement names; `verified` is false where nobody could read the annex."""

    subject = fields.String()
    verified = fields.Boolean()
    kinds = fields.List(fields.Nested(AnnexKind))


class EvidenceList(Schema):
    """The evidence of a case, and what the annexes of its arrangement name."""

    items = fields.List(fields.Nested(EvidenceAnswer))
    annex = fields.Nested(AnnexAnswer)
    scanner = fields.Boolean(metadata={"description": "the node has a virus scanner"})
    largest = fields.Integer(metadata={"description": "largest file in bytes"})

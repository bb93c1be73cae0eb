"""What officers get back about an application."""

from marshmallow import fields

from limen.web.languages import LANGUAGE
from limen.web.schemas import Identifier, Moment, Schema, personal


class LackAnswer(Schema):
    """Something that is not there, and the article or annex that asks for it."""

    field = fields.String()
    detail = fields.String()
    reference = fields.String()


class CompletenessAnswer(Schema):
    """What stops the sending, and what the text asks for as far as possible."""

    missing = fields.List(fields.Nested(LackAnswer))
    advised = fields.List(fields.Nested(LackAnswer))


class FormFieldAnswer(Schema):
    """A field of the form. `allowed_by`: the article that lets it leave, empty where none is needed."""

    name = fields.String()
    place = fields.String()
    kind = fields.String()
    choices = fields.List(fields.String())
    longest = fields.Integer()
    allowed_by = fields.String(allow_none=True)
    entered = fields.Boolean()


class ApplicationAnswer(Schema):
    """The application of a case, its form, and what it lacks."""

    case_id = Identifier()
    arrangement = fields.String()
    #: where the text puts its form, for example an annex
    form = fields.String(allow_none=True)
    verified = fields.Boolean(metadata={"description": "what may be communicated was read in the text"})
    open = fields.Boolean(metadata={"description": "it can still be changed"})
    values = personal(fields.Dict(keys=fields.String()))
    fields_ = fields.List(fields.Nested(FormFieldAnswer), data_key="fields", attribute="fields")
    completeness = fields.Nested(CompletenessAnswer)
    languages = fields.List(fields.String())
    version = fields.Integer()


class PreviewAnswer(Schema):
    """Exactly what the other side would see, and what stays here with the reason."""

    case_id = Identifier()
    document = personal(fields.Dict(keys=fields.String()))
    sha256 = fields.String()
    withheld = fields.Dict(keys=fields.String(), values=fields.String())
    completeness = fields.Nested(CompletenessAnswer)
    version = fields.Integer()


class SentAnswer(Schema):
    """What was sent once. `document` is null once the person was erased."""

    turn = fields.Integer()
    sent_at = Moment()
    sent_by = fields.String()
    sha256 = fields.String()
    arrangement_hash = fields.String()
    document = personal(fields.Dict(keys=fields.String(), allow_none=True))


class SentList(Schema):
    """Everything that was sent for a case, the last first."""

    items = fields.List(fields.Nested(SentAnswer))


class PrintLanguages(Schema):
    """The two languages of the printed form; default: those of the arrangement and of the two states."""

    first = fields.String(validate=LANGUAGE)
    second = fields.String(validate=LANGUAGE)

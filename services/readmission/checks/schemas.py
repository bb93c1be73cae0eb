"""What officers send about registry checks and what they get back."""

from marshmallow import fields, validate

from limen.web.schemas import CountryCode, Identifier, Moment, Schema
from services.readmission.checks.asking import PURPOSES


class NewCheck(Schema):
    """Ask a register about the person of a case. Which ones can be asked stands in the list of checks."""

    country = CountryCode(required=True)
    register = fields.String(required=True, validate=validate.Length(1, 60))
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))


class CheckAnswer(Schema):
    """A question to a register and its answer. `told` names the particulars that it was told."""

    check_id = Identifier()
    country = fields.String()
    register = fields.String()
    question = fields.String()
    purpose = fields.String()
    told = fields.List(fields.String())
    citation = fields.String()
    state = fields.String()
    answer = fields.String(allow_none=True)
    held_by = fields.String(allow_none=True, metadata={"description": "the plugin that holds the check"})
    held_why = fields.String(allow_none=True)
    asked_by = fields.String()
    asked_at = Moment()
    answered_at = Moment(allow_none=True)


class RegisterLine(Schema):
    """A register that can be asked; or, in `failed`, the plugin that could not say which it has."""

    country = fields.String()
    register = fields.String()
    title = fields.String()
    question = fields.String()
    told = fields.List(fields.String())
    citation = fields.String()
    failed = fields.String()


class CheckList(Schema):
    """The checks of a case, the oldest first, and the registers that can be asked."""

    items = fields.List(fields.Nested(CheckAnswer))
    registers = fields.List(fields.Nested(RegisterLine))
    version = fields.Integer()

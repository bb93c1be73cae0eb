"""What is asked of statistics, and what they answer."""

from marshmallow import fields, validate

from limen.web.schemas import CountryCode, Moment, Schema

_MONTH = validate.Regexp(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$", error="Must be a month written as 2026-03.")
ROLES = ("requesting", "requested")
FORMS = ("csv", "xlsx", "pdf")


class ReportArguments(Schema):
    """Which report: whole months, both included, on one side of cases, with one state or all."""

    from_ = fields.String(required=True, data_key="from", attribute="from", validate=_MONTH)
    to = fields.String(required=True, validate=_MONTH)
    role = fields.String(load_default="requesting", validate=validate.OneOf(ROLES))
    counterpart = CountryCode()


class FileArguments(ReportArguments):
    """Which report, and as what file."""

    form = fields.String(required=True, validate=validate.OneOf(FORMS))


class TableRow(Schema):
    """A row: its code, and one value for each column."""

    row = fields.String()
    values = fields.List(
        fields.Integer(allow_none=True), metadata={"description": "null: suppressed, because it is small"}
    )


class TableAnswer(Schema):
    """A table, with its total for each column."""

    name = fields.String()
    columns = fields.List(fields.String())
    rows = fields.List(fields.Nested(TableRow))
    total = fields.List(fields.Integer(allow_none=True))


class ReportAnswer(Schema):
    """A report as it may be shown: small counts are suppressed, and what would give them away."""

    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    role = fields.String()
    counterpart = fields.String(allow_none=True)
    threshold = fields.Integer()
    extracted_at = Moment()
    tables = fields.List(fields.Nested(TableAnswer))

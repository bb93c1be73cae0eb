"""What is asked of statistics, and what they answer."""

from marshmallow import fields, validate

from limen.web.schemas import CountryCode, Moment, Schema
from services.readmission.statistics.periods import PATTERN

ROLES = ("requesting", "requested")
FORMS = ("csv", "xlsx", "pdf")


class ReportArguments(Schema):
    """Which report: a month, quarter or year that is over, on one side of cases."""

    period = fields.String(
        required=True,
        validate=validate.Regexp(PATTERN, error="Must be written as 2026-03, 2026-Q1 or 2026."),
        metadata={"description": "a month (2026-03), a quarter (2026-Q1) or a year (2026) that is over"},
    )
    role = fields.String(load_default="requesting", validate=validate.OneOf(ROLES))
    counterpart = CountryCode(metadata={"description": "one state, in reports of a year"})


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
    """A table, with its total for each column; one by two things has `across` and `measure`."""

    name = fields.String()
    across = fields.String(allow_none=True, metadata={"description": "what the columns break down"})
    measure = fields.String(allow_none=True, metadata={"description": "what is counted"})
    columns = fields.List(fields.String())
    rows = fields.List(fields.Nested(TableRow))
    total = fields.List(fields.Integer(allow_none=True))


class ReportAnswer(Schema):
    """A report as it may be shown: small counts are suppressed, and what would give them away."""

    period = fields.String()
    role = fields.String()
    counterpart = fields.String(allow_none=True)
    threshold = fields.Integer()
    extracted_at = Moment()
    tables = fields.List(fields.Nested(TableAnswer))

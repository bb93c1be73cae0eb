"""A line of an import: a case as another register tells it, with the same columns in JSON lines and CSV."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields, validate

from limen.codes import Sex
from limen.web.schemas import CountryCode, Identifier, PartialDateField, Schema, personal
from services.readmission.clocks import MILESTONES
from services.readmission.imports.states import CLOSED_FROM, DAYS_BESIDE, STATES
from services.readmission.procedures import PROCEDURES, ROLES
from services.readmission.schemas import CATEGORIES
from services.readmission.steps import ASSISTANCE, REFUSAL_REASONS

MOST_LINES: Final = 200
#: column -> the milestone that it tells
MOMENTS: Final = {f"{kind}_on": kind for kind in MILESTONES}
#: columns about the person, for whoever registers persons from the same file; readmission keeps none
PERSON: Final = (
    "person_reference",
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "nationalities",
    "document_type",
    "document_issuing_state",
    "document_number",
)


class _CaseColumns(Schema):
    """A case, running or over. A column that is not known is left out."""

    reference = fields.String(
        required=True,
        validate=validate.Length(1, 80),
        metadata={"description": "the case's key in the other register; importing it again changes nothing"},
    )
    person_id = Identifier(metadata={"description": "of a person whom registration knows"})
    requesting_state = CountryCode(required=True)
    requested_state = CountryCode(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    office = fields.String(required=True, validate=validate.Length(1, 40))
    procedure = fields.String(load_default="application", validate=validate.OneOf(list(PROCEDURES)))
    role = fields.String(validate=validate.OneOf(ROLES))
    ground = fields.String(validate=validate.Length(1, 60))
    variant = fields.String(validate=validate.Length(1, 40))
    follows = fields.String(
        validate=validate.Length(1, 80),
        metadata={"description": "reference of the case with which the person was taken over in error"},
    )
    state = fields.String(required=True, validate=validate.OneOf(list(STATES)))
    closed_from = fields.String(validate=validate.OneOf(CLOSED_FROM))
    assistance = fields.String(validate=validate.OneOf(list(ASSISTANCE)))
    opened_on = fields.Date(required=True)
    refusal_code = fields.String(validate=validate.OneOf(list(REFUSAL_REASONS)))
    safeguards = fields.List(
        fields.String(validate=validate.Length(1, 60)),
        validate=validate.Length(max=10),
        metadata={"description": "what protects the person now; in CSV with spaces between"},
    )
    safeguards_since = fields.Date()
    safeguards_until = fields.Date()
    safeguards_basis = fields.String(validate=validate.Length(3, 400))
    remarks = personal(fields.String(validate=validate.Length(1, 4000)))
    person_reference = personal(fields.String(validate=validate.Length(1, 80)))
    surname = personal(fields.String(validate=validate.Length(1, 200)))
    given_names = personal(fields.String(validate=validate.Length(0, 200)))
    birth_date = personal(PartialDateField())
    sex = personal(fields.Integer(strict=True, validate=validate.OneOf(list(map(int, Sex)))))
    nationalities = personal(fields.List(CountryCode(), validate=validate.Length(1, 10)))
    document_type = personal(fields.String(validate=validate.Regexp(r"^[A-Z][A-Z0-9]?\Z")))
    document_issuing_state = personal(CountryCode())
    document_number = personal(fields.String(validate=validate.Length(1, 40)))


#: A line: the columns of the case, one for each moment from which the law counts, and further days.
ImportLine: type[Schema] = type(
    "ImportLine",
    (_CaseColumns,),
    {"__doc__": _CaseColumns.__doc__, **{column: fields.Date() for column in (*MOMENTS, *DAYS_BESIDE)}},
)


class NewImport(Schema):
    """Lines to check, or to check and take over: all of them, or none."""

    source = fields.String(
        required=True,
        validate=validate.Length(1, 120),
        metadata={"description": "the register that the cases come from, as the timeline will name it"},
    )
    check_only = fields.Boolean(load_default=False)
    lines = fields.List(fields.Nested(ImportLine), required=True, validate=validate.Length(1, MOST_LINES))


class ImportedLine(Schema):
    """What became of a line. `differs`: the case is there already, and the line says something else now."""

    reference = fields.String()
    outcome = fields.String(validate=validate.OneOf(("can_be_imported", "imported", "there_already")))
    differs = fields.Boolean()
    case_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)


class ImportAnswer(Schema):
    """What became of all lines, in their order."""

    items = fields.List(fields.Nested(ImportedLine))
    imported = fields.Integer()
    there_already = fields.Integer()


@cache
def json_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of one line; its properties are the columns of the CSV form."""
    plugin = MarshmallowPlugin()
    APISpec("import", "1", "3.1.0", plugins=[plugin])
    assert plugin.converter is not None
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:limen:case-import-line",
        "title": "A case of another register",
        **plugin.converter.schema2jsonschema(ImportLine()),
        "additionalProperties": False,
    }

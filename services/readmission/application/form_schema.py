"""The rules of the form, made from its catalogue: for what officers send, and as JSON Schema for others."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import fields, validate

from limen.codes import countries
from limen.law.categories import Category
from limen.law.evidence import EvidenceCode, Strength
from limen.web.schemas import CountryCode, PartialDateField, Schema, personal
from services.readmission.application.catalogue import FIELDS, FormField
from services.readmission.application.outgoing import FORM
from services.readmission.evidence.content import ALLOWED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_PERSONS = 20

_EDTF = r"^(\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}|XXXX)$"
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


class RelativeOnForm(Schema):
    """A spouse or a child who is to be transferred too."""

    family_names = personal(fields.String(validate=validate.Length(1, 200)))
    given_names = personal(fields.String(validate=validate.Length(1, 200)))
    birth_date = personal(PartialDateField())
    birth_place = personal(fields.String(validate=validate.Length(1, 200)))


def _rule_of(field: FormField) -> fields.Field[Any]:
    if field.kind == "date":
        return personal(PartialDateField())
    if field.kind == "day":
        return fields.Date()
    if field.kind == "choice":
        return personal(fields.String(validate=validate.OneOf(field.choices)))
    if field.kind == "states":
        return personal(fields.List(CountryCode(), validate=validate.Length(1, 10)))
    if field.kind == "persons":
        return personal(fields.List(fields.Nested(RelativeOnForm), validate=validate.Length(1, MOST_PERSONS)))
    if field.kind == "yes":
        return fields.Boolean(truthy={True}, falsy={False})
    return personal(fields.String(validate=validate.Length(1, field.longest)))


#: What officers enter. A field that is left out has the value that registration knows.
ApplicationValues: type[Schema] = type(
    "ApplicationValues",
    (Schema,),
    {
        "__doc__": "What officers enter; a field left out has the value that registration knows.",
        **{field.name: _rule_of(field) for field in FIELDS},
    },
)


@cache
def json_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of the document that the other side gets."""
    text = {"type": "string", "minLength": 1}
    state = {"enum": sorted(countries())}
    return {
        "$schema": DIALECT,
        "$id": f"urn:limen:{FORM}",
        "title": "Readmission application",
        "type": "object",
        "additionalProperties": False,
        "required": ["form", "seal", "case", "arrangement", "category", "person", "evidence"],
        "properties": {
            "form": {"const": FORM},
            "seal": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "case": text,
            "arrangement": _object(id=text, title=text, sha256=_SHA256),
            "requesting_state": state,
            "requested_state": state,
            "category": {"enum": [item.value for item in Category]},
            "from": {"type": "array", "items": text},
            "to": {"type": "array", "items": text},
            "person": {
                "type": "object",
                "additionalProperties": False,
                "properties": {field.name: _json_of(field, state) for field in FIELDS},
            },
            "evidence": {"type": "array", "items": _evidence(text)},
        },
    }


def _json_of(field: FormField, state: Mapping[str, Any]) -> dict[str, Any]:
    about = {"title": field.name.replace("_", " "), "x-place": field.place, "x-data": list(field.data)}
    if field.kind == "date":
        return {"type": "string", "pattern": _EDTF, **about}
    if field.kind == "day":
        return {"type": "string", "format": "date", **about}
    if field.kind == "choice":
        return {"enum": list(field.choices), **about}
    if field.kind == "states":
        return {"type": "array", "minItems": 1, "maxItems": 10, "items": state, **about}
    if field.kind == "persons":
        name = {"type": "string", "minLength": 1, "maxLength": 200}
        member = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "family_names": name,
                "given_names": name,
                "birth_date": {"type": "string", "pattern": _EDTF},
                "birth_place": name,
            },
        }
        return {"type": "array", "minItems": 1, "maxItems": MOST_PERSONS, "items": member, **about}
    if field.kind == "yes":
        return {"type": "boolean", **about}
    return {"type": "string", "minLength": 1, "maxLength": field.longest, **about}


def _evidence(text: Mapping[str, Any]) -> dict[str, Any]:
    day = {"type": "string", "format": "date"}
    strength = {"enum": [item.value for item in Strength]}
    file = _object(
        name=text,
        media_type={"enum": list(ALLOWED)},
        size={"type": "integer", "minimum": 1},
        sha256=_SHA256,
    )
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "annex", "files"],
        "properties": {
            "kind": {"enum": [item.value for item in EvidenceCode]},
            "annex": {"type": "array", "items": _object(reference=text, strength=strength)},
            "number": text,
            "issued_on": day,
            "issued_at": text,
            "issued_by": text,
            "valid_until": day,
            "description": text,
            "files": {"type": "array", "items": file},
        },
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }

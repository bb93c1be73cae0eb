"""The base of every request and answer schema, and the fields that several services share.

A schema refuses fields that it does not know. A field made with `personal` holds data about a person:
its name is redacted from every log line (`limen.logs`).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import marshmallow as ma
from marshmallow import fields, validate

from limen.clock import from_rfc3339, rfc3339
from limen.codes import countries, is_country
from limen.ids import is_id
from limen.partial_dates import InvalidPartialDate, PartialDate

_F = TypeVar("_F", bound=fields.Field[Any])
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
LARGEST_WHOLE = 2_147_483_647


class Schema(ma.Schema):
    """A request or an answer: every field named, nothing else allowed."""

    error_messages = {"unknown": "This field is not known.", "type": "Must be an object."}  # noqa: RUF012

    class Meta:
        unknown = ma.RAISE

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        personal_names.cache_clear()


def personal(field: _F) -> _F:
    """Mark a field as data about a person, and return it."""
    field.metadata = {**field.metadata, "personal": True}
    return field


@cache
def personal_names() -> frozenset[str]:
    """Return the names of all personal fields of all schemas that are loaded."""
    return frozenset(
        name
        for schema in _subclasses(Schema)
        for attribute, field in schema._declared_fields.items()
        if field.metadata.get("personal")
        for name in (attribute, field.data_key)
        if name
    )


def _subclasses(parent: type[ma.Schema]) -> Iterator[type[ma.Schema]]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)


class Identifier(fields.String):
    """A UUID in its canonical form, as `limen.ids` makes it."""

    default_error_messages = {"identifier": "Must be a UUID in lower case with hyphens."}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_documented(kwargs, format="uuid"))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_id(text):
            raise self.make_error("identifier")
        return text


class CountryCode(fields.String):
    """A state: ISO 3166-1 alpha-2 in capitals, or XK."""

    default_error_messages = {  # noqa: RUF012
        "country": "Must be an ISO 3166-1 alpha-2 code in capitals, or XK."
    }

    def __init__(self, **kwargs: Any) -> None:
        codes: list[str | None] = [*countries(), *([None] if kwargs.get("allow_none") else [])]
        super().__init__(**_documented(kwargs, enum=codes))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_country(text):
            raise self.make_error("country")
        return text


class Moment(fields.Field[datetime]):
    """A moment: RFC 3339 with an offset in JSON, an aware UTC `datetime` in Python."""

    default_error_messages = {  # noqa: RUF012
        "moment": "Must be a time as RFC 3339 with an offset, for example 2026-03-06T08:00:00Z."
    }

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if not isinstance(value, str) or not _RFC3339.fullmatch(value):
            raise self.make_error("moment")
        try:
            return from_rfc3339(value.upper())
        except (ValueError, OverflowError) as error:
            raise self.make_error("moment") from error

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rfc3339(value)


class PartialDateField(fields.Field[PartialDate]):
    """A date of which only a part may be known: EDTF in JSON, a `PartialDate` in Python."""

    default_error_messages = {  # noqa: RUF012
        "edtf": "Must be a date that exists, written as 1974-08-12, 1974-08, 1974 or XXXX."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_documented(kwargs, examples=["1974-08-12", "1974-08", "1974", "XXXX"]))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> PartialDate:
        try:
            return PartialDate.parse(value)
        except (InvalidPartialDate, TypeError) as error:
            raise self.make_error("edtf") from error

    def _serialize(self, value: PartialDate | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)


class WholeNumber(fields.Integer):
    """A whole number that fits a database's integer: from `minimum` to `maximum`, never text."""

    def __init__(self, minimum: int = 0, maximum: int = LARGEST_WHOLE, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(minimum, maximum), **kwargs)


#: custom field -> OpenAPI type and format
OPENAPI_TYPES: Mapping[type[fields.Field[Any]], tuple[str, str | None]] = {
    Moment: ("string", "date-time"),
    PartialDateField: ("string", None),
}


def _documented(kwargs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {**kwargs, "metadata": {**metadata, **kwargs.get("metadata", {})}}

"""The fields of legal data that marshmallow does not have. Error paths stay those of the YAML file."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields

from limen.codes import is_country, is_fictional


class Day(fields.Field[date]):
    """A day: a YAML date, or text as YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError("must be a day, YYYY-MM-DD") from None


class Text(fields.String):
    """Text that says something."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text or not text.strip():
            raise ValidationError("must not be empty")
        return str(text)


class State(fields.String):
    """A state: ISO 3166-1 alpha-2, or XK. A union of states is not one; its members are named one by one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not (is_country(value) or is_fictional(value)):
            raise ValidationError(f"must be an ISO 3166-1 alpha-2 code or XK, not {value!r}")
        return value


class FactValue(fields.Field[Any]):
    """The value of a fact: text, a number, true or false, a day, or a list of texts."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list):
            if value and all(isinstance(item, str) and item.strip() for item in value):
                return tuple(value)
            raise ValidationError("a list must hold texts, at least one")
        if isinstance(value, bool | int | date) or (isinstance(value, str) and value.strip()):
            return value
        raise ValidationError("must be text, a whole number, true or false, a day, or a list of texts")


class OneOrMany(fields.Field[list[Any]]):
    """One mapping of a schema, or a list of them; a list comes out."""

    def __init__(self, schema: type[Schema], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, Mapping):
            return [self.schema.load(value)]
        if not isinstance(value, list) or not value:
            raise ValidationError("must be one entry or a list of entries")
        errors: dict[Any, Any] = {}
        entries = []
        for index, item in enumerate(value):
            try:
                entries.append(self.schema.load(item))
            except ValidationError as error:
                errors[index] = error.messages
        if errors:
            raise ValidationError(errors)
        return entries


class MapOf(fields.Field[dict[str, Any]]):
    """A mapping of names to values of one field. `names`: the names that are allowed; None: any slug."""

    def __init__(self, inner: fields.Field[Any], names: frozenset[str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = inner
        self.names = names

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValidationError("must be a mapping of names to values")
        errors: dict[Any, Any] = {}
        result = {}
        for name, item in value.items():
            if problem := self._problem(name):
                errors[str(name)] = [problem]
                continue
            try:
                result[name] = self.inner.deserialize(item, name, value)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return result

    def _problem(self, name: Any) -> str | None:
        if self.names is not None:
            return None if name in self.names else "is not one of " + ", ".join(sorted(self.names))
        slug = isinstance(name, str) and name.isascii() and name.replace("_", "").replace("-", "").isalnum()
        return None if slug else "must be a name of letters, digits, _ and -"

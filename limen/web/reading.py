"""Reading requests: the JSON body and the query parameters, by schema, with errors that name field and rule.

No message repeats what was sent: it may be about a person.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Request
from marshmallow import ValidationError, fields
from werkzeug.exceptions import UnsupportedMediaType

from limen.errors import Invalid, Malformed
from limen.web.schemas import Schema

#: a name of a field that may be repeated in an error; any other key could be a value in disguise
_FIELD_NAME = re.compile(r"[a-z][A-Za-z0-9_]{0,39}|[0-9]{1,4}")
_UNSTORABLE: Final = "Must not hold the character U+0000 or half of a surrogate pair."


class _NoArguments(Schema):
    """No query parameters."""


_NO_ARGUMENTS = _NoArguments()


def read_body(request: Request, schema: Schema) -> dict[str, Any]:
    """Return the loaded body. 415 when it is not JSON by type, 400 when it is not JSON, 422 by schema."""
    if request.mimetype != "application/json" or "Content-Encoding" in request.headers:
        raise UnsupportedMediaType
    body = request.get_data()
    try:
        document = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"The body is not JSON: {_why(error)}.") from error
    errors = list(_unstorable(document, "#")) if b"\\u" in body else []
    if errors:
        raise Invalid("The body holds text that cannot be stored.", errors)
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as error:
        problems = _flatten(error.messages, document, ())
        raise Invalid(
            "The body breaks the rules of its fields.",
            [{"pointer": _pointer(path), "detail": detail} for path, detail in problems],
        ) from None
    return loaded


def _why(error: Exception) -> str:
    """Say what a parser stumbled over, in the parser's words and without the text that it read."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 from byte {error.start} on"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it is too long"


def read_arguments(request: Request, schema: Schema | None) -> dict[str, Any]:
    """Return the loaded query parameters; a parameter that the route does not know is refused."""
    if schema is None:
        if not request.query_string:
            return {}
        schema = _NO_ARGUMENTS
    lists = {name for name, field in schema.fields.items() if isinstance(field, fields.List)}
    document: dict[str, Any] = {}
    for name, values in request.args.lists():
        if name not in lists and len(values) > 1:
            raise _bad_parameter(name, "Must be given only once.")
        if any("\x00" in value for value in values):
            raise _bad_parameter(name, _UNSTORABLE)
        document[name] = values if name in lists else values[0]
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as error:
        problems = _flatten(error.messages, document, ())
        raise Invalid(
            "The query parameters break their rules.",
            [{"parameter": _shown(path[:1]), "detail": detail} for path, detail in problems],
        ) from None
    return loaded


def _bad_parameter(name: str, detail: str) -> Invalid:
    return Invalid(
        "The query parameters break their rules.", [{"parameter": _shown((name,)), "detail": detail}]
    )


def _refuse_constant(name: str) -> None:
    raise Malformed(f"The body is not JSON: it holds {name}.")


def _unstorable(value: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Yield an error for each text that JSON can write, but no database can hold."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            yield {"pointer": pointer, "detail": _UNSTORABLE}
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unstorable(key, pointer)
            yield from _unstorable(item, f"{pointer}/{key}" if _FIELD_NAME.fullmatch(key) else pointer)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unstorable(item, f"{pointer}/{index}")


def _flatten(messages: Any, sent: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Turn marshmallow's nested messages into (path, message), in the order in which they stand."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == "_schema":
                yield from _flatten(inner, sent, path)
            else:
                yield from _flatten(inner, _part(sent, key), (*path, str(key)))
    elif isinstance(messages, list):
        for message in messages:
            yield from _flatten(message, sent, path)
    else:
        yield path, _without(str(messages), sent)


def _part(sent: Any, key: Any) -> Any:
    if isinstance(sent, Mapping):
        return sent.get(key)
    if isinstance(sent, list) and isinstance(key, int) and key < len(sent):
        return sent[key]
    return None


def _without(message: str, sent: Any) -> str:
    """Cut out of a message what was sent, should a rule repeat it."""
    texts = [str(sent)] if isinstance(sent, (str, int, float)) else []
    for text in texts:
        if text.strip():
            message = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", "…", message, flags=re.IGNORECASE)
    return message


def _pointer(path: tuple[str, ...]) -> str:
    """Write a path as a JSON pointer, as far as its keys are names of fields."""
    pointer = "#"
    for key in path:
        if not _FIELD_NAME.fullmatch(key):
            break
        pointer += f"/{key}"
    return pointer


def _shown(path: tuple[str, ...]) -> str:
    return path[0] if path and _FIELD_NAME.fullmatch(path[0]) else "(not shown)"

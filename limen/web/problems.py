"""Errors as RFC 9457 problem details, `application/problem+json`, for every error that leaves an app.

`type` is `urn:limen:problem:<code>` and never changes; `errors` names each field by JSON pointer (`pointer`),
query parameter (`parameter`) or header (`header`). A problem holds no personal data and no stack trace.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from flask import Flask, Response
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from limen.errors import Invalid, LimenError, NotSignedIn, Unavailable
from limen.web.context import current
from limen.web.schemas import Schema

MEDIA_TYPE: Final = "application/problem+json"

log = structlog.get_logger()

#: status -> code and title of the problems that Flask and werkzeug raise
_HTTP_PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "The request cannot be read."),
    404: ("no-such-address", "There is nothing at this address."),
    405: ("method-not-allowed", "This address does not take this method."),
    413: ("body-too-large", "The body is larger than this node accepts."),
    415: ("unsupported-media-type", "The body must be JSON, sent as application/json."),
    429: ("too-many-requests", "Too many requests; try again later."),
    500: ("internal-error", "Something went wrong inside Limen."),
}


class ProblemError(Schema):
    """One thing that is wrong with a request, and where."""

    pointer = fields.String(metadata={"description": "RFC 6901 pointer into the body, from #"})
    parameter = fields.String(metadata={"description": "name of a query parameter"})
    header = fields.String(metadata={"description": "name of a header"})
    detail = fields.String(required=True)


class Problem(Schema):
    """A problem as RFC 9457 describes it; further members are the facts of its type."""

    class Meta(Schema.Meta):
        unknown = "include"

    type = fields.String(required=True, metadata={"examples": ["urn:limen:problem:illegal-step"]})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String(metadata={"description": "names this request in the logs"})
    errors = fields.List(fields.Nested(ProblemError))


def problem(
    status: int,
    code: str,
    title: str,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make the answer for one problem."""
    context = current()
    context.problem = code
    standard: dict[str, Any] = {
        "type": f"urn:limen:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "request_id": context.request_id,
    }
    if errors:
        standard["errors"] = [dict(error) for error in errors]
    document = standard | dict(facts or {}) | standard  # what every problem has comes first, and stays
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str)
    return Response(body, status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def from_limen(error: LimenError) -> Response:
    """Answer an error of Limen; one that maps to 500 is a fault of ours and shows nothing."""
    if error.status == 500:
        return from_fault(error)
    headers = {}
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after)
        log.warning("part_unavailable", problem=error.code)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    errors = error.errors if isinstance(error, Invalid) else ()
    return problem(
        error.status,
        error.code,
        error.title(),
        error.detail,
        errors=errors,
        facts=error.facts,
        headers=headers,
    )


def from_http(error: HTTPException) -> Response:
    """Answer an error of Flask or werkzeug, with the headers that belong to it (such as Allow)."""
    status = error.code or 500
    code, title = _HTTP_PROBLEMS.get(status) or (error.name.lower().replace(" ", "-"), f"{error.name}.")
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() not in ("content-type", "content-length")
    }
    return problem(status, code, title, headers=headers)


def from_fault(error: Exception) -> Response:
    """Answer an error that nobody expected: log it, show nothing of it."""
    log.error("request_failed", exc_info=error)
    return problem(500, *_HTTP_PROBLEMS[500])


def register(app: Flask) -> None:
    """Answer every error of an app by a problem."""
    app.register_error_handler(LimenError, from_limen)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_fault)

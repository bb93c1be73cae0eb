"""Answers: the result of a handler, dumped by its schema, with ETag, Location and Link."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Request, Response

from limen.web import conditional
from limen.web.files import File
from limen.web.schemas import Schema

MEDIA_TYPE = "application/json"


def answer(result: Mapping[str, Any] | File | None, schema: Schema | None, status: int) -> Response:
    """Make the answer to a command or query.

    `version` in the result becomes the ETag and `location` the Location header, whether or not the schema
    shows them.
    """
    if isinstance(result, File):
        return result.answer()
    if schema is None or result is None:
        response = Response(status=status)
        del response.headers["Content-Type"]
    else:
        body = json.dumps(schema.dump(result), ensure_ascii=False, separators=(",", ":"))
        response = Response(body, status, content_type=MEDIA_TYPE)
    if result is not None:
        if "version" in result:
            response.headers["ETag"] = conditional.etag(result["version"])
        if "location" in result:
            response.headers["Location"] = result["location"]
    return response


def link_next(response: Response, request: Request, cursor: str) -> None:
    """Add the Link header that leads to the next page (RFC 8288)."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    query = urlencode([*arguments, ("after", cursor)])
    response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'

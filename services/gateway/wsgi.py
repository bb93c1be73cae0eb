"""A WSGI request as it goes on over HTTP: its target, its headers, its body."""

import string
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

#: headers of one connection, not of the message (RFC 9110 section 7.6.1), and the console's own cookies
NOT_PASSED_ON: Final = frozenset(
    (
        "cookie",
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
    )
)
_IN_PATH: Final = "/-._~!$&'()*+,;=:@"
_IN_QUERY: Final = "".join(set(string.printable) - set(string.whitespace) - {"#"})


def target_of(environ: Mapping[str, Any]) -> str:
    """Return path and query, encoded anew: a server hands the path on decoded."""
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe=_IN_PATH)
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{quote(query.encode('latin-1'), safe=_IN_QUERY)}" if query else path


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers that belong to the message."""
    headers = {
        name: value
        for key, value in environ.items()
        if key.startswith("HTTP_") and (name := key[5:].replace("_", "-").lower()) not in NOT_PASSED_ON
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


def read_body(environ: Mapping[str, Any], limit: int) -> bytes | None:
    """Return the body, or None where there is none; 413 when it is longer than `limit`, in bytes."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not length.isdecimal():
        raise BadRequest
    if length and int(length) > limit:
        raise RequestEntityTooLarge
    if not length and "HTTP_TRANSFER_ENCODING" not in environ:
        return None
    body: bytes = environ["wsgi.input"].read(int(length) if length else limit + 1)
    if len(body) > limit:
        raise RequestEntityTooLarge
    return body

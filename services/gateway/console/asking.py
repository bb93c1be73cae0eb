"""Asking the services for an officer, and what they refuse."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response
from urllib3 import encode_multipart_formdata

from services.gateway.console.officers import token
from services.gateway.upstream import Answer, upstream

_PREFIX = "urn:limen:problem:"


class Refused(Exception):
    """A service answered with a problem (RFC 9457)."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"a service answered {answer.status}")
        self.status = answer.status
        #: the problem document; empty where the service sent none
        self.problem: Mapping[str, Any] = answer.body if isinstance(answer.body, dict) else {}

    @property
    def code(self) -> str:
        """The last part of the problem's type, for example `illegal-step`."""
        return str(self.problem.get("type", "")).removeprefix(_PREFIX)

    @property
    def detail(self) -> str:
        """What the service said, in English."""
        return str(self.problem.get("detail", ""))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong with single fields: JSON pointer or name, and what is wrong."""
        named = [
            (str(item.get("pointer") or item.get("parameter") or item.get("header") or ""), item["detail"])
            for item in self.problem.get("errors", ())
        ]
        return named + [
            (str(item.get("field", "")), item["detail"]) for item in self.problem.get("missing", ())
        ]


def read(service: str, path: str, *, for_purpose: str = "", **arguments: Any) -> Any:
    """Return what a service answers to a GET; `path` is below `/api/v1/<service>`.

    `for_purpose`: the code of what the officer reads it for; it shows numbers in full, and is kept.
    """
    headers = {"X_Purpose": for_purpose} if for_purpose else {}
    return _call(service, "GET", _with_arguments(path, arguments), **headers).body


def fetch(service: str, path: str, name: str, **arguments: Any) -> Response:
    """Pass on a file that a service answers to a GET; the browser keeps it under `name`."""
    answer = _call(service, "GET", _with_arguments(path, arguments))
    return Response(
        answer.content,
        content_type=answer.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def read_all(service: str, path: str, **arguments: Any) -> list[Any]:
    """Return the items of all pages of a list; for short lists such as a country's border posts."""
    items: list[Any] = []
    after = ""
    while True:
        page = read(service, path, **arguments, after=after, limit=200)
        items += page["items"]
        after = page["next"]
        if not after:
            return items


def send(
    service: str, path: str, body: Any = None, *, key: str = "", version: str = "", method: str = "POST"
) -> Any:
    """Send a command and return the answer. `key`: the form's; `version`: what the officer read."""
    headers = {}
    if key and method == "POST":
        headers["Idempotency_Key"] = key
    if version:
        headers["If_Match"] = f'"{version}"'
    return _call(service, method, path, body, **headers).body


def send_file(service: str, path: str, content: bytes, name: str, *, key: str = "") -> Any:
    """Send one file, as the services take it, and return the answer."""
    body, content_type = encode_multipart_formdata({"file": (name, content)})
    headers = {"Content_Type": content_type, **({"Idempotency_Key": key} if key else {})}
    return _call(service, "POST", path, body, **headers).body


def remove(service: str, path: str) -> None:
    """Send a DELETE."""
    _call(service, "DELETE", path)


def _with_arguments(path: str, arguments: Mapping[str, Any]) -> str:
    query = urlencode({name: value for name, value in arguments.items() if value not in ("", None)})
    return f"{path}?{query}" if query else path


def _call(service: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    answer = upstream().call(service, method, f"/api/v1/{service}{path}", token(), body, **headers)
    if not answer.ok:
        raise Refused(answer)
    return answer

"""What a route declares, and how its declaration reads in the OpenAPI document."""

import http
from dataclasses import dataclass
from typing import Any, Final, Literal

from limen.web import idempotency, policy
from limen.web.pagination import Page
from limen.web.schemas import Schema

#: name in the components -> status, for every problem that a route may answer
PROBLEMS: Final = {
    http.HTTPStatus(status).phrase.title().replace(" ", ""): status
    for status in (400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 429, 503)
}
_COMPONENTS = {status: name for name, status in PROBLEMS.items()}
_ALWAYS = (404, 410, 422, 429, 503)

PURPOSE_HEADER: Final = "X-Purpose"
PURPOSE_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]{0,59}$"

UPLOAD_TYPE: Final = "multipart/form-data"
#: the one part of an upload
_FILE_PART: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    "additionalProperties": False,
}

PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    "IdempotencyKey": {
        "name": idempotency.HEADER,
        "description": "Sent again with the same request, gives the first answer again.",
        "schema": {"type": "string", "pattern": idempotency.PATTERN},
    },
    "IfMatch": {
        "name": "If-Match",
        "required": True,
        "description": "The ETag that you read.",
        "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "description": "ETags that you hold.",
        "schema": {"type": "string"},
    },
    "Purpose": {
        "name": PURPOSE_HEADER,
        "description": "Why: a code for the audit log, never free text.",
        "schema": {"type": "string", "pattern": PURPOSE_PATTERN},
    },
}


@dataclass(frozen=True)
class Route:
    """One method of one resource. `body` and `arguments` are what it reads, `answer` what it gives."""

    kind: Literal["command", "query"]
    method: str
    permission: str
    status: int
    answer: Schema | None
    body: Schema | None = None
    arguments: Schema | None = None
    if_match: bool = False
    key_required: bool = False
    audited: str = ""
    #: media types of the files with which a download answers
    files: tuple[str, ...] = ()
    #: the route takes one file, as multipart/form-data
    upload: bool = False

    @property
    def takes_key(self) -> bool:
        """Tell whether the route honours an Idempotency-Key: a POST by somebody who is known."""
        return self.kind == "command" and self.method == "POST" and self.permission != policy.PUBLIC

    @property
    def writes(self) -> bool:
        """Tell whether the route needs a transaction that writes."""
        return self.kind == "command" or bool(self.audited)

    def documentation(self, operation: str) -> dict[str, Any]:
        """Return the OpenAPI operation, with schemas that apispec resolves."""
        document: dict[str, Any] = {
            "operationId": operation,
            "parameters": self._parameters(),
            "responses": self._responses(),
            "x-permission": self.permission,
            "security": [] if self.permission == policy.PUBLIC else [{"token": []}],
        }
        if self.upload:
            document["requestBody"] = {"required": True, "content": {UPLOAD_TYPE: {"schema": _FILE_PART}}}
        elif self.body:
            document["requestBody"] = {
                "required": True,
                "content": {"application/json": {"schema": self.body}},
            }
        return document

    def _parameters(self) -> list[Any]:
        parameters: list[Any] = [{"in": "query", "schema": self.arguments}] if self.arguments else []
        if self.takes_key:
            parameters.append("IdempotencyKey")
        if self.if_match:
            parameters.append("IfMatch")
        if self.kind == "query" and not self.files:
            parameters.append("IfNoneMatch")
        if self.permission != policy.PUBLIC:
            parameters.append("Purpose")
        return parameters

    def _responses(self) -> dict[int, Any]:
        codes = {*_ALWAYS}
        codes |= {400, 413, 415} if self.body or self.upload else set()
        if self.permission != policy.PUBLIC:
            codes |= {401, 403}
        elif self.body:  # credentials, which may be wrong
            codes |= {401}
        codes |= {409, 412} if self.kind == "command" else set()
        codes |= {428} if self.if_match else set()
        responses: dict[int, Any] = {code: _COMPONENTS[code] for code in sorted(codes)}
        success: dict[str, Any] = {"description": http.HTTPStatus(self.status).phrase}
        if self.answer:
            success["content"] = {"application/json": {"schema": self.answer}}
        if self.files:
            success["content"] = {
                kind: {"schema": {} if kind.endswith("json") else {"type": "string"}} for kind in self.files
            }
        headers = {"ETag": {"description": "The record's version.", "schema": {"type": "string"}}}
        if self.status == http.HTTPStatus.CREATED:
            headers["Location"] = {"description": "Where the record is.", "schema": {"type": "string"}}
        if isinstance(self.answer, Page):
            headers = {"Link": {"description": "Leads to the next page.", "schema": {"type": "string"}}}
        if self.answer:
            success["headers"] = headers
        if self.kind == "query" and not self.files:
            responses[304] = {"description": "You hold the present version."}
        return {self.status: success, **responses}

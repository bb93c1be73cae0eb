"""Running a route: who asks, what they send, one unit of work, one answer.

Every command and every query of every service goes through here, so that none can forget a check.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Request, Response
from flask.globals import request_ctx

from limen.errors import Invalid, NotFound, NotSignedIn
from limen.messaging.envelope import Event
from limen.web import conditional, idempotency, policy
from limen.web.answers import answer, link_next
from limen.web.context import RequestContext, current, web
from limen.web.files import File, allow_upload, read_upload
from limen.web.pagination import Page
from limen.web.reading import read_arguments, read_body
from limen.web.route import PURPOSE_HEADER, PURPOSE_PATTERN, Route
from limen.work import Actor, Work, unit_of_work

Handler = Callable[..., Mapping[str, Any] | File | None]

ANONYMOUS = Actor(id="anonymous")
_PURPOSE = re.compile(PURPOSE_PATTERN)

log = structlog.get_logger()


class ReadOnlyWork(Work):
    """A Work that only reads; what it would write is refused, and its transaction is never committed."""

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        """Run a select."""
        if isinstance(statement, sa.UpdateBase):
            raise TypeError("a query must not write; declare the route as a command")
        return super().execute(statement, parameters)

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Refuse: a query writes to the audit log only when its route says so."""
        raise TypeError("declare the route with audited=... to write to the audit log")

    def publish(self, *_: Any, **__: Any) -> Event:
        """Refuse: a query has no effect to tell of."""
        raise TypeError("a query must not publish; declare the route as a command")


def run_command(route: Route, handler: Handler, path: Mapping[str, Any]) -> Response:
    """Run a command and give its answer; any error rolls everything back."""
    context, request = current(), request_ctx.request
    actor = admit(route, request, context, path)
    expected = conditional.expected_version(request.headers.get("If-Match"), required=route.if_match)
    if route.upload:
        allow_upload(request, web().runtime.settings.attachment_limit)
    key = idempotency.read_key(request, required=route.key_required) if route.takes_key else None
    read_arguments(request, None)
    loaded: tuple[Any, ...] = (read_body(request, route.body),) if route.body else ()
    if route.upload:
        loaded = (read_upload(request, web().runtime.settings.attachment_limit),)
    with _unit_of_work(route, request, actor, context, expected) as work:
        first = idempotency.claim(work, key) if key else None
        if first is not None:
            return first
        result = handler(work, *loaded, **path)
        _require_checked(route, work)
        response = answer(result, route.answer, route.status)
        if key:
            idempotency.keep(work, key, response)
    return response


def run_query(route: Route, handler: Handler, path: Mapping[str, Any]) -> Response:
    """Run a query and give its answer; an audited one is in the audit log before it leaves."""
    context, request = current(), request_ctx.request
    actor = admit(route, request, context, path)
    arguments = read_arguments(request, route.arguments)
    loaded = (read_body(request, route.body),) if route.body else (arguments,) if route.arguments else ()
    with _unit_of_work(route, request, actor, context) as work:
        if route.audited:
            work.record(route.audited, " ".join(map(str, path.values())) or "*")
        result = handler(work, *loaded, **path)
    response = answer(result, route.answer, route.status)
    if isinstance(route.answer, Page) and isinstance(result, Mapping) and result.get("next"):
        link_next(response, request, result["next"])
    tag = response.headers.get("ETag")
    if tag and conditional.matches(request.headers.get("If-None-Match"), tag):
        return Response(status=304, headers={"ETag": tag})
    return response


def admit(route: Route, request: Request, context: RequestContext, path: Mapping[str, Any]) -> Actor:
    """Return who asks, once their token and role allow the route."""
    context.permission = route.permission
    if any("\x00" in value for value in path.values() if isinstance(value, str)):
        raise NotFound()
    if route.permission == policy.PUBLIC:
        return ANONYMOUS
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Send an access token.")
    try:
        actor = web().tokens.verify(token.strip())
    except NotSignedIn as error:
        log.warning("token_refused", reason=error.detail)
        raise
    context.actor = actor.id
    policy.require(actor, route.permission)
    return actor


@contextmanager
def _unit_of_work(
    route: Route, request: Request, actor: Actor, context: RequestContext, expected: int | None = None
) -> Iterator[Work]:
    runtime = web().runtime
    known: dict[str, Any] = {
        "request_id": context.request_id,
        "traceparent": context.traceparent,
        "purpose": _purpose(request),
        "permission": route.permission,
        "expected_version": expected,
    }
    if route.writes:
        with unit_of_work(runtime, actor, **known) as work:
            yield work
    else:
        with runtime.database.read() as connection:
            yield ReadOnlyWork(runtime, connection, actor, **known)


def _purpose(request: Request) -> str:
    purpose = request.headers.get(PURPOSE_HEADER, "")
    if purpose and not _PURPOSE.fullmatch(purpose):
        detail = "Must be a code of at most 60 small letters, digits and . _ -"
        raise Invalid("A header breaks its rules.", [{"header": PURPOSE_HEADER, "detail": detail}])
    return purpose


def _require_checked(route: Route, work: Work) -> None:
    if work.expected_version is None or work.version_checked:
        return
    if route.if_match:
        raise TypeError("a route with if_match=True must call work.check_version")
    raise Invalid(
        "A header breaks its rules.", [{"header": "If-Match", "detail": "Has no meaning for this request."}]
    )

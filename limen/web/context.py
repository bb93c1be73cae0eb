"""What a request carries with it: its id, its trace, who asks, and the app's runtime.

The id is taken over from `X-Request-ID` when it looks like one (hexadecimal digits and hyphens, so that no
name can travel in it), the trace from W3C `traceparent`. Both stand in every log line and every answer.
"""

import os
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import Flask, current_app, g, request

from limen.ids import new_id

if TYPE_CHECKING:
    from limen.runtime import Runtime
    from limen.web.health import Check
    from limen.web.tokens import TokenVerifier

_SANE_ID = re.compile(r"[0-9A-Fa-f-]{16,64}")
_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?"
)


@dataclass
class RequestContext:
    """One request: what is known at its start, and what is found out about it on the way."""

    request_id: str
    trace_id: str
    traceparent: str
    started: float
    actor: str = ""
    permission: str = ""
    #: code of the problem with which the request ended
    problem: str = ""
    log_tokens: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass
class Web:
    """What all requests to one app share. `checks` are asked by `/health/ready`; services may add theirs."""

    runtime: "Runtime"
    tokens: "TokenVerifier"
    checks: "list[Check]"


def web() -> Web:
    """Return what the current app shares."""
    return cast(Web, current_app.extensions["limen"])


def current() -> RequestContext:
    """Return the current request's context."""
    return cast(RequestContext, g.limen_request)


def new_context(request_id: str | None, traceparent: str | None) -> RequestContext:
    """Make a request's context from its headers; a header that is not sane is not taken over."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    trace_id, flags = (match[1], match[2]) if match else (os.urandom(16).hex(), "00")
    return RequestContext(
        request_id=request_id if request_id and _SANE_ID.fullmatch(request_id) else new_id(),
        trace_id=trace_id,
        traceparent=f"00-{trace_id}-{os.urandom(8).hex()}-{flags}",
        started=time.perf_counter(),
    )


def register(app: Flask) -> None:
    """Give every request its context, and its log lines the ids."""

    @app.before_request
    def _begin() -> None:
        context = new_context(request.headers.get("X-Request-ID"), request.headers.get("traceparent"))
        g.limen_request = context
        # Kept and given back, for in the embedded shape one request runs inside another.
        context.log_tokens = dict(
            structlog.contextvars.bind_contextvars(
                service=app.name, request_id=context.request_id, trace_id=context.trace_id
            )
        )

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        context = g.pop("limen_request", None)
        if context:
            structlog.contextvars.reset_contextvars(**context.log_tokens)

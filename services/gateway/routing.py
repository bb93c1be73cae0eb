"""Routing to the services: in the same process as a WSGI call, between processes over HTTP.

The gateway refuses a request without a valid token before it goes any further; the service checks the same
token again. Bodies pass through unread.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import urllib3
from flask import Flask, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from limen.errors import NotFound, NotSignedIn, Unavailable
from limen.runtime import Runtime
from limen.service import SERVICE_NAMES
from limen.web.context import current, web

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: headers of one connection, not of the message (RFC 9110 section 7.6.1)
_HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
    )
)
_TIMEOUT = urllib3.Timeout(connect=2, read=30)

Upstream = Callable[[], Response]


class ServiceUnreachable(Unavailable):
    """The service is not reachable just now."""

    code = "service-unreachable"


def add_routes(app: Flask, runtime: Runtime) -> None:
    """Route `/api/v1/<service>/...` of every service but the gateway itself."""
    names = [name for name in SERVICE_NAMES if name != runtime.service.name]
    forward = _in_process(runtime.upstreams) if runtime.upstreams is not None else _over_http(runtime)

    def route(service: str, rest: str) -> Any:
        if service not in names:
            raise NotFound("There is no such service.")
        if rest != "openapi.json":
            admit()
        return forward(service)

    app.add_url_rule(
        "/api/v1/<service>/<path:rest>", "route", route, methods=METHODS, provide_automatic_options=False
    )


def admit() -> None:
    """Refuse a request without a token of ours."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Send an access token.")
    current().actor = web().tokens.verify(token.strip()).id


def _in_process(upstreams: Mapping[str, Callable[..., Any]]) -> Callable[[str], Any]:
    def forward(service: str) -> Any:
        environ = {
            name: value
            for name, value in request.environ.items()
            if not name.startswith(("werkzeug.", "flask."))
        }
        _carry_context(environ)
        return WsgiResponse.from_app(upstreams[service], environ, buffered=True)

    return forward


def _carry_context(environ: dict[str, Any]) -> None:
    environ["HTTP_X_REQUEST_ID"] = current().request_id
    environ["HTTP_TRACEPARENT"] = current().traceparent


def _over_http(runtime: Runtime) -> Callable[[str], Any]:
    pool = urllib3.PoolManager(maxsize=16, block=False, retries=False, timeout=_TIMEOUT)

    def forward(service: str) -> Any:
        url = runtime.settings.service_url_of(service) + request.full_path.rstrip("?")
        try:
            answer = pool.request(
                request.method,
                url,
                body=request.get_data(cache=False),
                headers=_passed_on(request.headers.items()),
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise ServiceUnreachable(f"The service {service} is not reachable just now.") from error
        headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP]
        return Response(answer.data, answer.status, headers)

    return forward


def _passed_on(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers to send on: those of the message, with this request's id and trace."""
    kept = {name: value for name, value in headers if name.lower() not in _HOP_BY_HOP}
    return {**kept, "X-Request-ID": current().request_id, "traceparent": current().traceparent}

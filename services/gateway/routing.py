"""Routing `/api/v1/<service>/...` to the services, before Flask begins a request of its own.

Of a request for a service the gateway decides only whether it goes on: every client is counted, and only a
token of ours is admitted. The service checks the same token again, logs the request and makes the answer. A
request that does not go on is left to Flask, whose route says why, like any other problem of the gateway.
"""

import time
from collections.abc import Iterable
from typing import Any, NoReturn

from flask import Flask, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from limen.errors import LimenError, NotFound, NotSignedIn
from limen.runtime import Runtime
from limen.service import SERVICE_NAMES
from limen.web import metrics
from limen.web.context import Web
from services.gateway.limits import Limit, Window
from services.gateway.upstream import Upstream

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROUTE = "/api/v1/<service>/<path:rest>"
_PREFIX = "/api/v1/"
_REFUSAL = "limen.refusal"
_BEHIND = frozenset(SERVICE_NAMES) - {"gateway"}


class Router:
    """The WSGI application in front of the gateway's Flask."""

    def __init__(self, app: Flask, runtime: Runtime, upstream: Upstream) -> None:
        self._behind = app.wsgi_app
        self._name, self._upstream = app.name, upstream
        self._window = Window(Limit.parse(runtime.settings.rate_limit))
        shared: Web = app.extensions["limen"]
        self._tokens = shared.tokens

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass a request for a service on, or leave it to Flask."""
        service, _, rest = environ.get("PATH_INFO", "").removeprefix(_PREFIX).partition("/")
        if service not in _BEHIND or not rest or environ["REQUEST_METHOD"] not in METHODS:
            return self._behind(environ, start_response)
        started, statuses = time.perf_counter(), []

        def start(status: str, *others: Any) -> Any:
            statuses.append(int(status[:3]))
            return start_response(status, *others)

        try:
            self._admit(environ, open_to_all=rest == "openapi.json")
            answer = self._upstream.pass_on(service, environ, start)
        except (LimenError, HTTPException) as refusal:
            return self._behind({**environ, _REFUSAL: refusal}, start_response)
        metrics.observe(self._name, environ["REQUEST_METHOD"], ROUTE, statuses[-1], started)
        return answer

    def _admit(self, environ: dict[str, Any], *, open_to_all: bool) -> None:
        """Refuse a request that is one too many, or comes without a token of ours."""
        scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        client, refusal = environ.get("REMOTE_ADDR", "unknown"), NotSignedIn("Send an access token.")
        if scheme.lower() == "bearer" and token:
            try:
                client, open_to_all = self._tokens.verify(token.strip()).id, True
            except NotSignedIn as error:
                refusal = error
        wait = self._window.take(client)
        if wait:
            raise TooManyRequests(retry_after=wait)
        if not open_to_all:
            raise refusal


def add_routes(app: Flask, runtime: Runtime, upstream: Upstream) -> None:
    """Route the requests of every service but the gateway itself."""

    def refuse(service: str, rest: str) -> NoReturn:
        raise request.environ.get(_REFUSAL) or NotFound("There is no such service.")

    app.add_url_rule(ROUTE, "route", refuse, methods=METHODS, provide_automatic_options=False)
    app.wsgi_app = Router(app, runtime, upstream)  # type: ignore[method-assign]

"""Routing `/api/v1/<service>/...` to the services.

The gateway refuses a request without a valid token before it goes any further; the service checks the same
token again. Bodies pass through unread.
"""

from typing import Any

from flask import Flask, request

from limen.errors import NotFound, NotSignedIn
from limen.service import SERVICE_NAMES
from limen.web.context import current, web
from services.gateway.upstream import Upstream

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_routes(app: Flask, upstream: Upstream) -> None:
    """Route the requests of every service but the gateway itself."""
    names = [name for name in SERVICE_NAMES if name != "gateway"]

    def route(service: str, rest: str) -> Any:
        if service not in names:
            raise NotFound("There is no such service.")
        if rest != "openapi.json":
            admit()
        return upstream.forward(service)

    app.add_url_rule(
        "/api/v1/<service>/<path:rest>", "route", route, methods=METHODS, provide_automatic_options=False
    )


def admit() -> None:
    """Refuse a request without a token of ours."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Send an access token.")
    current().actor = web().tokens.verify(token.strip()).id

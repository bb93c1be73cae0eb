"""Routing `/api/v1/<service>/...` to the services.

The gateway refuses a request without a valid token before it goes any further; the service checks the same
token again. Bodies pass through unread.
"""

from typing import Any

from flask import Flask, request

from limen.errors import NotFound, NotSignedIn
from limen.service import SERVICE_NAMES
from limen.web.context import current, web
from limen.web.files import allow_upload
from limen.web.route import UPLOAD_TYPE
from services.gateway.upstream import Upstream

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

#: addresses that ask for no token: documents, public keys, and calendars, which bring a secret of their own
_WITHOUT_TOKEN = frozenset({"openapi.json", "signing-keys", "calendar.ics"})


def add_routes(app: Flask, upstream: Upstream) -> None:
    """Route the requests of every service but the gateway itself."""
    names = [name for name in SERVICE_NAMES if name != "gateway"]

    def route(service: str, rest: str) -> Any:
        if service not in names:
            raise NotFound("There is no such service.")
        if rest not in _WITHOUT_TOKEN:
            admit()
        if request.mimetype == UPLOAD_TYPE:
            allow_upload(request, web().runtime.settings.attachment_limit)
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

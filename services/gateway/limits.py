"""Rate limits at the door, per signed-in officer or else per address."""

from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from limen.errors import NotSignedIn
from limen.runtime import Runtime
from limen.web.context import web


def add_limits(app: Flask, runtime: Runtime) -> None:
    """Limit every client, and sign-in attempts more strictly. Counted in each process by itself."""
    limiter = Limiter(client, app=app, default_limits=[runtime.settings.rate_limit], storage_uri="memory://")
    for endpoint in ("auth.Tokens", "console.sign_in"):
        if endpoint in app.view_functions:
            strict = limiter.limit(
                runtime.settings.sign_in_limit, key_func=get_remote_address, methods=["POST"]
            )
            limited: Any = strict(app.view_functions[endpoint])
            app.view_functions[endpoint] = limited
    for endpoint in ("health.live", "health.ready", "health.show_metrics"):
        limiter.exempt(app.view_functions[endpoint])


def client() -> str:
    """Return whom a request counts for."""
    token = request.headers.get("Authorization", "").partition(" ")[2]
    if token:
        try:
            return web().tokens.verify(token.strip()).id
        except NotSignedIn:
            pass
    return get_remote_address()

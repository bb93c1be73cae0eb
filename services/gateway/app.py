"""The gateway as a deployable."""

import json
from functools import cache

from flask import Flask, Response

from limen.config import Settings
from limen.runtime import Runtime, open_runtime
from limen.service import Service
from limen.web.app import create_app as create_service_app
from services.gateway.api import auth, management
from services.gateway.console.setup import add_console
from services.gateway.limits import add_limits
from services.gateway.merging import merged
from services.gateway.routing import add_routes
from services.gateway.upstream import Upstream


def extend(app: Flask, runtime: Runtime) -> None:
    """Add what only the gateway has: routing to the services, the merged document, the console, limits."""
    upstream = Upstream(runtime)
    upstream.serve(app)
    add_routes(app, upstream)
    add_document(app)
    add_console(app, runtime)
    add_limits(app, runtime)


def add_document(app: Flask) -> None:
    """Serve the OpenAPI document of all services, made at the first request."""

    @cache
    def text() -> str:
        return json.dumps(merged(), ensure_ascii=False)

    @app.get("/api/v1/openapi.json", endpoint="merged_openapi")
    def document() -> Response:
        return Response(text(), content_type="application/json")


SERVICE = Service(name="gateway", title="Gateway", blueprints=(auth, management), extend=extend)


def create_app(config: Settings) -> Flask:
    """Return the gateway's application for these settings."""
    app: Flask = create_service_app(open_runtime(config, SERVICE))
    return app

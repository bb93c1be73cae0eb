"""The gateway as a deployable."""

from flask import Flask

from limen.config import Settings
from limen.runtime import Runtime, open_runtime
from limen.service import Service
from limen.web.app import create_app as create_service_app
from services.gateway.api import auth, management
from services.gateway.limits import add_limits
from services.gateway.routing import add_routes
from services.gateway.upstream import Upstream


def extend(app: Flask, runtime: Runtime) -> None:
    """Add what only the gateway has: routing to the services and limits."""
    upstream = Upstream(runtime)
    add_routes(app, upstream)
    add_limits(app, runtime)


SERVICE = Service(name="gateway", title="Gateway", blueprints=(auth, management), extend=extend)


def create_app(config: Settings) -> Flask:
    """Return the gateway's application for these settings."""
    app: Flask = create_service_app(open_runtime(config, SERVICE))
    return app

"""The Flask app that every service starts from."""

import json
from functools import cache

import structlog
from flask import Flask, Response, request

from limen.runtime import Runtime
from limen.web import context, health, metrics, problems
from limen.web.api import add_api
from limen.web.context import Web, current, web
from limen.web.tokens import TokenVerifier

#: routes that every app has; their requests are not logged one by one
SHARED_ENDPOINTS = frozenset({"health.live", "health.ready", "health.show_metrics", "openapi"})

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

log = structlog.get_logger()


def create_app(runtime: Runtime) -> Flask:
    """Make the app of one service: its routes, and what all services have in common."""
    settings, service = runtime.settings, runtime.service
    app = Flask(service.name, static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=settings.body_limit,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    app.extensions["limen"] = Web(
        runtime, TokenVerifier(settings.token_public_keys, settings.node), health.shared_checks()
    )
    context.register(app)
    problems.register(app)
    _add_closing(app)
    app.register_blueprint(health.blueprint())
    api = add_api(app, service)

    @cache
    def document() -> str:
        return json.dumps(api.spec.to_dict(), ensure_ascii=False)

    @app.get(f"/api/v1/{service.name}/openapi.json", endpoint="openapi")
    def openapi() -> Response:
        return Response(document(), content_type="application/json")

    if service.extend:
        service.extend(app, runtime)
    return app


def _add_closing(app: Flask) -> None:
    """Give every answer its headers, and count and log the request."""
    headers = dict(_HEADERS)
    settings = app.extensions["limen"].runtime.settings
    if settings.public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def close(response: Response) -> Response:
        known = current()
        for name, value in headers.items():
            response.headers.setdefault(name, value)  # a page may have its own
        response.headers["X-Request-ID"] = known.request_id
        response.headers["traceparent"] = known.traceparent
        route = request.url_rule.rule if request.url_rule else "none"
        seconds = metrics.observe(
            web().runtime.service.name, request.method, route, response.status_code, known
        )
        if request.endpoint not in SHARED_ENDPOINTS:
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
                actor=known.actor,
                permission=known.permission,
                problem=known.problem,
            )
        return response

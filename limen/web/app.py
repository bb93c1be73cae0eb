"""The Flask app that every service starts from."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import structlog
from flask import Flask, Response
from flask.globals import request_ctx
from werkzeug.routing import Rule

from limen.runtime import Runtime
from limen.web import context, health, metrics, problems
from limen.web.api import add_api
from limen.web.context import Web, current
from limen.web.files import InMemoryRequest
from limen.web.openapi import document as openapi_document
from limen.web.tokens import TokenVerifier

#: routes that every app has; their requests are not logged one by one
SHARED_ENDPOINTS = frozenset({"health.live", "health.ready", "health.show_metrics", "openapi"})

#: for every answer; a page may have its own
_HEADERS = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
]
_STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")

log = structlog.get_logger()


class LazyRule(Rule):
    """A route that compiles how its URLs are built when one is: most never are, and it takes long."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))
        return lambda rule, **values: compiled()(rule, **values)


class App(Flask):
    """A Flask app without asynchronous views, which would cost every request several look-ups."""

    request_class = InMemoryRequest
    url_rule_class = LazyRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func


def create_app(runtime: Runtime) -> Flask:
    """Make the app of one service: its routes, and what all services have in common."""
    settings, service = runtime.settings, runtime.service
    app = App(service.name, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=settings.body_limit, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.extensions["limen"] = Web(
        runtime, TokenVerifier(settings.token_public_keys, settings.node), health.shared_checks()
    )
    context.register(app)
    problems.register(app)
    _add_closing(app, secure=settings.public_url.startswith("https://"))
    app.register_blueprint(health.blueprint())
    add_api(app, service)

    @cache  # made when somebody asks: it costs as much as the rest of a start
    def document() -> str:
        return json.dumps(openapi_document(service), ensure_ascii=False)

    @app.get(f"/api/v1/{service.name}/openapi.json", endpoint="openapi")
    def openapi() -> Response:
        return Response(document(), content_type="application/json")

    if service.extend:
        service.extend(app, runtime)
    return app


def _add_closing(app: Flask, *, secure: bool) -> None:
    """Give every answer its headers, and count and log the request."""
    always = [*_HEADERS, _STRICT_TRANSPORT] if secure else _HEADERS

    @app.after_request
    def close(response: Response) -> Response:
        known, asked = current(), request_ctx.request
        present = {name.lower() for name, _ in response.headers}
        for name in present & {"x-request-id", "traceparent"}:  # of a service behind the gateway
            response.headers.remove(name)
        added = [header for header in always if header[0].lower() not in present]
        added += [("X-Request-ID", known.request_id), ("traceparent", known.traceparent)]
        response.headers.extend(added)
        route = asked.url_rule.rule if asked.url_rule else "none"
        seconds = metrics.observe(app.name, asked.method, route, response.status_code, known)
        if asked.endpoint not in SHARED_ENDPOINTS:
            log.info(
                "request",
                method=asked.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
                actor=known.actor,
                permission=known.permission,
                problem=known.problem,
            )
        return response

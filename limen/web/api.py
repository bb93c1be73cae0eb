"""The API of one app: how its routes become an OpenAPI 3.1 document."""

import http
from importlib.metadata import version
from typing import Any

import flask_smorest
from flask import Flask, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from limen.service import Service
from limen.web import problems, tokens
from limen.web.blueprint import Blueprint
from limen.web.node_audit import add_audit_routes
from limen.web.node_events import add_event_routes
from limen.web.node_plugins import add_plugin_routes
from limen.web.route import PARAMETERS, PROBLEMS
from limen.web.schemas import OPENAPI_TYPES


class IdConverter(BaseConverter):
    """`<id:...>` or `<uuid:...>` in a path: a UUID in its canonical form, given to the handler as text."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest with problem details, and without a default response that would document anything."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = problems.Problem
    #: whether routes are described when they are registered, which costs more than all the rest of a start
    documented = False

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer an HTTP error by a problem."""
        return problems.from_http(error)


def add_api(app: Flask, service: Service, *, documented: bool = False) -> Api:
    """Register a service's blueprints with an app; `documented` fills `api.spec` as well."""
    app.url_map.converters.update(uuid=IdConverter, id=IdConverter)
    app.config.update(
        API_TITLE=f"Limen {service.title}",
        API_VERSION=version("limen"),
        OPENAPI_VERSION="3.1.0",
    )
    api = Api(app)
    api.documented = documented
    api.register_converter(IdConverter, lambda _converter: {"type": "string", "format": "uuid"})
    for field, (kind, format_) in OPENAPI_TYPES.items():
        api.register_field(field, kind, format_)
    if documented:
        _add_components(api.spec)
    for blueprint in (*service.blueprints, node_blueprint(service.name)):
        api.register_blueprint(blueprint)
    return api


def node_blueprint(service: str) -> Blueprint:
    """Return the routes that every service has: its waiting messages, its audit log and its plugins."""
    blueprint = Blueprint(
        f"{service}-node", f"/api/v1/{service}/node", description="Waiting messages, audit log, plugins"
    )
    add_event_routes(blueprint)
    add_audit_routes(blueprint)
    add_plugin_routes(blueprint)
    return blueprint


def _add_components(spec: Any) -> None:
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "bearerFormat": tokens.TYPE}
    )
    for name, parameter in PARAMETERS.items():
        spec.components.parameter(name, "header", parameter, lazy=True)
    for name, status in PROBLEMS.items():
        headers = {"Retry-After": {"schema": {"type": "integer"}}} if status in (429, 503) else {}
        response = {
            "description": http.HTTPStatus(status).phrase,
            "content": {problems.MEDIA_TYPE: {"schema": problems.Problem}},
            "headers": headers,
        }
        spec.components.response(name, response, lazy=True)

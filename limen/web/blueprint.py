"""Declaring routes: every method of a resource is a `command` or a `query`, or the import fails.

A command changes something; a query does not. What both share (token, permission, body, idempotency,
version, unit of work, answer) is in `limen.web.running`; a handler gets a `Work` and returns a plain dict.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import flask_smorest
from flask import Flask, Response
from flask.views import MethodView

from limen.web import policy
from limen.web.route import Route
from limen.web.running import Handler, run_command, run_query
from limen.web.schemas import Schema

_Decorator = Callable[[Handler], Callable[..., Response]]

_MARK = "limen_route"


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """The routes of one service."""

    def __init__(self, name: str, url_prefix: str, *, description: str) -> None:
        """`url_prefix` is `/api/v1/<service>`; `description` stands in the OpenAPI document."""
        super().__init__(name, __name__, url_prefix=url_prefix, description=description)

    def register_views_in_doc(self, api: Any, *arguments: Any, **options: Any) -> None:
        """Describe the routes, unless the app only serves them (`limen.web.openapi` makes the document)."""
        if api.documented:
            super().register_views_in_doc(api, *arguments, **options)

    def command(
        self,
        body: type[Schema] | None,
        answer: type[Schema] | None,
        *,
        permission: str,
        status: int | None = None,
        if_match: bool = False,
        key_required: bool = False,
    ) -> _Decorator:
        """Declare a method that changes something: `def post(self, work, loaded_body, **path) -> dict`.

        Without `body` the handler gets none; without `answer` the answer is 204. With `if_match` the client
        must send the ETag that it read, and the handler must call `work.check_version`.
        """
        if status is None:
            status = 200 if answer else 204
        return self._declare(
            run_command,
            kind="command",
            permission=permission,
            status=status,
            answer=answer() if answer else None,
            body=body() if body else None,
            if_match=if_match,
            key_required=key_required,
        )

    def upload(self, answer: type[Schema], *, permission: str, if_match: bool = False) -> _Decorator:
        """Declare a POST that takes one file, the part `file`: `def post(self, work, uploaded, **path)`.

        The file is an `Uploaded` of `limen.web.files`, at most as large as the setting `attachment_limit`.
        """
        return self._declare(
            run_command,
            kind="command",
            permission=permission,
            status=201,
            answer=answer(),
            upload=True,
            if_match=if_match,
        )

    def query(
        self,
        answer: type[Schema],
        *,
        permission: str,
        arguments: type[Schema] | None = None,
        body: type[Schema] | None = None,
        audited: str = "",
    ) -> _Decorator:
        """Declare a method that only reads: `def get(self, work, [loaded_arguments,] **path) -> dict`.

        `audited` is the action in the audit log. A search for persons is a POST with `body`, which the
        handler gets in place of arguments: what is looked for must not stand in a URL.
        """
        return self._declare(
            run_query,
            kind="query",
            permission=permission,
            status=200,
            answer=answer(),
            body=body() if body else None,
            arguments=arguments() if arguments else None,
            audited=audited,
        )

    def download(
        self,
        *media_types: str,
        permission: str,
        arguments: type[Schema] | None = None,
        audited: str = "",
    ) -> _Decorator:
        """Declare a method that answers with a `limen.web.files.File`, of one of these media types."""
        return self._declare(
            run_query,
            kind="query",
            permission=permission,
            status=200,
            answer=None,
            arguments=arguments() if arguments else None,
            audited=audited,
            files=media_types,
        )

    def add_url_rule(
        self, rule: str, endpoint: Any = None, view_func: Any = None, *args: Any, **options: Any
    ) -> None:
        """Add a resource; one with a method that is neither command nor query is refused."""
        if not (isinstance(view_func, type) and issubclass(view_func, MethodView)):
            raise TypeError(f"{rule}: a route must be a MethodView")
        for method in sorted(view_func.methods or ()):
            if route_of(getattr(view_func, method.lower())) is None:
                raise TypeError(f"{view_func.__name__}.{method.lower()} must be a command or a query")
        view_func.init_every_request = False
        super().add_url_rule(rule, endpoint, view_func, *args, **options)

    def _declare(self, run: Callable[..., Response], **declared: Any) -> _Decorator:
        if declared["permission"] not in policy.PERMISSIONS:
            raise ValueError(f"permission {declared['permission']!r} is not in the policy")

        def decorate(handler: Handler) -> Callable[..., Response]:
            route = Route(method=handler.__name__.upper(), **declared)
            _check_method(route, handler)

            @functools.wraps(handler)
            def view(resource: MethodView, **path: Any) -> Response:
                return run(route, functools.partial(handler, resource), path)

            setattr(view, _MARK, route)
            operation = ".".join([self.name, *handler.__qualname__.split(".")[-2:]])
            documented: Callable[..., Response] = self.doc(**route.documentation(operation))(view)
            return documented

        return decorate


def route_of(view: Any) -> Route | None:
    """Return what a view method declares, or None when it was not made by `command` or `query`."""
    route = getattr(view, _MARK, None)
    return route if isinstance(route, Route) else None


def routes_of(view_class: type[MethodView]) -> Mapping[str, Route]:
    """Return the routes of a resource by method, in capitals."""
    found = {method: route_of(getattr(view_class, method.lower())) for method in view_class.methods or ()}
    return {method: route for method, route in found.items() if route}


def routes_in(app: Flask) -> Iterator[tuple[str, str, Route]]:
    """Yield (path template, method, route) of every command and query of an app."""
    for rule in app.url_map.iter_rules():
        view_class = getattr(app.view_functions[rule.endpoint], "view_class", None)
        for method, route in routes_of(view_class).items() if view_class else ():
            yield rule.rule, method, route


def _check_method(route: Route, handler: Handler) -> None:
    if route.kind == "command" and route.method not in ("POST", "PUT", "PATCH", "DELETE"):
        raise TypeError(f"{handler.__qualname__}: a command is a POST, PUT, PATCH or DELETE")
    expected = "POST" if route.body else "GET"
    if route.kind == "query" and route.method != expected:
        raise TypeError(f"{handler.__qualname__}: this query must be a {expected}")

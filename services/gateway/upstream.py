"""The services behind the gateway: in the same process as WSGI calls, between processes over HTTP."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, current_app
from werkzeug.test import Client

from limen.errors import Unavailable
from limen.runtime import Runtime
from limen.web.context import current
from services.gateway.connections import Connections, HttpAnswer, NoAnswer
from services.gateway.wsgi import NOT_PASSED_ON, headers_of, read_body, target_of

_EXTENSION = "limen.upstream"

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


class ServiceUnreachable(Unavailable):
    """The service is not reachable just now."""

    code = "service-unreachable"


@dataclass(frozen=True)
class Answer:
    """What a service answered to the console."""

    status: int
    body: Any
    etag: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the service did what it was asked."""
        return self.status < 400


class Upstream:
    """Reaches the services. `pass_on` hands a request on as it came; `call` sends one of our own."""

    def __init__(self, runtime: Runtime) -> None:
        """Make it once for each app, and give it to the app with `serve`."""
        self._settings = runtime.settings
        #: the services of this process; the others are reached over HTTP
        self._applications: dict[str, Callable[..., Any]] = dict(runtime.upstreams or {})
        self._connections: dict[str, Connections] = {}

    def serve(self, app: Flask) -> None:
        """Let `upstream()` find this one in the app's requests, and reach the app itself as `gateway`."""
        app.extensions[_EXTENSION] = self
        self._applications["gateway"] = app.wsgi_app

    def pass_on(self, service: str, environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
        """Have a service answer a WSGI request; `ServiceUnreachable` before anything was answered."""
        if service in self._applications:
            kept = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
            answer: Iterable[bytes] = self._applications[service](kept, start_response)
            return answer
        body = read_body(environ, self._settings.body_limit)
        sent = self._send(service, environ["REQUEST_METHOD"], target_of(environ), body, headers_of(environ))
        headers = [(name, value) for name, value in sent.headers if name.lower() not in NOT_PASSED_ON]
        start_response(f"{sent.status} {_PHRASES.get(sent.status, 'Unknown')}", headers)
        return [sent.body]

    def call(
        self, service: str, method: str, path: str, token: str = "", body: Any = None, **headers: str
    ) -> Answer:
        """Send a request of the console's for an officer; header names are written with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"X-Request-ID": current().request_id, "traceparent": current().traceparent}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        if service in self._applications:
            client = Client(self._applications[service])
            # In a context of its own: two requests to one app would share what the first one knows.
            answer = Context().run(client.open, path, method=method, data=data, headers=sent)
            return Answer(answer.status_code, _json(answer.get_data()), answer.headers.get("ETag", ""))
        over_http = self._send(service, method, path, data, sent)
        tags = [value for name, value in over_http.headers if name.lower() == "etag"]
        return Answer(over_http.status, _json(over_http.body), "".join(tags))

    def _send(
        self, service: str, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HttpAnswer:
        if service not in self._connections:
            self._connections[service] = Connections(self._settings.service_url_of(service))
        try:
            return self._connections[service].request(method, target, body, headers)
        except NoAnswer as error:
            raise ServiceUnreachable(f"The service {service} is not reachable just now.") from error


def upstream() -> Upstream:
    """Return the way to the services of the current app."""
    return cast(Upstream, current_app.extensions[_EXTENSION])


def _json(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None

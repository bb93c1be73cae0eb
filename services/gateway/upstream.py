"""The services behind the gateway: in the same process as WSGI calls, between processes over HTTP."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Any, cast

import urllib3
from flask import Flask, Response, current_app, request
from werkzeug.test import Client
from werkzeug.wrappers import Response as WsgiResponse

from limen.errors import Unavailable
from limen.runtime import Runtime
from limen.web.context import current

_EXTENSION = "limen.upstream"

#: headers of one connection, not of the message (RFC 9110 section 7.6.1), and the console's own cookies
_NOT_PASSED_ON = frozenset(
    (
        "cookie",
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
    )
)
_TIMEOUT = urllib3.Timeout(connect=2, read=30)


class ServiceUnreachable(Unavailable):
    """The service is not reachable just now."""

    code = "service-unreachable"


@dataclass(frozen=True)
class Answer:
    """What a service answered to the console."""

    status: int
    body: Any
    etag: str = ""
    #: the answer as it came, and its media type: for files
    content: bytes = b""
    media_type: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the service did what it was asked."""
        return self.status < 400


class Upstream:
    """Reaches the services. `forward` passes the present request on; `call` sends one of its own."""

    def __init__(self, runtime: Runtime) -> None:
        """Make it once for each app, and give it to the app with `serve`."""
        self._runtime = runtime
        #: the services of this process; the others are reached over HTTP
        self._applications: dict[str, Callable[..., Any]] = dict(runtime.upstreams or {})
        self._pool = urllib3.PoolManager(maxsize=16, block=False, retries=False, timeout=_TIMEOUT)

    def serve(self, app: Flask) -> None:
        """Let `upstream()` find this one in the app's requests, and reach the app itself as `gateway`."""
        app.extensions[_EXTENSION] = self
        self._applications["gateway"] = app.wsgi_app

    def forward(self, service: str) -> Any:
        """Pass the present request on, body unread, and return the service's answer."""
        if service in self._applications:
            environ = {
                name: value
                for name, value in request.environ.items()
                if not name.startswith(("werkzeug.", "flask.")) and name != "HTTP_COOKIE"
            }
            environ["HTTP_X_REQUEST_ID"] = current().request_id
            environ["HTTP_TRACEPARENT"] = current().traceparent
            return WsgiResponse.from_app(self._applications[service], environ, buffered=True)
        answer = self._send(
            service,
            request.method,
            request.full_path.rstrip("?"),
            request.get_data(cache=False),
            _of_message(request.headers.items()),
        )
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _NOT_PASSED_ON]
        return Response(answer.data, answer.status, kept)

    def call(
        self, service: str, method: str, path: str, token: str = "", body: Any = None, **headers: str
    ) -> Answer:
        """Send a request of the console's for an officer; header names are written with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        if service in self._applications:
            client = Client(self._applications[service])
            # In a context of its own: two requests to one app would share what the first one knows.
            answer = Context().run(client.open, path, method=method, data=data, headers={**sent, **_trace()})
            return _answer(answer.status_code, answer.get_data(), answer.headers)
        over_http = self._send(service, method, path, data, sent)
        return _answer(over_http.status, over_http.data, over_http.headers)

    def _send(
        self, service: str, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        url = self._runtime.settings.service_url_of(service) + path
        try:
            return self._pool.request(method, url, body=body, headers={**headers, **_trace()}, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise ServiceUnreachable(f"The service {service} is not reachable just now.") from error


def upstream() -> Upstream:
    """Return the way to the services of the current app."""
    return cast(Upstream, current_app.extensions[_EXTENSION])


def _trace() -> dict[str, str]:
    return {"X-Request-ID": current().request_id, "traceparent": current().traceparent}


def _of_message(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in _NOT_PASSED_ON}


def _answer(status: int, content: bytes, headers: Mapping[str, str]) -> Answer:
    media_type = headers.get("Content-Type", "")
    body = _json(content) if media_type.partition(";")[0].endswith("json") else None
    return Answer(status, body, headers.get("ETag", ""), content, media_type)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None

"""Rate limits at the door, per signed-in officer or else per address, and stricter ones for signing in.

Requests are counted in windows of fixed length, in each process by itself: a limit protects the node from a
client that runs wild, it is not an account of what anybody may do.
"""

import math
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from limen.errors import NotSignedIn, StartRefused
from limen.runtime import Runtime
from limen.web.app import SHARED_ENDPOINTS
from limen.web.context import web
from services.gateway.console.officers import current_officer

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_LIMIT = re.compile(r"([1-9][0-9]{0,8}) per (second|minute|hour|day)")
_SIGN_IN = frozenset({"auth.Tokens", "console.sign_in"})
_UNLIMITED = SHARED_ENDPOINTS | {"merged_openapi", "console.static_file"}


@dataclass(frozen=True)
class Limit:
    """So many requests in so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read a limit such as `600 per minute`; StartRefused when it is none."""
        match = _LIMIT.fullmatch(text.strip())
        if not match:
            raise StartRefused(f"{text!r} is not a limit: write it as '600 per minute'")
        return cls(int(match[1]), _SECONDS[match[2]])


class Window:
    """Counts each client's requests in the present window, and forgets all when the next one begins."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._number, self._counts = 0.0, Counter[str]()
        self._lock = threading.Lock()

    def take(self, client: str) -> int:
        """Count a request; return 0 when it is allowed, else in how many seconds the next window begins."""
        number, passed = divmod(time.monotonic(), self._limit.seconds)
        with self._lock:
            if number != self._number:
                self._number, self._counts = number, Counter()
            self._counts[client] += 1
            allowed = self._counts[client] <= self._limit.requests
        return 0 if allowed else math.ceil(self._limit.seconds - passed)


def add_limits(app: Flask, runtime: Runtime) -> None:
    """Limit every client, and sign-in attempts more strictly: 429 with Retry-After."""
    proxies = runtime.settings.proxies
    if proxies:  # else all clients would share the proxy's address, and its limit
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    every = Window(Limit.parse(runtime.settings.rate_limit))
    signing_in = Window(Limit.parse(runtime.settings.sign_in_limit))

    @app.before_request
    def limit() -> None:
        if request.endpoint in _UNLIMITED:
            return
        wait = every.take(client())
        if request.method == "POST" and request.endpoint in _SIGN_IN:
            wait = max(wait, signing_in.take(_address()))
        if wait:
            raise TooManyRequests(retry_after=wait)


def client() -> str:
    """Return whom a request counts for: the officer of its token or of its session, else its address."""
    token = request.headers.get("Authorization", "").partition(" ")[2]
    if token:
        try:
            return web().tokens.verify(token.strip()).id
        except NotSignedIn:
            pass
    elif request.blueprint == "console":
        officer = current_officer()
        if officer:
            return officer.id
    return _address()


def _address() -> str:
    return request.remote_addr or "unknown"

"""Connections to one service over HTTP, kept open and used again, one request at a time on each.

The standard library's client: every request of a host passes through here, and the richer ones cost twice
as much. A request is sent once and never again by itself, for it may have taken effect.
"""

import select
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

#: seconds to connect, and to wait for an answer
CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 30.0
#: connections that stay open while nobody needs them
_KEPT = 32


@dataclass(frozen=True)
class HttpAnswer:
    """What came back: header names as sent, the whole body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Connections:
    """The connections of this process to the service at `url`, shared by its threads."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path.rstrip("/")
        self._idle: deque[HTTPConnection] = deque(maxlen=_KEPT)

    def request(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a request and return its answer; OSError or HTTPException when none comes."""
        connection = self._alive() or self._new()
        try:
            connection.request(method, self._path + target, body, dict(headers))
            response = connection.getresponse()
            answer = HttpAnswer(response.status, response.getheaders(), response.read())
        except BaseException:
            connection.close()
            raise
        if not response.will_close:
            self._idle.append(connection)
        return answer

    def _alive(self) -> HTTPConnection | None:
        """Return an open connection; the service may have closed some, and then they can be read from."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return None
            poll = select.poll()
            poll.register(connection.sock, select.POLLIN)
            if not poll.poll(0):
                return connection
            connection.close()

    def _new(self) -> HTTPConnection:
        connection = self._kind(self._host, self._port, timeout=CONNECT_SECONDS)
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        return connection


#: what a client lets through when no answer comes
NoAnswer = (OSError, HTTPException)

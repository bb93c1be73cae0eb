"""Load over HTTP: a closed loop of a few connections, in a process of its own.

Each connection sends its next request as soon as it has its answer. Requests are made before the clock runs
and answers are only counted, so that the client costs little beside the server; what it costs is told.
"""

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context


@dataclass(frozen=True)
class Load:
    """What a run of requests gave; times in milliseconds."""

    answers: int
    seconds: float
    p50: float
    p99: float
    statuses: dict[int, int]
    #: share of one core that the client itself took
    client_share: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def require(self, status: int, *, rarely: int = 0) -> "Load":
        """Return this, when every answer had this status; one in a hundred may have had the other."""
        others = self.answers - self.statuses.get(status, 0) - self.statuses.get(rarely, 0)
        assert not others, f"expected {status}, got {self.statuses}"
        assert self.statuses.get(rarely, 0) <= self.answers / 100, f"too often {rarely}: {self.statuses}"
        return self


def send(port: int, requests: Sequence[bytes], connections: int) -> Load:
    """Send all requests to a port of this machine, over so many connections at a time."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as client:
        return client.submit(_send, port, requests, connections).result()


def request(method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
    """Write a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answers(port: int) -> bool:
    """Tell whether somebody answers at a port of this machine, whatever the answer."""
    try:
        connection = _Connection(port)
    except OSError:
        return False
    with connection.socket:
        try:
            connection.send(request("GET", "/"))
            return bool(connection.status())
        except OSError:
            return False


class _Connection:
    """One connection with at most one open request."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received, self._length = b"", -1

    def send(self, data: bytes) -> None:
        self._received, self._length = b"", -1
        self.sent = time.perf_counter()
        self.socket.sendall(data)

    def status(self) -> int:
        """Read what came; return the status once the answer is whole, else 0."""
        self._received += self.socket.recv(65536)
        if self._length < 0:
            head, found, _ = self._received.partition(b"\r\n\r\n")
            if not found:
                return 0
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
            self._length = len(head) + 4 + int(fields[b"content-length"])
        return int(self._received[9:12]) if len(self._received) >= self._length else 0


def _send(port: int, requests: Sequence[bytes], connections: int) -> Load:
    waiting, milliseconds, statuses = iter(requests), [], Counter[int]()
    selector = selectors.DefaultSelector()
    began, spent = time.perf_counter(), time.process_time()
    for data in islice(waiting, connections):
        connection = _Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(data)
    while selector.get_map():
        for key, _ in selector.select():
            connection = key.data
            status = connection.status()
            if not status:
                continue
            milliseconds.append((time.perf_counter() - connection.sent) * 1000)
            statuses[status] += 1
            data = next(waiting, b"")
            if data:
                connection.send(data)
            else:
                selector.unregister(connection.socket)
                connection.socket.close()
    seconds = time.perf_counter() - began
    cuts = statistics.quantiles(milliseconds, n=100)
    share = (time.process_time() - spent) / seconds
    return Load(len(milliseconds), seconds, cuts[49], cuts[98], dict(statuses), share)

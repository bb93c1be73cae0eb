"""Serving over HTTP with granian: one service of a host, or a whole embedded node.

Granian forks its worker processes, or starts them anew where Python no longer forks. Each one builds its
application by a factory named below, from the same settings in the environment.
"""

import atexit
import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from limen import lifeline
from limen.config import Settings, load_settings
from limen.errors import StartRefused
from limen.interrupt import Interrupt
from limen.occupied import only_node_of, refuse_taken_port
from limen.telling import START_REFUSED, tell

#: seconds after which a worker that was asked to stop is killed, which loses nothing
STOP_SECONDS = 10

#: by which a worker tells the main process that the node refuses to start
_REFUSED = signal.SIGUSR1

#: bytes of a refused body that are read for nothing; beyond, the connection is closed, and _CHUNK at once
_BYTES_READ_IN_VAIN, _CHUNK = 2**25, 2**16

#: bytes from which a block of memory goes back to the system when it is freed, and `malloc.h`'s name for that
_LARGE_BLOCK, _M_MMAP_THRESHOLD = 2**20, -3

#: how the factories learn what to build; not settings of a node
_FOLDER, _SERVICE = "_LIMEN_NODE_FOLDER", "_LIMEN_SERVICE_NAME"


def embedded_application() -> Callable[..., Any]:
    """Factory of the embedded node's worker process."""
    from limen import logs
    from limen.embedded import open_node
    from limen.node import log_file, settings_of

    _begin_worker()
    folder = Path(os.environ[_FOLDER])
    settings = settings_of(folder)
    logs.configure("node", settings.log_level, log_file(folder).open("a"))
    with _refusal_told():
        node = open_node(settings)
    atexit.register(node.close)
    return reading_bodies(node.application)


def service_application() -> Callable[..., Any]:
    """Factory of one service's web process."""
    from limen import logs
    from limen.node import settings_of
    from limen.runtime import open_runtime
    from limen.service import load_service
    from limen.web.app import create_app

    _begin_worker()
    name, folder = os.environ[_SERVICE], os.environ.get(_FOLDER)
    settings = settings_of(Path(folder)) if folder else load_settings()
    logs.configure(name, settings.log_level)
    with _refusal_told():
        runtime = open_runtime(settings, load_service(name))
        atexit.register(runtime.close)
        return reading_bodies(create_app(runtime))


def reading_bodies(application: Callable[..., Any]) -> Callable[..., Any]:
    """Have each request's body read to its end before the answer goes out, though nobody wanted it.

    Granian closes a connection with a body left on it, under the next request that a client sends there.
    """

    def read_and_answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        answer = application(environ, start_response)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            left, body = _BYTES_READ_IN_VAIN, environ["wsgi.input"]
            while left > 0 and (read := body.read(min(left, _CHUNK))):
                left -= len(read)
        return answer

    return read_and_answer


def _begin_worker() -> None:
    """Make a forked worker stoppable at once: it must not sit out a stop that comes while it still starts."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.SIG_DFL
        )  # the main process's handlers were inherited; granian sets its own
    lifeline.end_with_parent()
    _give_back_large_blocks()


@contextmanager
def _refusal_told() -> Iterator[None]:
    """End a worker that its node refuses to start, and the process that would only begin it anew."""
    try:
        yield
    except StartRefused as refused:
        tell(refused)
        parent = multiprocessing.parent_process()
        if parent and parent.pid:
            os.kill(parent.pid, _REFUSED)
        sys.exit(START_REFUSED)


def _give_back_large_blocks() -> None:
    """Fix what glibc else adapts: each thread that ever checked a password would keep 19 MiB for good."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK)


def serve_node(folder: Path, settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve the embedded node until Ctrl-C. One process, because SQLite has one writer."""
    os.environ[_FOLDER] = str(folder)
    _start_after_fork(threading.Thread(target=_tell_when_ready, args=(settings, on_ready), daemon=True))
    with only_node_of(folder):
        _serve("limen.server:embedded_application", settings, workers=1)


def serve_service(name: str, settings: Settings, folder: Path | None = None) -> None:
    """Serve one service until it is told to stop. Its processes share a folder for their metrics.

    `folder` is the node's, where the settings come from one.
    """
    from limen.plugins.host import plugins_of
    from limen.service import load_service

    os.environ[_SERVICE] = name
    if folder:
        os.environ[_FOLDER] = str(folder)
    with TemporaryDirectory(prefix="limen-metrics-") as metrics:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", metrics)
        # Here, that the processes share the memory of what it imports; and not before the line above, for the
        # metrics look for their folder when they are imported.
        load_service(name)
        # A plugin that is refused is told of once, and not by each worker.
        plugins_of(settings)
        _serve("limen.server:service_application", settings, workers=settings.web_workers)


def _serve(target: str, settings: Settings, workers: int) -> None:
    """Serve until told to stop; SystemExit with `START_REFUSED` where a worker was refused, and said why."""
    refuse_taken_port(settings)
    refused = threading.Event()

    def stop(*_: Any) -> None:
        refused.set()
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(_REFUSED, stop)
    # A collection writes to all that it looks at: a forked worker would get copies of what it could share.
    gc.freeze()
    server = Granian(
        target,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.web_threads,
        respawn_failed_workers=True,
        # A stop that comes in the very moment in which a worker takes over its signals gets lost in granian.
        workers_kill_timeout=STOP_SECONDS,
        log_enabled=False,
    )
    server.main_loop_interrupt = Interrupt()  # type: ignore[assignment]  # Ctrl-C pressed twice must not hang it
    server.serve()
    if refused.is_set():
        sys.exit(START_REFUSED)


def _start_after_fork(thread: threading.Thread) -> None:
    """Start a thread of the main process once the worker was forked.

    A lock that another thread holds at that moment, of an import say, would stay locked in the worker.
    """
    if multiprocessing.get_start_method() != "fork":
        thread.start()
        return

    def start() -> None:
        if thread.ident is None:
            thread.start()

    os.register_at_fork(after_in_parent=start)


def _tell_when_ready(settings: Settings, on_ready: Callable[[], None]) -> None:
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if _answers(host, settings.port):
            on_ready()
            return
        time.sleep(0.02)


def _answers(host: str, port: int) -> bool:
    """Ask by a plain socket: an HTTP library would be more than all else that the main process holds."""
    try:
        with socket.create_connection((host, port), timeout=1) as connection:
            connection.sendall(f"GET /health/live HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return connection.recv(64).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False

"""What only one process may have: a port, and the folder of an embedded node. The second is refused.

Both wait a moment first, in which a process that was killed just now may still let go.
"""

import fcntl
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from limen.config import Settings
from limen.errors import StartRefused

#: seconds in which a process that was killed just now may still let go
PATIENCE = 2.0

LOCK_NAME = "node.lock"


def refuse_taken_port(settings: Settings) -> None:
    """Raise StartRefused where somebody listens: granian would share the port and its requests with them."""
    if error := _still(lambda: _cannot_listen(settings)):
        raise StartRefused(
            f"cannot listen at {settings.host}:{settings.port}: {error.strerror}; "
            "stop what listens there, or choose another port"
        ) from error


@contextmanager
def only_node_of(folder: Path) -> Iterator[None]:
    """Have the folder alone for as long as this process and its workers live; StartRefused where another has.

    Two processes would each fire the same timers and carry the same events.
    """
    with (folder / LOCK_NAME).open("w") as lock:

        def held() -> OSError | None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                return error
            return None

        if error := _still(held):
            raise StartRefused(
                f"another process runs the node in {folder}; stop it, or name another folder with --data"
            ) from error
        yield


def _still(problem: Callable[[], OSError | None]) -> OSError | None:
    """Return a problem that does not pass within the time of patience."""
    until = time.monotonic() + PATIENCE
    while (error := problem()) and time.monotonic() < until:
        time.sleep(0.05)
    return error


def _cannot_listen(settings: Settings) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as error:
            return error
    return None

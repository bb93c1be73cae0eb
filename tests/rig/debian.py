"""A server from Debian's own binaries: own ports, own folder, and a test may end it and begin anew."""

import os
import shutil
import signal
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from tests.rig.errors import RigError
from tests.rig.keeper import Keeper
from tests.rig.process import OwnedProcess, user_of_servers
from tests.rig.waiting import wait_until


class DebianServer(ABC):
    """What RabbitMQ and PostgreSQL have in common when the rig runs them itself."""

    kind = "Debian binaries"
    name: ClassVar[str]
    system_user: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._user = user_of_servers(self.system_user)
        # Not under pytest's own temporary folder: only its owner may enter that one.
        self.folder = Path(tempfile.mkdtemp(prefix=f"limen-test-{self.name}-"))
        keeper.delete_folder(self.folder)
        self._process: OwnedProcess | None = None

    @abstractmethod
    def _command(self) -> list[str]:
        """The command that becomes the server process."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client is served right now."""

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)}

    @property
    def is_running(self) -> bool:
        """Whether the server process lives; it may not answer yet."""
        return self._process is not None and self._process.is_running

    @property
    def pid(self) -> int:
        """The id of the server process."""
        return self._process.pid

    def start(self, deadline: float = 60.0) -> None:
        """Start with the data and the ports of last time, and wait until it answers."""
        if self.is_running:
            raise RigError(f"{self.name} runs already")
        self._process = OwnedProcess(
            self._command(),
            keeper=self._keeper,
            log=self.folder / "server.log",
            env=self._environment(),
            user=self._user,
        )
        self.wait_until_ready(deadline)

    def wait_until_ready(self, deadline: float = 60.0) -> None:
        """Return when clients are served; RigError with the end of its log if it died instead."""
        wait_until(self._answers_or_died, f"{self.name} answers", deadline)

    def _answers_or_died(self) -> bool:
        if not self.is_running:
            raise RigError(f"{self.name} has ended; its log ends with:\n{self._process.last_words()}")
        return self.answers()

    def stop_gracefully(self, deadline: float = 30.0) -> None:
        """Shut down as at a system update: connections are closed, everything is written."""
        self._process.ask_to_stop(self.stop_signal, deadline)

    def kill(self) -> None:
        """SIGKILL to the server and its children."""
        self._process.kill()

    def close(self) -> None:
        """End the server for good and delete its data."""
        if self._process is not None:
            self._process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _own(self, *paths: Path) -> None:
        """Give these files and folders to the user whom the server runs as."""
        if self._user:
            for path in paths:
                shutil.chown(path, self._user, self._user)

"""The dead man's handle: ends what a test run started when the run dies without doing so itself.

The run holds the writing end of a pipe to this process. However the run ends, the pipe closes, and the
keeper kills the processes, removes the containers and deletes the folders that it was told of.
After an orderly end nothing of them is left, and the keeper has nothing to do.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class Keeper:
    """Told of everything that must not outlive the test run."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C at the terminal must not reach the keeper before the run has ended.
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, bufsize=1, start_new_session=True
        )

    def end_process(self, pid: int) -> None:
        """Kill this process, by a handle that cannot hit another one with the same id."""
        self._tell("process", str(pid))

    def remove_container(self, container_id: str) -> None:
        """Remove this container with its volumes."""
        self._tell("container", container_id)

    def delete_folder(self, folder: Path) -> None:
        """Delete this folder after the processes have ended."""
        self._tell("folder", str(folder))

    def _tell(self, kind: str, name: str) -> None:
        self._process.stdin.write(f"{kind} {name}\n")

    def close(self) -> None:
        """Let the keeper do what is left to do, and wait for it."""
        self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def keep(lines) -> None:
    """Read what to end until the lines end, then end it: processes, containers, folders."""
    told = {"process": [], "container": [], "folder": []}
    for line in lines:
        kind, name = line.rstrip("\n").split(" ", 1)
        with contextlib.suppress(ProcessLookupError):
            told[kind].append(os.pidfd_open(int(name)) if kind == "process" else name)
    for handle in told["process"]:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    remove_containers(told["container"])
    for folder in told["folder"]:
        shutil.rmtree(folder, ignore_errors=True)


def remove_containers(ids: list[str]) -> None:
    """Remove those containers that are still there."""
    if not ids:
        return
    import docker

    client = docker.from_env()
    for name in ids:
        with contextlib.suppress(docker.errors.NotFound):
            client.containers.get(name).remove(force=True, v=True)
    client.close()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(sys.stdin)

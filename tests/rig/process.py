"""A server process that the rig started, and that it alone ends."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import psutil

from tests.rig.keeper import Keeper
from tests.rig.waiting import wait_until


class OwnedProcess:
    """Starts `command`, with its output appended to the file `log`; `user` only when run as root."""

    def __init__(
        self, command: list[str], *, keeper: Keeper, log: Path, env: dict[str, str], user: str | None
    ) -> None:
        as_user = {"user": user, "group": user, "extra_groups": []} if user else {}
        self._log = log
        with log.open("ab") as output:
            # A session of its own, so that Ctrl-C reaches the test run first.
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=log.parent,
                env=env,
                start_new_session=True,
                **as_user,
            )
        keeper.end_process(self.pid)

    @property
    def pid(self) -> int:
        """The process id, valid until the process has been ended here."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._popen.poll() is None

    def ask_to_stop(self, sign: signal.Signals, deadline: float) -> None:
        """Send the signal by which the server shuts down in good order, and wait until it has."""
        self._popen.send_signal(sign)
        self._popen.wait(deadline)

    def kill(self) -> None:
        """SIGKILL to the process and its children at one moment, as in a loss of power."""
        if not self.is_running:
            return
        # Stopped first, so that it starts no further child between the count and the kill.
        self._popen.send_signal(signal.SIGSTOP)
        family = [*psutil.Process(self.pid).children(recursive=True), psutil.Process(self.pid)]
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        self._popen.wait()
        for member in family:
            wait_until(lambda member=member: _has_ended(member), f"process {member.pid} has ended")

    def last_words(self, lines: int = 20) -> str:
        """The end of the server's log, for an error message."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])


def _has_ended(process: psutil.Process) -> bool:
    """A zombie has ended too: the first process of a container does not always reap."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def user_of_servers(name: str) -> str | None:
    """Servers do not run as root: the system user `name` when we are root, else nobody but ourselves."""
    return name if os.geteuid() == 0 else None

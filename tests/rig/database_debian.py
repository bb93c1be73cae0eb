"""PostgreSQL from Debian's package, started by the rig, which may stop it, kill it and start it again."""

import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.rig.database import Database
from tests.rig.debian import DebianServer
from tests.rig.errors import RigError, Unavailable
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port

INSTALLED = Path("/usr/lib/postgresql")


class DebianDatabase(DebianServer, Database):
    """A PostgreSQL cluster of our own. With `durable=False` it trades what survives a power cut for speed."""

    name = "postgresql"
    system_user = "postgres"
    # A fast shutdown: sessions are ended, everything is written. It is what Debian's service does.
    stop_signal = signal.SIGINT

    def __init__(self, keeper: Keeper, durable: bool = True) -> None:
        self._binaries = newest_binaries()
        super().__init__(keeper)
        self._durable = durable
        self._port, self._password = free_port(), secrets.token_hex(8)
        self.url = f"postgresql://limen:{self._password}@127.0.0.1:{self._port}/postgres"
        self._create_cluster()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _create_cluster(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self._password)
        self._own(self.folder, secret)
        result = subprocess.run(
            [
                self._binaries / "initdb",
                f"--pgdata={self._data}",
                "--username=limen",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            env=self._environment(),
            cwd=self.folder,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            shutil.rmtree(self.folder)
            raise RigError(f"initdb failed: {result.stderr}")

    def _command(self) -> list[str]:
        settings = {"listen_addresses": "127.0.0.1", "port": self._port, "unix_socket_directories": ""}
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return [str(self._binaries / "postgres"), "-D", str(self._data), *options]

    def answers(self) -> bool:
        """Whether a client gets a session."""
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def newest_binaries() -> Path:
    """The folder of the newest server installed; Unavailable where there is none."""
    servers = [server.parent for server in INSTALLED.glob("*/bin/postgres")]
    if not servers:
        raise Unavailable("Debian's package postgresql is not installed")
    return max(servers, key=lambda folder: int(folder.parent.name))

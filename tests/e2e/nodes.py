"""Real nodes as an administrator runs them: processes of `limen`, which a test may kill and start again."""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import urllib3
from psycopg import sql

from limen.config import Settings, load_settings
from limen.keys import KEY_FILES, write_keys
from limen.node import default_plugins, settings_of
from limen.service import SERVICE_NAMES
from limen.storage.database import Database
from tests.rig.database import Database as DatabaseServer
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

ROOT = Path(__file__).parents[2]
LIMEN = str(Path(sys.executable).with_name("limen"))
COUNTRY = "CH"
#: what only the gateway is told
_GATEWAY_KEYS = ("token_key", "session_key")
#: a test asks more, and longer, than a person does
_FOR_TESTS = {
    "LIMEN_TOKEN_MINUTES": "1000",
    "LIMEN_RATE_LIMIT": "1000000 per minute",
    "LIMEN_SIGN_IN_LIMIT": "1000 per minute",
}
#: how a log tells of a fault: of a request, of a part of a worker, of a timer
_FAULTS = ('"request_failed"', '"worker.failed"', '"timer.failed"')


class Node(ABC):
    """A node in `folder`. What ends by itself or is killed comes back at `revive`, as under systemd."""

    shape: str
    #: web processes of a service; one is enough for a test
    web_workers = 1

    def __init__(self, folder: Path, keeper: Keeper) -> None:
        self.folder = folder
        self._keeper = keeper
        self._processes: dict[str, OwnedProcess] = {}
        self._opened: dict[str, Database] = {}
        self._logs = folder / "logs"
        self._logs.mkdir(parents=True)
        (folder / "tmp").mkdir()

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the gateway answers."""

    @abstractmethod
    def settings(self) -> Settings:
        """The gateway's settings, with which a test can open what the node opens."""

    @abstractmethod
    def _commands(self) -> Mapping[str, tuple[list[str], Mapping[str, str]]]:
        """Return the arguments of `limen` and the environment of each process by its name."""

    @abstractmethod
    def web_addresses(self) -> list[str]:
        """Return where every web process answers."""

    def metrics_addresses(self) -> list[str]:
        """Return where every process shows its metrics."""
        return self.web_addresses()

    def start(self, *names: str) -> None:
        """Start all processes, or those named, and wait until the node is ready."""
        for name in names or self._commands():
            self._launch(name)
        self.wait_until_ready()

    def revive(self) -> None:
        """Start again whatever has ended, and wait until the node is ready."""
        self.wait_until_ready(starting_again=True)

    def wait_until_ready(self, *, starting_again: bool = False, deadline: float = 90.0) -> None:
        """Return when every process runs and every web process answers that it is ready."""

        def ready() -> bool:
            ended = [name for name, process in self._processes.items() if not process.is_running]
            if starting_again:
                for name in ended:
                    self._launch(name)
            elif ended:
                words = self._processes[ended[0]].last_words()
                raise AssertionError(f"{', '.join(ended)} ended by itself; the log ends with:\n{words}")
            return all(map(_is_ready, self.web_addresses()))

        try:
            wait_until(ready, "the node is ready", deadline)
        except TimeoutError as error:
            words = [f"{name}:\n{process.last_words()}" for name, process in self._processes.items()]
            raise TimeoutError("\n".join([str(error), *words, *self.faults()])) from None

    def names(self) -> list[str]:
        """Return the names of the processes."""
        return list(self._processes)

    def pids(self, name: str = "") -> list[int]:
        """Return the ids of all living processes, or of one and its children: the main processes first."""
        mains = [
            process.pid
            for each, process in self._processes.items()
            if process.is_running and name in ("", each)
        ]
        return [*mains, *(child.pid for main in mains for child in _children(main))]

    def kill(self, pid: int) -> None:
        """SIGKILL to one process alone; its children must end by themselves."""
        family = [pid, *(child.pid for child in _children(pid))]
        _kill(pid)
        self._wait_until_gone(family)

    def kill_all(self, rng: random.Random) -> None:
        """SIGKILL to all processes at one moment, in any order."""
        pids = self.pids()
        rng.shuffle(pids)
        for pid in pids:
            _kill(pid)
        self._wait_until_gone(pids)

    def stop(self, *names: str) -> None:
        """Stop all processes, or those named, in good order."""
        stopped = [self._processes[name] for name in names or self._processes]
        for process in stopped:
            if process.is_running:
                process.ask_to_stop(signal.SIGTERM, 60)

    def kill_by_name(self, name: str) -> None:
        """SIGKILL to a process and its children."""
        self._processes[name].kill()

    def close(self) -> None:
        """End what still runs."""
        for database in self._opened.values():
            database.close()
        pids = self.pids()
        for process in self._processes.values():
            process.kill()
        self._wait_until_gone(pids)

    def database(self, service: str) -> Database:
        """Return a service's database, opened once and closed with the node."""
        if service not in self._opened:
            self._opened[service] = Database(self.settings().database_url_of(service))
        return self._opened[service]

    def logs(self) -> list[Path]:
        """Return every file that a process wrote its log or output to."""
        return sorted(self.folder.rglob("*.log"))

    def faults(self) -> list[str]:
        """Return the lines in which a process tells of an error that nobody expected."""
        lines = [line for log in self.logs() for line in log.read_text(errors="replace").splitlines()]
        return [line for line in lines if line.startswith("Traceback") or any(f in line for f in _FAULTS)]

    def limen(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `limen` on this node, as an administrator would at its machine."""
        return subprocess.run(
            [LIMEN, *arguments],
            env=self._administrator(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @abstractmethod
    def _administrator(self) -> Mapping[str, str]:
        """Return the environment of an administrator's shell."""

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),  # the tree that the tests stand in, wherever Limen is installed from
            "COLUMNS": "200",
            "TMPDIR": str(self.folder / "tmp"),  # what a killed process leaves behind goes with the node
            "LIMEN_WEB_WORKERS": str(self.web_workers),
            **_FOR_TESTS,
        }

    def _wait_until_gone(self, pids: list[int]) -> None:
        """Wait until these have ended. A process that has only begun to end is a zombie already."""
        mains = [process for process in self._processes.values() if process.pid in pids]

        def gone() -> bool:
            return not any(process.is_running for process in mains) and not any(map(_runs, pids))

        wait_until(gone, "every process has ended")

    def _launch(self, name: str) -> None:
        arguments, environment = self._commands()[name]
        self._processes[name] = OwnedProcess(
            [LIMEN, *arguments],
            keeper=self._keeper,
            log=self._logs / f"{name}.log",
            env={**self._environment(), **environment},
            user=None,
        )


class EmbeddedNode(Node):
    """`limen run`: one process, SQLite, no broker."""

    shape = "embedded"

    def __init__(self, folder: Path, keeper: Keeper) -> None:
        super().__init__(folder, keeper)
        self._data, self._port = folder / "data", free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def settings(self) -> Settings:
        return settings_of(self._data, environment={})

    def _commands(self) -> Mapping[str, tuple[list[str], Mapping[str, str]]]:
        options = ["--country", COUNTRY, "--port", str(self._port), "--data", str(self._data)]
        return {"node": (["run", "--empty", *options], {})}

    def web_addresses(self) -> list[str]:
        return [self.url]

    def _administrator(self) -> Mapping[str, str]:
        return {**self._environment(), "LIMEN_CONFIG": str(self._data / "node.toml")}


class HostNode(Node):
    """For each service `limen serve` and `limen work`, on PostgreSQL and RabbitMQ."""

    shape = "host"

    def __init__(self, folder: Path, keeper: Keeper, server: DatabaseServer, broker_url: str) -> None:
        super().__init__(folder, keeper)
        self._server = server
        self.broker_url = broker_url
        self._ports = {service: free_port() for service in SERVICE_NAMES}
        self._metrics_ports = {service: free_port() for service in SERVICE_NAMES}
        self._databases = make_databases(server)
        self._keys = write_keys(folder / "keys")
        self._shared = {
            "LIMEN_SHAPE": "host",
            "LIMEN_NODE": "proof-node",
            "LIMEN_COUNTRY": COUNTRY,
            "LIMEN_DATA": str(folder),
            "LIMEN_DATABASE_URL": self._databases,
            "LIMEN_BROKER_URL": broker_url,
            "LIMEN_PLUGINS": ",".join(default_plugins()),
            "LIMEN_SERVICE_URLS": ",".join(
                f"{service}={self.url_of(service)}" for service in SERVICE_NAMES if service != "gateway"
            ),
            **{
                f"LIMEN_{setting.upper()}_FILE": str(self._keys[setting])
                for setting in KEY_FILES
                if setting not in _GATEWAY_KEYS
            },
        }
        migrated = self.limen("db", "upgrade")
        assert migrated.returncode == 0, migrated.stderr

    @property
    def url(self) -> str:
        return self.url_of("gateway")

    def url_of(self, service: str) -> str:
        """Return where a service's web process answers, behind the gateway's back."""
        return f"http://127.0.0.1:{self._ports[service]}"

    def settings(self) -> Settings:
        return load_settings(self._administrator())

    def close(self) -> None:
        super().close()
        drop_databases(self._server, self._databases)

    def _commands(self) -> Mapping[str, tuple[list[str], Mapping[str, str]]]:
        commands: dict[str, tuple[list[str], Mapping[str, str]]] = {}
        for service in SERVICE_NAMES:
            own = self._gateway_keys() if service == "gateway" else {}
            environment = {**self._shared, **own, "LIMEN_PORT": str(self._ports[service])}
            commands[f"serve-{service}"] = (["serve", service], environment)
            metrics = {"LIMEN_METRICS_PORT": str(self._metrics_ports[service])}
            commands[f"work-{service}"] = (["work", service], {**self._shared, **metrics})
        return commands

    def web_addresses(self) -> list[str]:
        return [self.url_of(service) for service in SERVICE_NAMES]

    def metrics_addresses(self) -> list[str]:
        return [*self.web_addresses(), *(f"http://127.0.0.1:{port}" for port in self._metrics_ports.values())]

    def _administrator(self) -> Mapping[str, str]:
        return {**self._environment(), **self._shared, **self._gateway_keys()}

    def _gateway_keys(self) -> dict[str, str]:
        return {f"LIMEN_{setting.upper()}_FILE": str(self._keys[setting]) for setting in _GATEWAY_KEYS}


def make_databases(server: DatabaseServer) -> str:
    """Create a database for each service; return their URL with `{service}` in it."""
    name = f"limen_test_{secrets.token_hex(4)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        for service in SERVICE_NAMES:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
            connection.execute(statement.format(sql.Identifier(f"{name}_{service}")))
    return urlunsplit(urlsplit(server.url)._replace(path=f"/{name}_{{service}}"))


def drop_databases(server: DatabaseServer, url: str) -> None:
    """Drop what `make_databases` made."""
    for service in SERVICE_NAMES:
        server.drop_database(url.replace("{service}", service))


def _is_ready(address: str) -> bool:
    try:
        answer = urllib3.request("GET", f"{address}/health/ready", retries=False, timeout=5)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _runs(pid: int) -> bool:
    """Tell whether a process runs; what a container's first process has not reaped does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

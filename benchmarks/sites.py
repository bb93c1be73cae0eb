"""What is measured from outside: a node of each shape as an administrator runs it, and the bare route."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import bare
from benchmarks.load import answers
from limen.config import setting_fields
from limen.storage.database import Database
from tests.e2e.nodes import ROOT, EmbeddedNode, HostNode, Node
from tests.e2e.officers import sign_in
from tests.e2e.site import opened
from tests.rig import provide
from tests.rig.broker_debian import DebianBroker
from tests.rig.database_debian import DebianDatabase
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

#: of a node and of the bare route alike: as many as the settings give unless somebody says otherwise
_DEFAULTS: Mapping[str, Any] = {setting.name: setting.default for setting in setting_fields()}
WORKERS: Mapping[str, int] = {"embedded": 1, "host": _DEFAULTS["web_workers"]}
THREADS: int = _DEFAULTS["web_threads"]


class Servers:
    """The servers of this run, started when they are first asked for, and where files may be left."""

    def __init__(self, keeper: Keeper, folder: Path) -> None:
        self.keeper, self._folder = keeper, folder
        self._numbers = count()
        self._to_close = ExitStack()

    @cached_property
    def broker(self) -> DebianBroker:
        """RabbitMQ, of this run alone."""
        return self._to_close.enter_context(provide.started_broker(self.keeper))

    @cached_property
    def database(self) -> DebianDatabase:
        """PostgreSQL, of this run alone; what it commits survives a loss of power."""
        return self._to_close.enter_context(provide.started_database(self.keeper))

    def close(self) -> None:
        """End what was started."""
        self._to_close.close()

    def new_folder(self) -> Path:
        """Make one more folder."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return folder

    def node(self, shape: str) -> Node:
        """Make a node that is not started."""
        if shape == "embedded":
            return EmbeddedNode(self.new_folder(), self.keeper)
        node = HostNode(self.new_folder(), self.keeper, self.database, self.broker.new_vhost())
        node.web_workers = WORKERS["host"]
        return node

    def database_url(self, shape: str) -> str:
        """Return the URL of an empty database of the kind that the shape uses."""
        return (
            self.database.new_database() if shape == "host" else f"sqlite:///{self.new_folder()}/bare.sqlite"
        )


@contextmanager
def running(servers: Servers, shape: str) -> Iterator[tuple[Node, str]]:
    """Start a node with accounts and posts; give it with the token of a border officer."""
    with opened(servers.node(shape)) as site:
        yield site.node, sign_in(site.node.url, "officer").token


class BareRoute:
    """The bare route at work on a database of its own; its table is empty."""

    def __init__(self, servers: Servers, shape: str) -> None:
        self.port = free_port()
        self._url = servers.database_url(shape)
        with closing(Database(self._url)) as database, database.write() as connection:
            bare.metadata.create_all(connection)
        folder = servers.new_folder()
        self._process = OwnedProcess(
            [sys.executable, "-m", "benchmarks.bare", str(self.port), str(WORKERS[shape]), str(THREADS)],
            keeper=servers.keeper,
            log=folder / "bare.log",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), bare.DATABASE_URL: self._url},
            user=None,
        )

    @property
    def pid(self) -> int:
        """The id of its main process."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Return once it answers."""
        wait_until(lambda: answers(self.port), "the bare route answers")

    def rows(self) -> int:
        """How many rows it has inserted."""
        with closing(Database(self._url)) as database, database.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(bare.table)) or 0

    def close(self) -> None:
        """End it."""
        self._process.kill()


@contextmanager
def bare_route(servers: Servers, shape: str) -> Iterator[BareRoute]:
    """Start the bare route, and wait until it answers."""
    route = BareRoute(servers, shape)
    try:
        route.wait_until_ready()
        yield route
    finally:
        route.close()

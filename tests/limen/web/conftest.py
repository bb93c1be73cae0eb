"""The desk service on real databases, and officers with real tokens."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from limen.config import Settings
from limen.keys import new_token_keys
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.storage import tables
from limen.storage.audit import GENESIS
from limen.storage.database import Database
from limen.storage.vault import Vault, new_master_key
from limen.web.app import create_app
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from tests.limen.web import desk

ANNA = Actor(
    id="0190a000-0000-7000-8000-000000000001",
    name="Anna Muster",
    roles=frozenset({"border_officer"}),
    posts=frozenset({"AL-HANI"}),
    country="AL",
    agency="border police",
)


def make_runtime(database: Database, settings: Settings) -> Runtime:
    """Create the desk's tables and return its runtime."""
    with database.write() as connection:
        tables.metadata.create_all(connection)
        desk.metadata.create_all(connection)
        connection.execute(tables.audit_head.insert().values(id=1, sequence=0, digest=GENESIS))
    return Runtime(settings, desk.SERVICE, database, Vault(settings.master_key, "desk"), PluginHost())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    private, public = new_token_keys()
    return Settings(
        node="tirana",
        country="AL",
        data=tmp_path,
        master_key=new_master_key(),
        token_key=private,
        token_public_keys=public,
        body_limit=10_000,
    )


@pytest.fixture
def runtime(settings: Settings, tmp_path: Path) -> Iterator[Runtime]:
    """The desk on SQLite."""
    database = Database(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    yield make_runtime(database, settings)
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_runtime(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Runtime]:
    """The desk on each database in turn."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    database = Database(url)
    yield make_runtime(database, settings)
    database.close()


class Desk:
    """A client of the desk, as one officer."""

    def __init__(self, app: Flask, actor: Actor | None = ANNA) -> None:
        self.app = app
        self.runtime: Runtime = app.extensions["limen"].runtime
        self._client: FlaskClient = app.test_client()
        self._headers: dict[str, str] = {}
        if actor:
            settings = self.runtime.settings
            token = TokenIssuer(settings.token_key, settings.node).issue(actor, 10)
            self._headers["Authorization"] = self.authorization = f"Bearer {token}"

    def __call__(self, method: str, path: str, *, headers: Any = None, **options: Any) -> TestResponse:
        """Send a request; a path without `/` at its start is the desk's."""
        path = path if path.startswith("/") else f"/api/v1/desk/{path}"
        return self._client.open(path, method=method, headers={**self._headers, **(headers or {})}, **options)

    def record(self, **values: Any) -> TestResponse:
        """Record a visit."""
        return self("POST", "visits", json={"post": "AL-HANI", "visitor": "ERIKSSON", **values})

    def as_(self, **changes: Any) -> "Desk":
        """Return the client of another officer."""
        values = {"id": "0190a000-0000-7000-8000-000000000002", **changes}
        return Desk(self.app, Actor(**values))

    def as_nobody(self) -> "Desk":
        """Return a client without a token."""
        return Desk(self.app, None)


@pytest.fixture
def client(runtime: Runtime) -> Desk:
    return Desk(create_app(runtime))


@pytest.fixture
def each_client(each_runtime: Runtime) -> Desk:
    return Desk(create_app(each_runtime))

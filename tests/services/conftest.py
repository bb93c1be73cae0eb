"""Databases of a service for its tests: each a copy of one that was migrated once, which is quicker."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from limen.storage import migrations
from limen.storage.database import Database

NewDatabase = Callable[[str], str]


def migrated(url: str, service: str) -> str:
    """Migrate a new database; return its URL."""
    database = Database(url)
    migrations.upgrade(database, service)
    database.close()
    return url


@pytest.fixture(scope="session")
def _sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("migrated")

    @cache
    def file_of(service: str) -> Path:
        path = folder / f"{service}.sqlite"
        migrated(f"sqlite:///{path}", service)
        return path

    return file_of


@pytest.fixture(scope="session")
def _postgres_template(postgres_server) -> Callable[[str], str]:
    return cache(lambda service: migrated(postgres_server.new_database(), service).rpartition("/")[2])


@pytest.fixture
def new_sqlite(_sqlite_file: Callable[[str], Path], tmp_path: Path) -> NewDatabase:
    """Gives the URL of a migrated SQLite database of the service named, one a test."""
    return lambda service: f"sqlite:///{shutil.copy(_sqlite_file(service), tmp_path)}"


@pytest.fixture
def new_postgres(postgres_server, _postgres_template: Callable[[str], str]) -> Iterator[NewDatabase]:
    """Gives the URL of one more migrated PostgreSQL database of the service named."""
    urls = []

    def new(service: str) -> str:
        urls.append(postgres_server.new_database(template=_postgres_template(service)))
        return urls[-1]

    yield new
    for url in urls:
        postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Gives the URL of a migrated database of the service named; the test runs once for each kind."""
    return request.getfixturevalue(f"new_{request.param}")

"""Databases of a service for its tests: each a copy of one that was migrated once, which is quicker."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from limen.runtime import Runtime
from limen.storage import migrations
from limen.storage.database import Database
from tests.services.kept import KeptService

NewDatabase = Callable[[str], str]
#: gives the service of a name; what it was opened with stays for all tests
Keep = Callable[[str, Callable[[str], Runtime]], KeptService]


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
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: the test runs once for each."""
    return request.param


@pytest.fixture
def new_database(request: pytest.FixtureRequest, kind: str) -> NewDatabase:
    """Gives the URL of a migrated database of the service named, of this kind."""
    return request.getfixturevalue(f"new_{kind}")


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], KeptService]]:
    kept: dict[tuple[str, str], KeptService] = {}
    yield kept
    for service in kept.values():
        service.close()


@pytest.fixture
def keep(
    request: pytest.FixtureRequest,
    kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    _kept: dict[tuple[str, str], KeptService],
) -> Keep:
    """Gives a service on a database of this kind, opened by the first test that asks for it."""

    def url_of(service: str) -> str:
        if kind == "sqlite":
            file = request.getfixturevalue("_sqlite_file")(service)
            return f"sqlite:///{shutil.copy(file, tmp_path_factory.mktemp('kept'))}"
        template = request.getfixturevalue("_postgres_template")(service)
        return request.getfixturevalue("postgres_server").new_database(template=template)

    def given(service: str, opened: Callable[[str], Runtime]) -> KeptService:
        if (service, kind) not in _kept:
            _kept[service, kind] = KeptService(opened(url_of(service)))
        return _kept[service, kind]

    return given

"""Databases, services and buses for the tests of messaging."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from limen.messaging import inbox, timers
from limen.runtime import Runtime
from limen.storage.database import Database
from tests.limen.messaging import kit
from tests.limen.messaging.buses import Bus, EmbeddedBus, RabbitBus

Handlers = dict[str, Callable]


@pytest.fixture
def effects() -> kit.Effects:
    """The subscriber's handler."""
    return kit.Effects()


@pytest.fixture
def handlers(effects: kit.Effects) -> Handlers:
    """What readmission does about the events of registration; `ended` it knows and ignores."""
    return {kit.RAISED: effects}


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries as many as in production, but soon."""
    monkeypatch.setattr(inbox, "DELAYS", tuple(0.01 for _ in inbox.DELAYS))
    monkeypatch.setattr(timers, "CLOCK_SECONDS", 0.05)


@pytest.fixture(scope="session")
def _postgres_template(postgres_server) -> str:
    """The name of a PostgreSQL database that holds an empty service's tables."""
    url = postgres_server.new_database()
    database = Database(url)
    kit.create_tables(database)
    database.close()
    return url.rpartition("/")[2]


@pytest.fixture
def new_postgres(postgres_server, _postgres_template) -> Iterator[Callable[[], str]]:
    """Gives the URL of one more PostgreSQL database with an empty service's tables."""
    urls = []

    def new() -> str:
        urls.append(postgres_server.new_database(template=_postgres_template))
        return urls[-1]

    yield new
    for url in urls:
        postgres_server.drop_database(url)


@pytest.fixture
def new_sqlite(tmp_path: Path) -> Callable[[], str]:
    """Gives the URL of one more SQLite database with an empty service's tables."""
    numbers = iter(range(100))

    def new() -> str:
        url = f"sqlite:///{tmp_path / f'{next(numbers)}.sqlite'}"
        database = Database(url)
        kit.create_tables(database)
        database.close()
        return url

    return new


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives the URL of one more database; the test runs once for SQLite and once for PostgreSQL."""
    return request.getfixturevalue(f"new_{request.param}")


@pytest.fixture
def registration(new_database) -> Iterator[Runtime]:
    """The producer."""
    runtime = kit.open_service("registration", new_database())
    yield runtime
    runtime.close()


@pytest.fixture
def readmission(new_database, handlers: Handlers) -> Iterator[Runtime]:
    """The subscriber."""
    runtime = kit.open_service("readmission", new_database(), handlers=handlers)
    yield runtime
    runtime.close()


@pytest.fixture
def embedded_bus(new_sqlite, handlers: Handlers) -> Iterator[Bus]:
    """The embedded shape, not started."""
    bus = EmbeddedBus(
        kit.open_service("registration", new_sqlite()),
        kit.open_service("readmission", new_sqlite(), handlers=handlers),
        kit.open_service("training", new_sqlite()),
    )
    yield bus
    bus.close()


@pytest.fixture
def rabbit_bus(new_postgres, broker_url: str, handlers: Handlers) -> Iterator[Bus]:
    """The host shape, not started."""
    host = {"shape": "host", "broker_url": broker_url}
    bus = RabbitBus(
        kit.open_service("registration", new_postgres(), **host),
        kit.open_service("readmission", new_postgres(), handlers=handlers, **host),
    )
    yield bus
    bus.close()


@pytest.fixture(params=["embedded", "rabbit"])
def bus(request: pytest.FixtureRequest) -> Bus:
    """A bus that is not started; the test runs once for each."""
    return request.getfixturevalue(f"{request.param}_bus")

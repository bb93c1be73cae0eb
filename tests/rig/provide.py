"""Which server a test gets: the first that there is. And what happens where there is none."""

import os
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

import pytest

from tests.rig.broker import Broker, GivenBroker
from tests.rig.broker_debian import DebianBroker
from tests.rig.containers import ContainerBroker, ContainerDatabase
from tests.rig.database import Database, GivenDatabase
from tests.rig.database_debian import DebianDatabase
from tests.rig.errors import Unavailable
from tests.rig.keeper import Keeper

Server = TypeVar("Server", Broker, Database)


def broker(keeper: Keeper) -> Broker:
    """A RabbitMQ server that answers; Unavailable where there is none."""
    return first_available(
        [GivenBroker.from_environment, lambda: ContainerBroker(keeper), lambda: started_broker(keeper)]
    )


def database(keeper: Keeper) -> Database:
    """A PostgreSQL server that answers; Unavailable where there is none."""
    return first_available(
        [
            GivenDatabase.from_environment,
            lambda: ContainerDatabase(keeper),
            lambda: started_database(keeper, durable=False),
        ]
    )


def started_broker(keeper: Keeper, management_port: int | None = None) -> DebianBroker:
    """A RabbitMQ node of our own that answers."""
    return started(DebianBroker(keeper, management_port))


def started_database(keeper: Keeper, durable: bool = True) -> DebianDatabase:
    """A PostgreSQL cluster of our own that answers."""
    return started(DebianDatabase(keeper, durable))


def started(server):
    """Start the server; one that fails to start is cleared away."""
    try:
        server.start()
    except BaseException:
        server.close()
        raise
    return server


def first_available(ways: Iterable[Callable[[], Server]]) -> Server:
    """Try one way after the other; Unavailable says why each is closed. Any other error ends the search."""
    reasons = []
    for way in ways:
        try:
            return way()
        except Unavailable as error:
            reasons.append(str(error))
    raise Unavailable("; ".join(reasons))


def skip_or_fail(what: str, reason: Exception) -> NoReturn:
    """Skip for a person; fail where CI is set, since there everything must have been installed."""
    message = f"no {what}: {reason}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)

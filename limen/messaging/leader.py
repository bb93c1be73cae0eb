"""One leader among a service's workers, chosen by a lock that the database holds for a session.

The database frees the lock when the session ends, however it ends, so that a killed leader is
followed at once. SQLite serves the embedded shape, where each service has one worker.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from limen.storage.database import Database

#: seconds between two attempts to become the leader
RETRY_SECONDS = 1.0

#: first of the two numbers of our advisory locks; the second is made from the name
_CLASS = 7061


class Leader:
    """Proof of leadership, as long as `check` does not raise."""

    def __init__(self, connection: sa.Connection | None) -> None:
        self._connection = connection

    @property
    def connection(self) -> sa.Connection:
        """The session that holds the lock, in autocommit; only on PostgreSQL."""
        assert self._connection is not None, "SQLite has no session locks"
        return self._connection

    def check(self) -> None:
        """Raise `DatabaseUnavailable` when the session, and with it the lock, is gone."""
        if self._connection is not None:
            self._connection.execute(sa.text("SELECT 1"))


@contextmanager
def leadership(database: Database, name: str, stop: threading.Event) -> Iterator[Leader | None]:
    """Wait until no other worker leads in `name`, then lead; None when `stop` is set first."""
    if database.is_sqlite:
        yield Leader(None)
        return
    with database.dedicated() as connection:
        while not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_CLASS, _number(name)))):
            if stop.wait(RETRY_SECONDS):
                yield None
                return
        yield Leader(connection)


def _number(name: str) -> int:
    """Return a signed 32-bit number for a name."""
    return zlib.crc32(name.encode()) - 2**31

"""One service's database: SQLite in the embedded shape, PostgreSQL in production.

SQLite has one writer. Waiting for it inside SQLite is a lottery with long tails, so a lock of the
process stands in front of BEGIN IMMEDIATE; between processes SQLite's busy timeout still holds.
`synchronous=FULL` because what was confirmed must survive a power cut, not only a crash.
"""

import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from limen.errors import DatabaseUnavailable

#: seconds that a connection attempt or a wait for SQLite's writer may take
WAIT_SECONDS = 10

_WRITE = "limen_write"


class Database:
    """A service's database, with short read and write transactions.

    Driver errors that mean "not reachable" leave as `DatabaseUnavailable`; all others are bugs and
    leave as SQLAlchemy raised them.
    """

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = (
            _sqlite_engine(self.url, pool_size) if self.is_sqlite else _pg_engine(self.url, pool_size)
        )
        self._writer: Any = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection for reading. On PostgreSQL each statement sees what was committed before it."""
        with _translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """Give a connection for reading on which all statements see one and the same moment."""
        with _translated(), self.engine.connect() as connection:
            if not self.is_sqlite:  # where any transaction does
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction: committed at the end, rolled back by any exception."""
        with self._writer, _translated(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITE: True})
            with connection.begin():
                yield connection

    @contextmanager
    def dedicated(self) -> Iterator[sa.Connection]:
        """Give a session of its own, in autocommit and closed for good at the end: for locks and LISTEN."""
        with _translated(), self.engine.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            yield connection

    def ping(self) -> None:
        """Raise `DatabaseUnavailable` when the database does not answer."""
        with self.read() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseUnavailable() from error
    except OperationalError as error:
        raise DatabaseUnavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable() from error
        raise


def _pg_engine(url: sa.URL, pool_size: int) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=False,  # it would tax every request; `_refuse_ended` costs no round trip
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,  # personal values never reach an error or a log
        connect_args={"connect_timeout": WAIT_SECONDS},
    )
    event.listen(engine, "checkout", _refuse_ended)
    return engine


def _refuse_ended(connection: Any, _record: Any, _proxy: Any) -> None:
    """Have the pool open another session for one that its server ended: it has something to read, its end."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError()


def _sqlite_engine(url: sa.URL, pool_size: int) -> sa.Engine:
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-4000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get(_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine

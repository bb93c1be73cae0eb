"""PostgreSQL for tests: one server, and a fresh database for every test."""

import os
import secrets
from abc import ABC, abstractmethod
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.rig.errors import RigError, Unavailable

URL_VARIABLE = "LIMEN_TEST_POSTGRES_URL"


class Database(ABC):
    """A PostgreSQL server: `url` (its maintenance database), `kind`, `version`, `new_database()`.

    The URLs begin with `postgresql://`, as both psycopg and SQLAlchemy 2.1 (by psycopg 3) read it.
    """

    kind: str
    url: str

    @property
    def version(self) -> str:
        """The server's version, without the packager's remarks."""
        with psycopg.connect(self.url, connect_timeout=5) as connection:
            return connection.execute("SHOW server_version").fetchone()[0].split()[0]

    def new_database(self, template: str = "template0") -> str:
        """Create a database that no other test uses, as a copy of `template`, and return its URL."""
        name = f"limen_test_{secrets.token_hex(4)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def drop_database(self, url: str) -> None:
        """Drop what `new_database` made, and end the sessions that still use it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", urlsplit(url).path.removeprefix("/"))

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url, connect_timeout=5, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @abstractmethod
    def close(self) -> None:
        """Give back what was taken."""


class GivenDatabase(Database):
    """A server that someone else runs; its user must be allowed to create databases."""

    kind = "environment"

    def __init__(self, url: str) -> None:
        self.url = url

    @classmethod
    def from_environment(cls) -> Self:
        """The server that the environment names; Unavailable where it names none, RigError if silent."""
        url = os.environ.get(URL_VARIABLE)
        if not url:
            raise Unavailable(f"{URL_VARIABLE} is not set")
        given = cls(url.replace("postgresql+psycopg://", "postgresql://", 1))
        try:
            _ = given.version
        except psycopg.Error as error:
            raise RigError(f"the database of {URL_VARIABLE} does not answer: {error}") from error
        return given

    def close(self) -> None:
        """Nothing to give back: each database is dropped after its test."""

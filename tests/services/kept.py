"""Services that are opened once and handed to one test after the other, each time with nothing in them.

Opening one (routes, connections, compiled statements, a database of its own) takes longer than most tests.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from limen.messaging.wakeup import WakeUp
from limen.runtime import Runtime
from limen.storage.database import Database
from limen.web.app import create_app

#: table -> its rows
Rows = dict[str, list[dict[str, Any]]]

#: what lets a transaction delete the rows of all tables in any order
_IN_ANY_ORDER = {
    "sqlite": "PRAGMA defer_foreign_keys=ON",
    "postgresql": "SET LOCAL session_replication_role = replica",
}


class KeptService:
    """A service with its application. A test may change it: the next one gets it as it was."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._as_opened = runtime, dict(vars(runtime))
        self._rows = rows_of(runtime.database)
        self.app: Flask = create_app(runtime)

    def as_new(self, folder: Path) -> Runtime:
        """Return the service with the rows of a new database, keeping its files in this folder."""
        runtime = self._runtime
        vars(runtime).update(self._as_opened, committed=WakeUp(), _kept={})
        runtime.settings = replace(runtime.settings, data=folder)
        restore(runtime.database, self._rows)
        return runtime

    def close(self) -> None:
        """Let go of the database."""
        vars(self._runtime).update(self._as_opened)
        self._runtime.close()


def rows_of(database: Database) -> Rows:
    """Return the rows of every table, as the driver gives them; most tables have none."""
    with database.read() as connection:
        return {
            name: [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()]
            for name in sa.inspect(connection).get_table_names()
        }


def restore(database: Database, rows: Rows) -> None:
    """Give every table these rows and no other."""
    with database.write() as connection:
        connection.exec_driver_sql(_IN_ANY_ORDER[connection.dialect.name])
        for name, kept in rows.items():
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
            if kept:
                connection.execute(sa.table(name, *map(sa.column, kept[0])).insert(), kept)

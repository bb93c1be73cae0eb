"""Rows of several tables, inserted together and without the cost of a statement object for each.

On PostgreSQL a statement costs a round trip and more time of the client than its rows, so all rows travel in
one: a chain of common table expressions, each of which reads its rows from one JSON parameter. Foreign keys
between the rows are checked when the statement ends. SQLite has no round trips: one statement a table.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

#: rows by table, in the order in which foreign keys allow; all rows of a table name the same columns
Rows = Mapping[sa.Table, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Also:
    """What goes along with the rows in their statement, on PostgreSQL only."""

    #: common table expressions, `name AS (...)` separated by commas
    expressions: str
    statement: str
    parameters: Mapping[str, Any]


def insert(connection: sa.Connection, rows: Rows, also: Also | None = None) -> int:
    """Insert all rows; return how many rows the last statement, that of `also` if given, wrote.

    A database error is raised as for a single insert.
    """
    if connection.dialect.name == "postgresql":
        shape = tuple((table, tuple(of_table[0])) for table, of_table in rows.items())
        parameters = {f"rows{place}": as_json(of_table) for place, of_table in enumerate(rows.values())}
        if also:
            parameters.update(also.parameters)
        statement = _one_statement(shape, also and (also.expressions, also.statement))
        return connection.exec_driver_sql(statement, parameters).rowcount
    written = 0
    for table, of_table in rows.items():
        names = tuple(of_table[0])
        values = [tuple(_for_sqlite(row[name]) for name in names) for row in of_table]
        written = connection.exec_driver_sql(_sqlite_statement(table, names), values).rowcount
    return written


@cache
def _one_statement(shape: tuple[tuple[sa.Table, tuple[str, ...]], ...], also: tuple[str, str] | None) -> str:
    """Write the statement for these tables and columns; both come from our own table definitions."""
    parts = []
    for place, (table, names) in enumerate(shape):
        columns = _columns(table, names)
        source = f'json_populate_recordset(NULL::"{table.name}", %(rows{place})s::json)'
        parts.append(f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {source}')  # noqa: S608
    last = also[1] if also else parts.pop()
    expressions = [f"part{place} AS ({part})" for place, part in enumerate(parts)]
    if also:
        expressions.append(also[0])
    return f"WITH RECURSIVE {', '.join(expressions)} {last}" if expressions else last


@cache
def _sqlite_statement(table: sa.Table, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{table.name}" ({_columns(table, names)}) VALUES ({marks})'  # noqa: S608


def _columns(table: sa.Table, names: tuple[str, ...]) -> str:
    unknown = set(names) - set(table.c.keys())
    if unknown:
        raise ValueError(f"table {table.name} has no column {', '.join(sorted(unknown))}")
    return ", ".join(f'"{name}"' for name in names)


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as JSON that `json_populate_recordset` reads."""
    return json.dumps(rows, default=_for_postgresql, ensure_ascii=False)


def _for_postgresql(value: Any) -> str:
    """Write a value as PostgreSQL reads it in a column of its type."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime):
        return _in_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be inserted")


def _for_sqlite(value: Any) -> Any:
    """Write a value in the form in which SQLAlchemy reads it from SQLite."""
    if isinstance(value, datetime):
        return _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return value.astimezone(UTC)

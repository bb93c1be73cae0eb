"""Rows of several tables are inserted together, and each value arrives as in an insert of its own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from limen.storage import rows
from limen.storage.database import Database
from limen.storage.moments import UtcMoment

metadata = sa.MetaData()
parent = sa.Table(
    "parent",
    metadata,
    sa.Column("id", sa.String(4), primary_key=True),
    sa.Column("at", UtcMoment),
    sa.Column("day", sa.Date),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("open", sa.Boolean),
    sa.Column("note", sa.Text),
)
child = sa.Table(
    "child",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("parent_id", sa.String(4), sa.ForeignKey(parent.c.id), nullable=False),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Two tables, one of which points to the other."""
    postgres = request.param == "postgres"
    opened = Database(
        request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path / 'rows.sqlite'}"
    )
    with opened.write() as connection:
        metadata.create_all(connection)
    yield opened
    opened.close()


def insert(database: Database, of_tables: rows.Rows) -> None:
    with database.write() as connection:
        rows.insert(connection, of_tables)


def test_every_type_of_value_comes_back_as_it_went(database: Database) -> None:
    there = timezone(timedelta(hours=5))
    row = {
        "id": "a",
        "at": datetime(2026, 3, 6, 13, 0, 0, 123456, there),
        "day": date(2026, 3, 6),
        "sealed": bytes(range(256)),
        "open": True,
        "note": 'Ӯғлӣ \\ "quoted" %(rows0)s\n',
    }
    insert(database, {parent: [row]})

    with database.read() as connection:
        found = connection.execute(sa.select(parent)).mappings().one()
    assert dict(found) == {**row, "at": datetime(2026, 3, 6, 8, 0, 0, 123456, UTC)}


def test_a_row_may_point_to_one_that_is_inserted_with_it(database: Database) -> None:
    insert(database, {parent: [{"id": "a"}, {"id": "b"}], child: [{"parent_id": "b"}, {"parent_id": "a"}]})

    with database.read() as connection:
        found = connection.execute(sa.select(child.c.parent_id).order_by(child.c.position)).scalars().all()
    assert found == ["b", "a"]


@pytest.mark.parametrize(
    "of_tables",
    [
        {parent: [{"id": "a"}, {"id": "a"}]},
        {parent: [{"id": "a"}], child: [{"parent_id": "none"}]},
    ],
    ids=["the same key twice", "a parent that is not there"],
)
def test_what_breaks_a_rule_of_a_table_inserts_nothing(database: Database, of_tables: rows.Rows) -> None:
    with pytest.raises(DBAPIError):
        insert(database, of_tables)

    with database.read() as connection:
        assert connection.execute(sa.select(parent)).first() is None


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_text_that_is_too_long_is_refused_and_not_cut(database: Database) -> None:
    with pytest.raises(DBAPIError):
        insert(database, {parent: [{"id": "12345"}]})


def test_a_column_that_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(ValueError, match="parent has no column size"):
        insert(database, {parent: [{"id": "a", "size": 1}]})


def test_a_moment_without_an_offset_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 6, 8)
    with pytest.raises(ValueError, match="offset"):
        insert(database, {parent: [{"id": "a", "at": naive}]})

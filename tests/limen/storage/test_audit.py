"""The audit log is one chain on both databases, whatever its entries say and however many write at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from limen.storage import tables
from limen.storage.audit import GENESIS, AuditEntry, append, digest_of, length, verify
from limen.storage.database import Database
from limen.storage.tables import audit, audit_head, outbox_stream

#: every character that JSON escapes, and some that it does not
WICKED = [
    '"quoted" \\ and / slashed',
    "".join(map(chr, range(1, 32))),
    "\x7f\x80\u2028\u2029\ufeff\ufffd",
    "Ӯғлӣ محمد ლევან 𝒳 🛂",
    "%(entries)s {curly} 'single' $1 ;--",
    "",
]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An audit log without entries."""
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path / 'log.sqlite'}"
    database = Database(url)
    with database.write() as connection:
        tables.metadata.create_all(connection)
        connection.execute(audit_head.insert().values(id=1, sequence=0, digest=GENESIS))
    yield database
    database.close()


def write(database: Database, *entries: AuditEntry) -> None:
    with database.write() as connection:
        append(connection, entries)


@pytest.mark.parametrize("text", WICKED)
def test_every_text_is_chained_by_the_same_digest(database: Database, text: str) -> None:
    short = text[:20]
    write(database, AuditEntry(short, short, text, text, {"code": text, "list": [text, 1, None]}, short))
    write(database, AuditEntry("a", "b", "c"))

    with database.read() as connection:
        assert verify(connection) is None
        rows = connection.execute(sa.select(audit).order_by(audit.c.sequence)).mappings().all()
    assert [row["digest"] for row in rows] == [digest_of(row) for row in rows]
    assert rows[0]["subject"] == rows[0]["purpose"] == text


def test_entries_of_one_transaction_follow_each_other(database: Database) -> None:
    write(database, *(AuditEntry("officer", f"step-{number}", "case") for number in range(12)))
    write(database, AuditEntry("officer", "step-12", "case"))

    with database.read() as connection:
        assert verify(connection) is None
        actions = connection.scalars(sa.select(audit.c.action).order_by(audit.c.sequence)).all()
    assert actions == [f"step-{number}" for number in range(13)]


def test_transactions_at_the_same_time_make_one_chain(database: Database) -> None:
    def officer(number: int) -> None:
        for step in range(25):
            write(database, AuditEntry(f"officer-{number}", f"step-{step}", "case"))

    with ThreadPoolExecutor(6) as officers:
        list(officers.map(officer, range(6)))

    with database.read() as connection:
        assert verify(connection) is None
        assert length(connection) == 150
        rows = connection.execute(sa.select(audit.c.actor, audit.c.action).order_by(audit.c.sequence)).all()
    for number in range(6):
        mine = [action for actor, action in rows if actor == f"officer-{number}"]
        assert mine == [f"step-{step}" for step in range(25)]


def test_rows_that_come_along_are_there_or_nothing_is(database: Database) -> None:
    along = {outbox_stream: [{"aggregate_id": "a", "version": 1}]}
    with database.write() as connection:
        append(connection, [AuditEntry("officer", "case.opened", "a")], along)
    with pytest.raises(sa.exc.IntegrityError), database.write() as connection:
        append(connection, [AuditEntry("officer", "case.opened", "a")], along)

    with database.read() as connection:
        assert connection.execute(sa.select(outbox_stream)).all() == [("a", 1)]
        assert length(connection) == 1
        assert verify(connection) is None


def test_a_log_whose_head_was_removed_takes_no_entry(database: Database) -> None:
    with database.write() as connection:
        connection.execute(audit_head.delete())
    with pytest.raises(LookupError):
        write(database, AuditEntry("officer", "case.opened", "a"))
    with database.read() as connection:
        assert length(connection) == 0

"""Whatever is done to the audit log behind the node's back, `limen audit verify` finds it and names it.

The one thing that a chain alone cannot show is a log rewritten as a whole, head included; no test here says
otherwise.
"""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from limen.cli import app
from limen.keys import new_token_keys
from limen.service import SERVICE_NAMES
from limen.storage import migrations
from limen.storage.audit import GENESIS, AuditEntry, append, digest_of, verify
from limen.storage.database import Database
from limen.storage.tables import audit, audit_head
from limen.storage.vault import new_master_key
from tests.e2e.nodes import LIMEN, drop_databases, make_databases

ENTRIES = 12
#: the service whose log is tampered with; the others must go on holding
VICTIM = "readmission"
#: the columns that say what happened; the others make the chain
CONTENT = ("at", "actor", "action", "subject", "purpose", "detail", "request_id")
CHAIN = ("previous", "digest")

Rows = list[dict[str, Any]]
Head = dict[str, Any] | None


@dataclass
class Log:
    """The audit log of one service of a node, and what it was before anybody tampered with it."""

    database: Database
    environment: Mapping[str, str]
    rows: Rows
    head: dict[str, Any]

    def write(self, rows: Rows, head: Head) -> None:
        """Replace the whole log."""
        with self.database.write() as connection:
            connection.execute(audit.delete())
            connection.execute(audit_head.delete())
            if rows:
                connection.execute(audit.insert(), rows)
            if head:
                connection.execute(audit_head.insert(), head)

    def verify(self) -> tuple[int, dict[str, str]]:
        """Run `limen audit verify`; return its exit code and what it says of each service."""
        result = CliRunner(env={**self.environment, "COLUMNS": "200"}).invoke(app, ["audit", "verify"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, dict(line.split(": ", 1) for line in result.output.splitlines())

    def named(self, rows: Rows, head: Head) -> int:
        """Return the entry that the command names after the log was replaced so; it must exit with 1."""
        self.write(rows, head)
        code, said = self.verify()
        assert code == 1, said
        assert all("every one holds" in said[name] for name in SERVICE_NAMES if name != VICTIM)
        return int(re.match(r"entry (\d+): ", said[VICTIM])[1])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def node(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """The migrated databases of a node, with some entries in each audit log."""
    if request.param == "sqlite":
        yield from fill(f"sqlite:///{tmp_path_factory.mktemp('audit')}/{{service}}.sqlite")
    else:
        server = request.getfixturevalue("postgres_server")
        url = make_databases(server)
        yield from fill(url)
        drop_databases(server, url)


@pytest.fixture
def log(node: Log) -> Log:
    """The log as the node wrote it."""
    node.write(node.rows, node.head)
    return node


def fill(url: str) -> Iterator[Log]:
    """Make the databases, let the node write its logs, and give the victim's."""
    _private, public = new_token_keys()
    known = {"DATABASE_URL": url, "MASTER_KEY": new_master_key(), "TOKEN_PUBLIC_KEYS": public}
    databases = {name: Database(url.replace("{service}", name)) for name in SERVICE_NAMES}
    for name, database in databases.items():
        migrations.upgrade(database, name)
        for number in range(ENTRIES // 3):
            write_entries(database, number)
    with databases[VICTIM].read() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(audit)).mappings()]
        head = dict(connection.execute(sa.select(audit_head)).mappings().one())
    assert [row["sequence"] for row in rows] == list(range(1, ENTRIES + 1))
    yield Log(databases[VICTIM], {f"LIMEN_{name}": value for name, value in known.items()}, rows, head)
    for database in databases.values():
        database.close()


def write_entries(database: Database, number: int) -> None:
    """Have three entries written in one transaction."""
    with database.write() as connection:
        append(connection, [AuditEntry("officer", "case.read", f"{number}-{each}") for each in range(3)])


def test_a_log_that_nobody_touched_holds(log: Log):
    code, said = log.verify()
    assert code == 0
    assert said == dict.fromkeys(SERVICE_NAMES, f"{ENTRIES} entries, every one holds")


def test_the_command_itself_exits_with_1_and_names_the_entry(log: Log):
    """As an administrator's cron job runs it."""
    log.write([{**row, "actor": "nobody"} if row["sequence"] == 5 else row for row in log.rows], log.head)
    done = subprocess.run(
        [LIMEN, "audit", "verify"], env=dict(log.environment), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "readmission: entry 5: the entry was altered" in done.stdout


@pytest.mark.parametrize("sequence", [1, 7, ENTRIES])
@pytest.mark.parametrize("column", CONTENT + CHAIN)
def test_an_edit_of_any_column_of_any_entry_is_found(log: Log, column: str, sequence: int):
    rows = deepcopy(log.rows)
    rows[sequence - 1][column] = GENESIS[:-1] + "1" if column in CHAIN else "2026-01-01"
    assert log.named(rows, log.head) == sequence


@pytest.mark.parametrize("sequence", [1, 7, ENTRIES])
def test_an_edit_with_a_digest_made_to_fit_is_found(log: Log, sequence: int):
    """The entry then holds by itself, and the next one, or the head, does not follow it."""
    rows = deepcopy(log.rows)
    rows[sequence - 1]["actor"] = "nobody"
    rows[sequence - 1]["digest"] = digest_of(rows[sequence - 1])
    assert log.named(rows, log.head) == min(sequence + 1, ENTRIES)


@pytest.mark.parametrize("sequence", [1, 7, ENTRIES])
def test_a_deleted_entry_is_found(log: Log, sequence: int):
    rows = [row for row in log.rows if row["sequence"] != sequence]
    assert log.named(rows, log.head) == sequence


def test_deleting_everything_is_found(log: Log):
    assert log.named([], log.head) == 1


@pytest.mark.parametrize("sequence", [1, 7, ENTRIES])
def test_a_deleted_entry_is_found_though_the_rest_was_renumbered(log: Log, sequence: int):
    rows = [deepcopy(row) for row in log.rows if row["sequence"] != sequence]
    for number, row in enumerate(rows, 1):
        row["sequence"] = number
    assert log.named(rows, log.head) == sequence


@pytest.mark.parametrize("sequence", [-3, 0, 1, 7, ENTRIES + 1])
def test_an_inserted_entry_is_found(log: Log, sequence: int):
    """Also when it is chained to the entry before it as the node would have done."""
    before = log.rows[sequence - 2]["digest"] if sequence > 1 else GENESIS
    new = {**deepcopy(log.rows[0]), "sequence": sequence, "actor": "nobody", "previous": before}
    new["digest"] = digest_of(new)
    rows = [{**row, "sequence": row["sequence"] + (row["sequence"] >= sequence > 0)} for row in log.rows]
    named = log.named([*rows, new], log.head)
    # What was put in between holds by itself; the entry after it, now moved, is the first that does not.
    assert named == (1 if sequence < 1 else ENTRIES + 1 if sequence > ENTRIES else sequence + 1)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 9), (11, 12)])
def test_exchanged_entries_are_found(log: Log, one: int, other: int):
    rows = deepcopy(log.rows)
    rows[one - 1]["sequence"], rows[other - 1]["sequence"] = other, one
    assert log.named(rows, log.head) == one


@pytest.mark.parametrize("kept", [0, 1, 7, ENTRIES - 1])
def test_a_tail_that_was_cut_off_is_found(log: Log, kept: int):
    assert log.named(log.rows[:kept], log.head) == kept + 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"sequence": ENTRIES - 1}, ENTRIES),
        ({"sequence": ENTRIES + 1}, ENTRIES + 1),
        ({"digest": GENESIS}, ENTRIES),
        ({"id": 2}, ENTRIES),
    ],
)
def test_a_changed_head_is_found(log: Log, change: dict[str, Any], named: int):
    assert log.named(log.rows, {**log.head, **change}) == named


def test_a_removed_head_is_found(log: Log):
    assert log.named(log.rows, None) == ENTRIES


def test_a_head_moved_back_to_hide_the_tail_leaves_what_was_there_before(log: Log):
    """Cutting the tail and moving the head back to it is a rewrite: only an outside witness shows that."""
    log.write(log.rows[:7], {**log.head, "sequence": 7, "digest": log.rows[6]["digest"]})
    assert log.verify()[0] == 0


@pytest.mark.parametrize("node", ["sqlite"], indirect=True)
def test_a_value_of_another_type_is_found(log: Log):
    """SQLite keeps what it is given: a number, bytes. PostgreSQL's columns take text only."""
    for value in (5, 1.5, b"\xff\x00", 2**60):
        with log.database.write() as connection:
            connection.exec_driver_sql("UPDATE audit SET purpose = ? WHERE sequence = 4", (value,))
        code, said = log.verify()
        assert (code, said[VICTIM]) == (1, "entry 4: the entry was altered")


# --- random tampering ---

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
numbers = st.integers(1, ENTRIES)
contents = st.sampled_from(CONTENT)
#: one thing done to the rows: a function that changes the list in place
tamperings: st.SearchStrategy[Callable[[Rows], object]] = st.one_of(
    st.builds(
        lambda n, c, v: lambda rows: set_value(rows, n, c, v), numbers, st.sampled_from(CONTENT), texts
    ),
    st.builds(lambda n, c: lambda rows: set_value(rows, n, c, "0" * 64), numbers, st.sampled_from(CHAIN)),
    st.builds(lambda n: lambda rows: rows.pop(n % len(rows)) if rows else None, numbers),
    st.builds(lambda n: lambda rows: rows.__delitem__(slice(n, None)), numbers),
    st.builds(lambda n, m: lambda rows: exchange(rows, n, m), numbers, numbers),
    st.builds(lambda n, m: lambda rows: copy_entry(rows, n, m), numbers, st.integers(-5, 2 * ENTRIES)),
    st.builds(lambda n: lambda rows: make_fit(rows, n), numbers),
)


def set_value(rows: Rows, number: int, column: str, value: str) -> None:
    if rows:
        rows[number % len(rows)][column] = value


def exchange(rows: Rows, one: int, other: int) -> None:
    if rows:
        first, second = rows[one % len(rows)], rows[other % len(rows)]
        first["sequence"], second["sequence"] = second["sequence"], first["sequence"]


def copy_entry(rows: Rows, number: int, sequence: int) -> None:
    if rows and sequence not in [row["sequence"] for row in rows]:
        rows.append({**rows[number % len(rows)], "sequence": sequence})


def make_fit(rows: Rows, number: int) -> None:
    if rows:
        rows[number % len(rows)]["digest"] = digest_of(rows[number % len(rows)])


def first_difference(tampered: Rows, original: Rows) -> int | None:
    """Return the place, from 1, of the first entry that is not the one that the node wrote there."""
    ordered = sorted(tampered, key=lambda row: row["sequence"])
    for place in range(max(len(ordered), len(original))):
        if ordered[place : place + 1] != original[place : place + 1]:
            return place + 1
    return None


def try_random_tampering(node: Log, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(tamperings, min_size=1, max_size=4))
    def tamper(steps: list[Callable[[Rows], object]]) -> None:
        rows = deepcopy(node.rows)
        for step in steps:
            step(rows)
        wrong = first_difference(rows, node.rows)
        if wrong is None:
            node.write(rows, node.head)
            assert node.verify()[0] == 0
            return
        named = node.named(rows, node.head)
        # An entry whose digest was made to fit holds by itself: then the next one, or the head, is named.
        assert named == wrong or (named > wrong and all(map(fits, placed(rows, wrong, named - 1))))

    tamper()


def placed(rows: Rows, first: int, last: int) -> list[tuple[int, dict[str, Any]]]:
    ordered = sorted(rows, key=lambda row: row["sequence"])
    return [(place, row) for place, row in enumerate(ordered, 1) if first <= place <= last]


def fits(item: tuple[int, dict[str, Any]]) -> bool:
    place, row = item
    return row["sequence"] == place and row["digest"] == digest_of(row)


def test_random_tampering_is_found_and_named(node: Log):
    try_random_tampering(node, 30)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_much_random_tampering_is_found_and_named(node: Log):
    try_random_tampering(node, 2000)


def test_verifying_while_officers_work_raises_no_false_alarm(log: Log):
    """The log grows while it is read; what was not there at the beginning is not missed at the end."""
    stop, verified = threading.Event(), 0

    def work() -> None:
        number = 0
        while not stop.is_set():
            write_entries(log.database, number := number + 1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(30):
            with log.database.snapshot() as connection:
                assert verify(connection) is None
            verified += 1
    finally:
        stop.set()
        thread.join()
    assert verified == 30

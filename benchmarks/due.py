"""How long "what is due" takes over 1,000,000 open cases, and whether closed ones make it longer.

Run as `python -m benchmarks.due [--json] [--cases N] [--database URL]`. Without a URL a SQLite file in a
temporary folder is filled. Each list is read as the API reads it, a page of 50 with names opened and dates
explained, from its beginning and from places within it; then as many closed cases are added, and all is read
again. The limit measured in the same run: reading the rows of 50 cases by their primary keys.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure
from benchmarks.sites import Servers
from limen.config import Settings
from limen.plugins.host import load_plugins
from limen.runtime import Runtime
from limen.storage import migrations
from limen.storage.database import Database
from limen.storage.vault import Vault, new_master_key
from limen.web.pagination import paginate
from limen.web.running import ReadOnlyWork
from limen.work import Actor, system_actor, unit_of_work
from services.readmission.app import SERVICE
from services.readmission.models import case, deadline, person
from services.readmission.views import with_names
from services.readmission.worklists import queries

GOAL_MILLISECONDS = 50.0
PAGE, ROUNDS, PERSONS = 50, 60, 200
OFFICER = Actor("benchmark", roles=frozenset({"readmission_officer"}))
LEADER = Actor("benchmark", roles=frozenset({"shift_leader"}), posts=frozenset({"OFFICE-3"}))
LISTS: dict[str, tuple[Actor, dict[str, str]]] = {
    **{tab: (OFFICER, {"tab": tab}) for tab in queries.TABS},
    "open, one post": (LEADER, {"tab": "open"}),
    "open, one state": (OFFICER, {"tab": "open", "counterpart": "BA"}),
}

#: dates are spread over sixty days, two of them past; a closed case has no date
_SQLITE = """
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last),
c AS (SELECT i, printf('00000000-0000-7000-8000-%012x', i) AS id,
      strftime('%Y-%m-%d %H:%M:%S', 'now', '-2 days', (i * 7919 % 86400) || ' minutes') || '.000000' AS due
      FROM n)"""
_POSTGRESQL = """
WITH c AS (SELECT i, '00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') AS id,
           now() - interval '2 days' + (i * 7919 % 86400) * interval '1 minute' AS due
           FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS i)"""
_CASES = """
INSERT INTO readmission_case (case_id, number, person_id, requesting_state, requested_state, category,
  role, procedure, arrangement, arrangement_hash, state, office, next_limit, next_due, due_key, version,
  opened_at, changed_at)
SELECT id, 'CH-' || i, :person || (i % 200 + 100), 'CH', CASE i % 5 WHEN 0 THEN 'BA' ELSE 'AL' END,
  'own_national', 'requesting', 'application', 'CH-BA', 'x',
  CASE WHEN :closed = 1 THEN 'closed' ELSE CASE i % 4 WHEN 0 THEN 'draft' WHEN 1 THEN 'submitted'
  WHEN 2 THEN 'received' ELSE 'accepted' END END,
  'OFFICE-' || (i % 40), 'reply', '2026-01-01', CASE WHEN :closed = 1 THEN :never ELSE due END, 1, due, due
FROM c"""
_LIMITS = """
INSERT INTO deadline (deadline_id, case_id, "limit", due, ends_at, approaches_at, silence, explanation)
SELECT id, id, 'reply', '2026-01-01', due, due, 'none', '{"in_words": ["why"]}' FROM c"""
_PERSON = "00000000-0000-7000-9000-000000000"


@dataclass(frozen=True)
class Found:
    """What was measured for one list, in milliseconds."""

    database: str
    open_cases: int
    closed_cases: int
    list: str
    p50: float
    p99: float
    #: of this process alone, which tells more than the clock where others are at work beside it
    processor_p50: float
    limit_p50: float
    goal: float = GOAL_MILLISECONDS


def opened(url: str) -> Runtime:
    """Return readmission on a migrated database, without plugins."""
    settings = Settings(country="CH", master_key=new_master_key(), token_public_keys="{}")
    database = Database(url)
    migrations.upgrade(database, "readmission")
    return Runtime(settings, SERVICE, database, Vault(settings.master_key, "readmission"), load_plugins([]))


def fill(runtime: Runtime, first: int, last: int, *, closed: bool) -> None:
    """Write cases, all open with a time limit or all closed, by SQL alone."""
    numbers = _SQLITE if runtime.database.is_sqlite else _POSTGRESQL
    given = {"first": first, "last": last, "person": _PERSON, "closed": int(closed)}
    never: Any = "9999-01-01 00:00:00.000000"
    statement = f"{numbers} {_CASES}"
    if not runtime.database.is_sqlite:
        statement = statement.replace(":never", "CAST(:never AS timestamptz)")
    with without_indexes(runtime), runtime.database.write() as connection:
        connection.execute(sa.text(statement), {**given, "never": never})
        if not closed:
            connection.execute(sa.text(f"{numbers} {_LIMITS}"), {"first": first, "last": last})


@contextmanager
def without_indexes(runtime: Runtime) -> Iterator[None]:
    """Take the indexes away while rows are written, and build them again at once: much faster in bulk."""
    indexes = [*case.indexes, *deadline.indexes]
    with runtime.database.write() as connection:
        for index in indexes:
            index.drop(connection)
    yield
    with runtime.database.write() as connection:
        if runtime.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA cache_size=-300000")  # of this connection
        for index in indexes:
            index.create(connection)


def add_persons(runtime: Runtime) -> None:
    """Make the persons of whom the cases are, each with a key and sealed particulars."""
    named = {"surname": "TESTOVIĆ", "given_names": "AMRA", "birth_date": "1990-04-17"}
    with unit_of_work(runtime, system_actor("benchmark")) as work:
        for number in range(PERSONS):
            person_id = f"{_PERSON}{number + 100}"
            fields = runtime.vault.create_key(work.connection, person_id)
            sealed = fields.seal("person.particulars", named)
            moment = sa.func.current_timestamp()
            work.execute(person.insert().values(person_id=person_id, particulars=sealed, changed_at=moment))


def measure(runtime: Runtime, cases: int, closed: int) -> list[Found]:
    """Return what each list costs, beside reading as many rows by primary key."""
    chance, kind = random.Random(7), "SQLite" if runtime.database.is_sqlite else "PostgreSQL"
    ids = [f"00000000-0000-7000-8000-{chance.randrange(cases):012x}" for _ in range(PAGE)]
    limit, *_ = timed(runtime, OFFICER, [partial(by_key, ids=ids)])
    found = []
    for name, (who, wanted) in LISTS.items():
        pages: list[Callable[[ReadOnlyWork], Any]] = []
        with runtime.database.read() as connection:
            work = ReadOnlyWork(runtime, connection, who, permission="readmission.case.read")
            after: dict[str, str] = {}
            for _ in range(4):  # from its beginning, and from where pages lead
                pages.append(partial(page, wanted={**wanted, **after, "limit": PAGE}))
                answer = page(work, {**wanted, **after, "limit": PAGE})
                after = {"after": answer["next"]} if answer["next"] else {}
        found.append(Found(kind, cases, closed, name, *timed(runtime, who, pages), limit))
    counted = timed(runtime, OFFICER, [lambda work: queries.counts(work, {})])
    return [*found, Found(kind, cases, closed, "all counts", *counted, limit)]


def page(work: ReadOnlyWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Read a page as `GET /cases` does."""
    parts = queries.work_list(work, wanted)
    return paginate(work, parts, wanted, case.c.case_id, case.c.due_key, items=partial(with_names, work))


def by_key(work: ReadOnlyWork, ids: list[str]) -> Any:
    """Read as many cases by primary key."""
    return work.execute(sa.select(case).where(case.c.case_id.in_(ids))).all()


def timed(
    runtime: Runtime, who: Actor, reads: list[Callable[[ReadOnlyWork], Any]]
) -> tuple[float, float, float]:
    """Return p50 and p99 in milliseconds of many reads, a transaction each, and p50 of processor time."""
    taken, spent = [], []
    for turn in range(ROUNDS):
        read = reads[turn % len(reads)]
        began, worked = time.perf_counter(), time.process_time()
        with runtime.database.read() as connection:
            read(ReadOnlyWork(runtime, connection, who, permission="readmission.case.read"))
        taken.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - worked) * 1000)
    cuts = quantiles(taken[len(reads) :], n=100)
    return round(cuts[49], 2), round(cuts[98], 2), round(median(spent[len(reads) :]), 2)


def settle(runtime: Runtime) -> None:
    """Let the database learn what it holds, as it does by itself in time."""
    with runtime.database.dedicated() as connection:
        connection.exec_driver_sql("ANALYZE" if runtime.database.is_sqlite else "VACUUM ANALYZE")


def both(url: str, cases: int) -> list[Found]:
    """Fill a database with open cases and measure, add as many closed ones and measure again."""
    runtime = opened(url)
    add_persons(runtime)
    fill(runtime, 1, cases, closed=False)
    settle(runtime)
    found = measure(runtime, cases, 0)
    fill(runtime, cases + 1, 2 * cases, closed=True)
    settle(runtime)
    found += measure(runtime, cases, cases)
    runtime.close()
    return found


def figures(servers: Servers, cases: int = 1_000_000) -> Iterator[Figure]:
    """What is due, p50 and p99 of each list, on both databases."""
    for shape in ("embedded", "host"):
        for item in both(servers.database_url(shape), cases):
            closed = f", {item.closed_cases:,} closed" if item.closed_cases else ""
            name = f"due: {item.list}, {item.open_cases:,} open{closed}"
            limit = (item.limit_p50, "50 rows by primary key", item.goal, False)
            yield Figure(f"{name}, p50", shape, item.p50, "ms", *limit)
            yield Figure(f"{name}, p99", shape, item.p99, "ms", *limit)


def main() -> None:
    """Print the table, or the figures as JSON."""
    options = argparse.ArgumentParser()
    options.add_argument("--json", action="store_true")
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--database", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = both(given.database or f"sqlite:///{Path(folder) / 'readmission.sqlite'}", given.cases)
    if given.json:
        print(json.dumps([asdict(item) for item in found]))
        return
    heads = f"{'list':18}{'database':12}{'open':>11}{'closed':>11}{'p50':>9}{'p99':>9}"
    print(f"{heads}{'processor':>11}{'by key':>9}{'goal':>7}  ms")
    for item in found:
        print(
            f"{item.list:18}{item.database:12}{item.open_cases:>11,}{item.closed_cases:>11,}"
            f"{item.p50:>9.2f}{item.p99:>9.2f}{item.processor_p50:>11.2f}{item.limit_p50:>9.2f}{item.goal:>7.0f}"
        )


if __name__ == "__main__":
    sys.exit(main())

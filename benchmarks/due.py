"""How long "what is due" takes over 1,000,000 open cases, and whether closed ones make it longer.

Run as `script/bench due`. Each list is read as the API reads it, a page of 50 with names opened and dates
explained, from its beginning and from places within it; then as many closed cases are added, and all is read
again. The limit measured in the same run: reading the rows of 50 cases by their primary keys.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
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


def measure(runtime: Runtime, cases: int, closed: int) -> Iterator[Figure]:
    """Yield what each list costs, beside reading as many rows by primary key."""
    chance = random.Random(7)
    ids = [f"00000000-0000-7000-8000-{chance.randrange(cases):012x}" for _ in range(PAGE)]
    limit, *_ = timed(runtime, OFFICER, [partial(by_key, ids=ids)])
    among = f"{cases:,} open" + (f", {closed:,} closed" if closed else "")
    shape = "embedded" if runtime.database.is_sqlite else "host"
    for name, (who, wanted) in LISTS.items():
        pages: list[Callable[[ReadOnlyWork], Any]] = []
        with runtime.database.read() as connection:
            work = ReadOnlyWork(runtime, connection, who, permission="readmission.case.read")
            after: dict[str, str] = {}
            for _ in range(4):  # from its beginning, and from where pages lead
                pages.append(partial(page, wanted={**wanted, **after, "limit": PAGE}))
                answer = page(work, {**wanted, **after, "limit": PAGE})
                after = {"after": answer["next"]} if answer["next"] else {}
        yield from _figures(f"due: {name}, {among}", shape, timed(runtime, who, pages), limit)
    counted = timed(runtime, OFFICER, [lambda work: queries.counts(work, {})])
    yield from _figures(f"due: all counts, {among}", shape, counted, limit)


def _figures(name: str, shape: str, taken: tuple[float, float, float], limit: float) -> Iterator[Figure]:
    """By the clock; and of this process alone, which tells more where others are at work beside it."""
    goals = (GOAL_MILLISECONDS, GOAL_MILLISECONDS, None)
    for what, value, goal in zip(("p50", "p99", "processor p50"), taken, goals, strict=True):
        yield Figure(f"{name}, {what}", shape, value, "ms", limit, "50 rows by primary key", goal, False)


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


def figures(servers: Servers, cases: int = 1_000_000) -> Iterator[Figure]:
    """What is due on both databases: among open cases alone, then with as many closed ones beside them."""
    for shape in ("embedded", "host"):
        runtime = opened(servers.database_url(shape))
        add_persons(runtime)
        fill(runtime, 1, cases, closed=False)
        settle(runtime)
        yield from measure(runtime, cases, 0)
        fill(runtime, cases + 1, 2 * cases, closed=True)
        settle(runtime)
        yield from measure(runtime, cases, cases)
        runtime.close()

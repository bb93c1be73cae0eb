"""How long a changed text takes to be tried on 100,000 cases, and how much of that is only reading them.

Run as `script/bench dry_run`. The limit measured in the same run: reading the same cases without any law.
"""

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.figures import Figure
from benchmarks.sites import Servers
from limen.ids import new_id
from limen.law.arrangement import Arrangement
from limen.law.deadline import Readings
from limen.law.library import Library
from limen.law.loading import read_arrangement
from limen.plugins.host import load_plugins
from limen.plugins.installed import find_plugin
from limen.storage import migrations
from limen.storage.database import Database
from services.readmission.calculator.book import LawBook
from services.readmission.dry_run import situations
from services.readmission.dry_run.running import dry_run
from services.readmission.models import NO_DUE_DATE, case, deadline, milestone

GOAL = 60.0
TODAY = date(2026, 11, 22)
STAGES = ("received", "accepted", "handed_over", "closed")


def rows(number: int, seed: int = 7) -> Iterator[tuple[dict[str, Any], list[Any], list[Any]]]:
    """Yield cases of three years between two states with their milestones and deadlines; all synthetic."""
    chance = random.Random(seed)
    for place in range(number):
        opened = TODAY - timedelta(days=chance.randrange(1000))
        receipt = opened + timedelta(days=chance.randrange(4))
        stage = chance.choice(STAGES)
        case_id = new_id()
        moment = datetime(opened.year, opened.month, opened.day, 9, tzinfo=UTC)
        dates = {"receipt": receipt, "receipt_confirmed": receipt}
        if stage != "received":
            dates["reply"] = dates["reply_received"] = receipt + timedelta(days=chance.randrange(30))
        if stage in ("handed_over", "closed"):
            dates["return"] = dates["reply"] + timedelta(days=chance.randrange(60))
        values = {
            "case_id": case_id,
            "number": f"CH-{opened.year}-{place:06}",
            "person_id": new_id(),
            "requesting_state": "CH",
            "requested_state": "BA",
            "category": chance.choice(("own_national", "third_country_national")),
            "arrangement": "CH-BA",
            "arrangement_hash": "0" * 64,
            "state": stage,
            "office": "BERN",
            "due_key": NO_DUE_DATE,
            "version": 1,
            "opened_at": moment,
            "changed_at": moment,
        }
        extended = chance.random() < 0.1
        limit = {
            "deadline_id": new_id(),
            "case_id": case_id,
            "limit": "reply",
            "due": (receipt + timedelta(days=30 if extended else 20)).isoformat(),
            "ends_at": moment,
            "approaches_at": moment,
            "silence": "consent",
            "explanation": json.dumps({"extended": extended, "in_words": ["word " * 200]}),
        }
        moments = [
            {"case_id": case_id, "kind": kind, "moment": day.isoformat(), "recorded_by": "benchmark"}
            for kind, day in dates.items()
        ]
        yield values, moments, [limit]


def fill(database: Database, number: int) -> None:
    """Write the cases in batches."""
    waiting: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for place, (values, moments, limits) in enumerate(rows(number), 1):
        waiting[0].append(values)
        waiting[1].extend(moments)
        waiting[2].extend(limits)
        if place % 5_000 == 0 or place == number:
            with database.write() as connection:
                for table, found in zip((case, milestone, deadline), waiting, strict=True):
                    connection.execute(table.insert(), found)
            waiting = ([], [], [])


def law() -> tuple[LawBook, Arrangement]:
    """Return the library, and CH-BA with ten days for a reply in place of twenty."""
    host = load_plugins([find_plugin("agreements").pin()])
    library = Library(entry.arrangement for entry in host.arrangements())
    known = library.get("CH-BA")
    assert known is not None
    changed = json.loads(json.dumps(known.data))
    changed["time_limits"]["reply"][0]["value"] = 10
    return LawBook(library, host.calendar, Readings("excluded", "stays"), 365), read_arrangement(
        changed, "ch-ba"
    )


def measure(database: Database) -> tuple[float, float]:
    """Return the seconds that reading and the whole dry run take."""
    book, text = law()
    began = time.perf_counter()
    with database.snapshot() as connection:
        for _ in situations.cases(connection, frozenset(("CH", "BA"))):
            pass
    reading = time.perf_counter() - began
    began = time.perf_counter()
    for _ in dry_run(database, book, text, TODAY):
        pass
    return reading, time.perf_counter() - began


def figures(servers: Servers, cases: int = 100_000) -> Iterator[Figure]:
    """A dry run on both databases, beside reading the cases alone."""
    for shape in ("embedded", "host"):
        database = Database(servers.database_url(shape))
        migrations.upgrade(database, "readmission")
        fill(database, cases)
        reading, whole = measure(database)
        database.close()
        limit = (reading, "reading the cases alone", GOAL, False)
        yield Figure(f"dry run over {cases:,} cases", shape, whole, "s", *limit)

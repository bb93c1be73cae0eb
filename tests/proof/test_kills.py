"""kill -9 of each process, and of all at once, at random points under load.

No confirmed request is lost and none takes effect twice: what the clients were told is compared with every
row that stands in the databases afterwards. Every run prints its seed; `LIMEN_TEST_SEED` makes the same
choices again (persons, victims, pauses), though not the same race.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.nodes import Node
from tests.e2e.site import SHAPES, Site, make_node, opened
from tests.proof import ledger
from tests.proof.load import Confirmed, Load, at_work

OFFICERS = 3
#: of each shape; ten hit each of the eight processes of a host, and all of them at once
KILLS = [pytest.param(10, id="10 kills"), pytest.param(200, id="200 kills", marks=pytest.mark.slow)]
#: every so many kills it is all processes at one moment
ALL_AT_ONCE = 10


@pytest.fixture(scope="module", params=SHAPES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A node that no other test asks, for its rows are counted."""
    node = make_node(request.param, tmp_path_factory.mktemp("kills"), request.getfixturevalue)
    with opened(node) as site:
        yield site


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line even if the test passes, and again with a failure."""

    def say(line: str) -> None:
        print(line)
        with capsys.disabled():
            print(f"\n{line}", flush=True)

    return say


@pytest.fixture
def seed(request: pytest.FixtureRequest, say: Callable[[str], None]) -> int:
    """The seed of this run: from the environment, or drawn, and printed."""
    seed = int(os.environ.get("LIMEN_TEST_SEED") or random.SystemRandom().randrange(10**6))
    say(f"{request.node.name}: LIMEN_TEST_SEED={seed}")
    return seed


@pytest.fixture(scope="module")
def confirmed(site: Site) -> Confirmed:
    """What was confirmed by this node in all tests so far."""
    return Confirmed()


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kills", KILLS)
def test_whatever_is_killed_nothing_confirmed_is_lost_and_nothing_takes_effect_twice(
    site: Site, confirmed: Confirmed, seed: int, kills: int, say: Callable[[str], None]
):
    rng, began = random.Random(seed), time.monotonic()
    turns, killed = in_turn(site.node.names(), rng), Counter[str]()
    with at_work(Load(site, confirmed, OFFICERS, seed)) as load:
        for number in range(1, kills + 1):
            load.wait_for(rng.randint(3, 15))
            all_at_once = number % ALL_AT_ONCE == 0
            killed[kill_all(site, rng) if all_at_once else kill_one(site, next(turns), rng)] += 1
            site.node.revive()
    ledger.wait_until_settled(site.node)
    say(f"{killed.total()} kills, {confirmed.requests} confirmed requests, {time.monotonic() - began:.0f} s")
    say(", ".join(f"{name} {times}" for name, times in sorted(killed.items())))
    compare(site.node, confirmed)


def in_turn(names: list[str], rng: random.Random) -> Iterator[str]:
    """Yield every process once, in any order, then every one again."""
    while True:
        yield from rng.sample(names, len(names))


def kill_one(site: Site, name: str, rng: random.Random) -> str:
    """Kill a process, or the child of it that serves; return which."""
    pids = site.node.pids(name)
    child = len(pids) > 1 and rng.random() < 0.5
    site.node.kill(pids[-1 if child else 0])
    return f"{name}, child" if child else name


def kill_all(site: Site, rng: random.Random) -> str:
    """Kill every process of the node at one moment."""
    site.node.kill_all(rng)
    return "all at once"


def compare(node: Node, confirmed: Confirmed) -> None:
    """Every confirmed request left its rows, and nothing else left any."""
    for service, query, expected in (
        ("registration", ledger.PERSONS, confirmed.persons),
        ("registration", ledger.ENCOUNTERS, confirmed.encounters),
        ("registration", ledger.SAFEGUARDS, confirmed.safeguards),
        ("readmission", ledger.KNOWN_PERSONS, confirmed.persons),
        ("readmission", ledger.KNOWN_SAFEGUARDS, confirmed.safeguards),
        ("readmission", ledger.CASES, confirmed.cases),
        ("readmission", ledger.SUBMITTED, confirmed.cases),
    ):
        # Every request was confirmed in the end, so there is a row for each, and no other row.
        assert sorted(ledger.rows(node, service, query)) == sorted(expected), query
    assert sorted(ledger.actions(node, "readmission", "person.kept")) == sorted(confirmed.persons)
    taken = ledger.rows(node, "readmission", ledger.TAKEN)
    assert len(taken) == len(confirmed.persons) + len(confirmed.safeguards)
    numbers = sorted(int(number[-6:]) for number in ledger.rows(node, "readmission", ledger.CASE_NUMBERS))
    assert numbers == list(range(1, len(confirmed.cases) + 1))
    assert ledger.rows(node, "readmission", ledger.PARKED) == []
    assert ledger.broken_links(node) == {}

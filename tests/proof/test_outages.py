"""RabbitMQ and PostgreSQL stop, are killed and come back under a running node, and nobody intervenes.

The node is the real one, a dozen processes; the servers are the rig's own. What waited takes effect once, no
process of the node is started again, and what officers ask meanwhile is done or answered by 503.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.ids import new_id
from limen.runtime import open_runtime
from limen.service import load_service
from limen.storage.tables import outbox
from limen.work import system_actor, unit_of_work
from tests.e2e.journey import register
from tests.e2e.nodes import HostNode
from tests.e2e.officers import HERE
from tests.e2e.people import new_person
from tests.e2e.site import Site, opened
from tests.proof import ledger
from tests.rig.broker_debian import DebianBroker
from tests.rig.database_debian import DebianDatabase
from tests.rig.debian import DebianServer
from tests.rig.waiting import wait_until

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]

WAITING = 2_000
ENDS: dict[str, Callable[[DebianServer], None]] = {
    "stopped gracefully": lambda server: server.stop_gracefully(),
    "killed": lambda server: server.kill(),
}


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A host on servers that may be stopped."""
    broker: DebianBroker = request.getfixturevalue("_restartable_broker")
    database: DebianDatabase = request.getfixturevalue("_restartable_database")
    keeper = request.getfixturevalue("keeper")
    with opened(HostNode(tmp_path_factory.mktemp("outages"), keeper, database, broker.new_vhost())) as site:
        yield site


@pytest.fixture
def family(site: Site) -> Iterator[list[int]]:
    """The ids of the node's processes, which are the same at the end of the test."""
    before = sorted(site.node.pids())
    yield before
    assert sorted(site.node.pids()) == before


def raise_safeguards(site: Site, number: int = WAITING) -> list[str]:
    """Have registration tell of so many safeguards, and return their ids."""
    runtime = open_runtime(site.node.settings(), load_service("registration"))
    ids = [new_id() for _ in range(number)]
    for first in range(0, number, 200):
        with unit_of_work(runtime, system_actor("test")) as work:
            for safeguard_id in ids[first : first + 200]:
                told = {"safeguard_id": safeguard_id, "person_id": new_id(), "safeguard": "asylum_claim"}
                event = {**told, "since": rfc3339(now())}
                work.publish("limen.registration.safeguard.raised.v1", safeguard_id, event)
    runtime.close()
    return ids


def unsent(site: Site) -> int:
    """How many events of registration the broker has not confirmed."""
    query = sa.select(outbox.c.event_id).where(outbox.c.sent_at.is_(None))
    return len(ledger.rows(site.node, "registration", query))


def check_effects(site: Site, safeguards: list[str], persons: list[str]) -> None:
    """Every event took effect in readmission, and none twice."""
    ledger.wait_until_settled(site.node)
    known = ledger.rows(site.node, "readmission", ledger.KNOWN_SAFEGUARDS)
    assert sorted(set(safeguards) & set(known)) == sorted(safeguards)
    assert len(known) == len(set(known))
    told = ledger.actions(site.node, "readmission", "safeguard.raised")
    assert sorted(told) == sorted(known)
    kept = ledger.actions(site.node, "readmission", "person.kept")
    assert [kept.count(person) for person in persons] == [1] * len(persons)
    assert ledger.rows(site.node, "readmission", ledger.PARKED) == []
    assert ledger.broken_links(site.node) == {}


@pytest.mark.parametrize("end", ENDS)
def test_events_that_wait_survive_the_end_of_the_broker(
    site: Site, restartable_broker: DebianBroker, end: str
):
    """2,000 wait in its queues, more in the outbox; officers go on registering without noticing."""
    site.node.stop("work-readmission")
    waiting = raise_safeguards(site)
    wait_until(lambda: unsent(site) == 0, "all events are in the broker's queues", 60)
    ENDS[end](restartable_broker)
    persons = [register(site.officer, new_person())["person"]["id"] for _ in range(5)]
    more = raise_safeguards(site, 100)
    assert unsent(site) >= 105
    restartable_broker.start()
    site.node.start("work-readmission")
    check_effects(site, waiting + more, persons)


def test_events_on_their_way_survive_a_restart_of_the_broker(
    site: Site, restartable_broker: DebianBroker, family: list[int]
):
    """All workers are at work on 2,000 events when the broker goes and comes back."""
    waiting = raise_safeguards(site)
    restartable_broker.stop_gracefully()
    persons = [register(site.officer, new_person())["person"]["id"] for _ in range(5)]
    restartable_broker.start()
    check_effects(site, waiting, persons)


@pytest.mark.parametrize("end", ENDS)
def test_events_that_wait_survive_the_end_of_the_database(
    site: Site, restartable_database: DebianDatabase, family: list[int], end: str
):
    """Officers are told to come back in a moment, and their request succeeds when the database is back."""
    waiting = raise_safeguards(site, 500)
    ENDS[end](restartable_database)
    encounter = {"post": HERE, "kind": "entry", "declared": new_person().declared}
    for account, method, path, body in (
        ("officer", "POST", "registration/encounters", encounter),
        ("readmission", "GET", "readmission/cases", None),
        ("trainer", "GET", "training/events", None),
        ("monitor", "POST", "auth/token", {"account": "officer", "password": "whatever it is"}),
    ):
        answer = site.officers[account](method, path, body)
        assert (answer.status, answer.problem) == (503, "database-unavailable"), answer
        assert int(answer.headers["Retry-After"]) > 0
    restartable_database.start()
    key = {"Idempotency_Key": new_id()}

    def recorded() -> str:
        answer = site.officer("POST", "registration/encounters", encounter, **key)
        assert answer.status in (201, 503), answer
        return answer.body["person"]["id"] if answer.status == 201 else ""

    person_id = wait_until(recorded, "the node takes requests again")
    check_effects(site, waiting, [person_id])

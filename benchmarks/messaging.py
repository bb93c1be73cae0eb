"""Messaging: how fast events leave the outbox, take effect, and how soon after their commit.

The workers are the node's own, of two services in this process; the handler writes one row. Relay and raw
pika publish the same bytes to a quorum queue of the same broker, in turns; medians are given.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

import pika
import sqlalchemy as sa

from benchmarks import raw_pika
from benchmarks.figures import Figure
from benchmarks.sites import Servers
from limen.clock import now
from limen.ids import new_id
from limen.messaging import inbox
from limen.messaging.rabbit.relay import Relay
from limen.messaging.rabbit.topology import Topology
from limen.messaging.worker import Worker
from limen.runtime import Runtime
from limen.storage.database import Database
from limen.storage.tables import inbox as inbox_table
from limen.storage.tables import outbox
from tests.limen.messaging import kit
from tests.rig.waiting import wait_until

SHAPES = ("embedded", "host")
#: events that are relayed in a round, and rounds
EVENTS, ROUNDS = 10_000, 3
#: events that are to take effect
EFFECTS = 3_000
#: seconds for which so many events a second are committed
SECONDS, A_SECOND = 12.0, 50
RELAY_GOAL, P50_GOAL_MS, P99_GOAL_MS = 0.5, 20.0, 100.0


@dataclass(frozen=True)
class Bus:
    """Two services, and the workers that move events from one to the other."""

    registration: Runtime
    readmission: Runtime
    workers: list[Worker]

    @contextmanager
    def working(self) -> Iterator[None]:
        """Have the workers work."""
        for worker in self.workers:
            worker.start()
        try:
            yield
        finally:
            for worker in self.workers:
                worker.stop()


def measure(servers: Servers) -> Iterator[Figure]:
    """Measure both shapes."""
    yield _relayed(servers)
    for shape in SHAPES:
        yield _effects(servers, shape)
        yield from _delays(servers, shape)


def _relayed(servers: Servers) -> Figure:
    raw, relayed = [], []
    for _ in range(ROUNDS):
        with _bus(servers, "host") as bus:
            _fill(bus.registration, EVENTS)
            bodies = _bodies(bus.registration)
            raw.append(EVENTS / raw_pika.publish(servers.broker.new_vhost(), bodies))
            relayed.append(EVENTS / _relay_all(bus.registration))
    limit = median(raw)
    return Figure(
        "events, outbox to confirmed",
        "host",
        median(relayed),
        "a second",
        limit,
        "raw pika, pipelined confirms",
        limit * RELAY_GOAL,
    )


def _effects(servers: Servers, shape: str) -> Figure:
    """From a full outbox to the effect, with one worker a service."""
    with _bus(servers, shape) as bus:
        _fill(bus.registration, EFFECTS)
        begin = time.perf_counter()
        with bus.working():
            wait_until(
                lambda: kit.count(bus.readmission, inbox_table) == EFFECTS, "every event took effect", 120
            )
            reached = EFFECTS / (time.perf_counter() - begin)
    limit = _insert_rate(servers.database_url(shape))
    return Figure(
        "events, outbox to effect", shape, reached, "a second", limit, "inserting inbox and effect alone"
    )


def _delays(servers: Servers, shape: str) -> Iterator[Figure]:
    """From commit to committed effect, at a steady rate."""
    committed: dict[str, float] = {}
    with _bus(servers, shape) as bus, _effects_timed() as took_effect, bus.working():
        kit.publish(bus.registration, new_id())
        wait_until(lambda: len(took_effect) == 1, "the workers are up")
        begin = time.perf_counter()
        for number in range(int(SECONDS * A_SECOND)):
            time.sleep(max(0.0, begin + number / A_SECOND - time.perf_counter()))
            (event,) = kit.publish(bus.registration, new_id())
            committed[event.id] = time.perf_counter()
        wait_until(lambda: len(took_effect) == len(committed) + 1, "every event took effect")
    reached = [(took_effect[each] - moment) * 1000 for each, moment in committed.items()]
    limit = _least_delays(servers, shape)
    limit_is = "one commit alone" if shape == "embedded" else "one awaited confirm and one commit alone"
    for name, cut, goal in (("p50", 49, P50_GOAL_MS), ("p99", 98, P99_GOAL_MS)):
        yield Figure(
            f"commit to effect, {A_SECOND} a second, {name}",
            shape,
            quantiles(reached, n=100)[cut],
            "ms",
            quantiles(limit, n=100)[cut],
            limit_is,
            goal,
            more_is_better=False,
        )


@contextmanager
def _bus(servers: Servers, shape: str) -> Iterator[Bus]:
    names = ["registration", "readmission"]
    settings: dict[str, Any] = {}
    if shape == "host":
        settings = {"shape": "host", "broker_url": servers.broker.new_vhost()}
    else:
        names.append("training")  # whom registration hears
    peers = {name: _service(name, servers.database_url(shape), settings) for name in names}
    given = peers if shape == "embedded" else None
    yield Bus(
        peers["registration"],
        peers["readmission"],
        [Worker(runtime, given) for runtime in peers.values()],
    )
    for runtime in peers.values():
        runtime.close()


def _service(name: str, url: str, settings: dict[str, Any]) -> Runtime:
    runtime = kit.open_service(name, url, handlers={kit.RAISED: kit.Effects()}, **settings)
    kit.create_tables(runtime.database)
    return runtime


def _fill(registration: Runtime, events: int) -> None:
    """Put so many events into the outbox, each of a record of its own."""
    while events > 0:
        kit.publish(registration, *(new_id() for _ in range(min(events, 500))))
        events -= 500


def _bodies(registration: Runtime) -> list[bytes]:
    with registration.database.read() as connection:
        return [envelope.encode() for envelope in connection.scalars(sa.select(outbox.c.envelope))]


def _relay_all(registration: Runtime) -> float:
    """Return the seconds from starting the relay until every event is confirmed and marked."""
    stop = threading.Event()
    thread = threading.Thread(target=Relay(registration).run, args=(stop,))
    begin = time.perf_counter()
    thread.start()
    wait_until(lambda: kit.unsent(registration) == 0, "the outbox is empty", 120)
    took = time.perf_counter() - begin
    stop.set()
    thread.join()
    return took


@contextmanager
def _effects_timed() -> Iterator[dict[str, float]]:
    """Collect when the effect of each event was committed."""
    took_effect: dict[str, float] = {}
    take: Callable[..., Any] = inbox._take

    def timed(runtime: Runtime, messages: Any, *also: Any) -> Any:
        settled = take(runtime, messages, *also)
        took_effect.update({message.event.id: time.perf_counter() for message in messages})
        return settled

    with patch.object(inbox, "_take", timed):
        yield took_effect


def _insert_rate(url: str) -> float:
    """Return how many pairs of an inbox row and an effect are inserted in a second, a batch a commit."""
    with closing(Database(url)) as database:
        kit.create_tables(database)
        begin = time.perf_counter()
        for _ in range(EFFECTS // inbox.BATCH):
            records = [new_id() for _ in range(inbox.BATCH)]
            taken = [_inbox_row(record) for record in records]
            with database.write() as connection:
                connection.execute(inbox_table.insert(), taken)
                connection.execute(kit.effect.insert(), [_effect_row(record) for record in records])
        return EFFECTS / (time.perf_counter() - begin)


def _inbox_row(record: str) -> dict[str, Any]:
    told = {"event_id": record, "digest": record, "type": kit.RAISED}
    return {**told, **_effect_row(record), "handled_at": now()}


def _effect_row(record: str) -> dict[str, Any]:
    return {"aggregate_id": record, "version": 1}


def _least_delays(servers: Servers, shape: str, number: int = 200) -> list[float]:
    """Return milliseconds of one confirm (host only) and one commit, one after the other."""
    body, found = kit.event_of(new_id(), 1).encode(), []
    with closing(Database(servers.database_url(shape))) as database, _channel(servers, shape) as channel:
        kit.create_tables(database)
        for _ in range(number):
            begin = time.perf_counter()
            if channel:
                channel.basic_publish(
                    Topology().events, raw_pika.KEY, body, raw_pika.PERSISTENT, mandatory=True
                )
            with database.write() as connection:
                connection.execute(kit.effect.insert(), _effect_row(new_id()))
            found.append((time.perf_counter() - begin) * 1000)
    return found


@contextmanager
def _channel(servers: Servers, shape: str) -> Iterator[Any]:
    if shape == "embedded":
        yield None
        return
    with closing(pika.BlockingConnection(pika.URLParameters(servers.broker.new_vhost()))) as connection:
        channel = connection.channel()
        Topology().declare(channel)
        channel.confirm_delivery()
        yield channel

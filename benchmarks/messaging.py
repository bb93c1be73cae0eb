"""Messaging: how fast events leave the outbox, take effect, and how soon after their commit.

The relay is measured beside raw pipelined publishing by pika of the same bytes to a quorum queue of the same
broker, in rounds that take turns, because a shared machine is never the same twice. Medians are given.
"""

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pika
import sqlalchemy as sa
from pika.adapters.select_connection import SelectConnection

from limen.ids import new_id
from limen.messaging import inbox
from limen.messaging.rabbit.relay import Relay
from limen.messaging.rabbit.topology import Topology
from limen.messaging.worker import Worker
from limen.runtime import Runtime
from limen.storage.tables import inbox as inbox_table
from limen.storage.tables import outbox
from tests.limen.messaging import kit
from tests.rig import provide
from tests.rig.keeper import Keeper
from tests.rig.waiting import wait_until

#: unanswered publishes that both the relay and raw pika allow themselves
WINDOW = 1000


def main(
    *, events: int = 20_000, effects: int = 3_000, rounds: int = 3, seconds: float = 20.0
) -> dict[str, Any]:
    """Measure both shapes; `seconds` is how long the 50 events a second of the latency figure last."""
    with Keeper() as keeper, tempfile.TemporaryDirectory() as folder:
        broker, database = provide.started_broker(keeper), provide.started_database(keeper)
        try:
            host = _host(broker, database, events, effects, rounds, seconds)
        finally:
            broker.close()
            database.close()
        return {"host": host, "embedded": _embedded(Path(folder), effects, seconds)}


def _host(
    broker: Any, database: Any, events: int, effects: int, rounds: int, seconds: float
) -> dict[str, Any]:
    raw, relayed = [], []
    for _ in range(rounds):
        with _host_services(broker, database) as (registration, _):
            _fill(registration, events)
            raw.append(events / _publish_raw(broker.new_vhost(), _bodies(registration)))
            relayed.append(events / _relay_all(registration))
    with _host_services(broker, database) as (registration, readmission):
        workers = [Worker(registration), Worker(readmission)]
        rate = _effect_rate(registration, readmission, workers, effects)
    with _host_services(broker, database) as (registration, readmission):
        workers = [Worker(registration), Worker(readmission)]
        latency = _latency(registration, readmission, workers, seconds)
    raw_rate, relay_rate = statistics.median(raw), statistics.median(relayed)
    return {
        "raw_pika_confirmed_per_second": round(raw_rate),
        "relay_confirmed_per_second": round(relay_rate),
        "relay_to_raw": round(relay_rate / raw_rate, 2),
        "outbox_to_effect_per_second": round(rate),
        **latency,
    }


def _embedded(folder: Path, effects: int, seconds: float) -> dict[str, Any]:
    with _embedded_services(folder / "rate") as (peers, workers):
        rate = _effect_rate(peers["registration"], peers["readmission"], workers, effects)
    with _embedded_services(folder / "latency") as (peers, workers):
        latency = _latency(peers["registration"], peers["readmission"], workers, seconds)
    return {"outbox_to_effect_per_second": round(rate), **latency}


@contextmanager
def _host_services(broker: Any, database: Any) -> Iterator[tuple[Runtime, Runtime]]:
    settings = {"shape": "host", "broker_url": broker.new_vhost()}
    runtimes = [_service(name, database.new_database(), settings) for name in ("registration", "readmission")]
    yield runtimes[0], runtimes[1]
    for runtime in runtimes:
        runtime.close()


@contextmanager
def _embedded_services(folder: Path) -> Iterator[tuple[dict[str, Runtime], list[Worker]]]:
    folder.mkdir()
    names = ("registration", "readmission", "training")
    peers = {name: _service(name, f"sqlite:///{folder / name}.sqlite", {}) for name in names}
    yield peers, [Worker(runtime, peers) for runtime in peers.values()]
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
    wait_until(lambda: kit.unsent(registration) == 0, "the outbox is empty", 300)
    took = time.perf_counter() - begin
    stop.set()
    thread.join()
    return took


def _publish_raw(url: str, bodies: list[bytes]) -> float:
    """Return the seconds in which bare pika publishes the bodies, pipelined, until all are confirmed."""
    publisher = _RawPublisher(url, bodies)
    begin = time.perf_counter()
    publisher.connection.ioloop.start()
    took = time.perf_counter() - begin
    publisher.connection.ioloop.close()
    return took


class _RawPublisher:
    """The fastest way known here: pika's SelectConnection, persistent, a window of open confirms."""

    def __init__(self, url: str, bodies: list[bytes]) -> None:
        self._bodies, self._next, self._open = bodies, 0, set[int]()
        self.connection = SelectConnection(
            pika.URLParameters(url),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._ready),
            on_close_callback=lambda connection, _reason: connection.ioloop.stop(),
        )

    def _ready(self, channel: Any) -> None:
        self._channel = channel
        Topology().declare(channel)
        channel.confirm_delivery(self._confirmed, callback=lambda _frame: self._publish())

    def _publish(self) -> None:
        properties = pika.BasicProperties(delivery_mode=2)
        while self._next < len(self._bodies) and len(self._open) < WINDOW:
            body = self._bodies[self._next]
            self._channel.basic_publish(
                "limen.events", "registration.safeguard.raised.v1", body, properties, mandatory=True
            )
            self._next += 1
            self._open.add(self._next)

    def _confirmed(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        if frame.method.multiple:
            self._open = {each for each in self._open if each > tag}
        else:
            self._open.discard(tag)
        if len(self._open) <= WINDOW // 2:
            self._publish()
        if not self._open:
            self.connection.close()


def _effect_rate(registration: Runtime, readmission: Runtime, workers: list[Worker], effects: int) -> float:
    """Return events a second from a full outbox to their effect, with one worker a service."""
    _fill(registration, effects)
    begin = time.perf_counter()
    with _running(workers):
        wait_until(lambda: kit.count(readmission, inbox_table) == effects, "every event took effect", 300)
        return effects / (time.perf_counter() - begin)


def _latency(
    registration: Runtime, readmission: Runtime, workers: list[Worker], seconds: float, rate: int = 50
) -> dict[str, float]:
    """Commit events at a steady rate; return from commit to committed effect, in milliseconds."""
    committed: dict[str, float] = {}
    with _effects_timed() as took_effect, _running(workers):
        kit.publish(registration, new_id())
        wait_until(lambda: len(took_effect) == 1, "the workers are up")
        begin = time.perf_counter()
        for number in range(int(seconds * rate)):
            time.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            (event,) = kit.publish(registration, new_id())
            committed[event.id] = time.perf_counter()
        wait_until(lambda: len(took_effect) == len(committed) + 1, "every event took effect")
    return _spread([(took_effect[each] - moment) * 1000 for each, moment in committed.items()])


@contextmanager
def _effects_timed() -> Iterator[dict[str, float]]:
    """Collect when the effect of each event was committed."""
    took_effect: dict[str, float] = {}
    take = inbox._take

    def timed(runtime: Runtime, message: Any) -> Any:
        outcome = take(runtime, message)
        took_effect[message.event.id] = time.perf_counter()
        return outcome

    with patch.object(inbox, "_take", timed):
        yield took_effect


@contextmanager
def _running(workers: list[Worker]) -> Iterator[None]:
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()


def _spread(milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=100)
    return {"commit_to_effect_p50_ms": round(cuts[49], 2), "commit_to_effect_p99_ms": round(cuts[98], 2)}


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))

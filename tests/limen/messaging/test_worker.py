"""A worker starts only where it can work, and stops when it is told."""

import subprocess
import sys
import threading
import time

import pytest

from limen.errors import StartRefused
from limen.messaging.worker import Worker
from limen.service import Timer
from tests.limen.messaging.kit import open_service
from tests.rig.waiting import wait_until


def started_threads(service: str) -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith(f"{service}-")}


def test_an_embedded_worker_needs_the_services_that_it_hears_and_that_hear_it(new_sqlite):
    runtime = open_service("registration", new_sqlite())
    with pytest.raises(StartRefused, match="an embedded worker needs its peers: readmission, training"):
        Worker(runtime, peers={"registration": runtime}).start()
    runtime.close()


def test_a_host_worker_needs_a_broker(new_sqlite):
    runtime = open_service("registration", "postgresql://nobody@127.0.0.1:9/none", shape="host")
    with pytest.raises(StartRefused, match="the host shape needs broker_url"):
        Worker(runtime).start()


def test_a_host_worker_needs_postgresql(new_sqlite):
    runtime = open_service("registration", new_sqlite(), shape="host", broker_url="amqp://127.0.0.1:9")
    with pytest.raises(StartRefused, match="the host shape needs PostgreSQL"):
        Worker(runtime).start()
    runtime.close()


def test_a_worker_starts_although_nothing_is_reachable_and_stops_when_told():
    runtime = open_service(
        "readmission",
        "postgresql://nobody@127.0.0.1:9/none",
        shape="host",
        broker_url="amqp://127.0.0.1:9",
    )
    worker = Worker(runtime)
    worker.start()
    assert started_threads("readmission") == {
        "readmission-relay",
        "readmission-consumer",
        "readmission-clock",
        "readmission-timers",
    }
    worker.stop()
    assert started_threads("readmission") == set()
    worker.stop()
    runtime.close()


def test_a_service_s_own_timers_run_in_its_worker(new_sqlite):
    ran = threading.Event()
    timer = Timer("watch-deadlines", 3600, lambda runtime: ran.set())
    peers = {
        "readmission": open_service("readmission", new_sqlite(), timers=(timer,)),
        "registration": open_service("registration", new_sqlite()),
        "training": open_service("training", new_sqlite()),
    }
    worker = Worker(peers["readmission"], peers=peers)
    worker.start()
    wait_until(ran.is_set, "the timer ran")
    worker.stop()
    for runtime in peers.values():
        runtime.close()


def test_a_service_runs_only_the_parts_that_it_needs(new_postgres, broker_url):
    host = {"shape": "host", "broker_url": broker_url}
    for name, parts in (("training", {"relay"}), ("gateway", set())):  # nobody's subscriber; nobody's sender
        runtime = open_service(name, new_postgres(), **host)
        worker = Worker(runtime)
        worker.start()
        assert started_threads(name) == {f"{name}-{part}" for part in parts | {"timers"}}
        worker.stop()
        runtime.close()


def test_a_worker_tells_when_the_broker_last_answered(rabbit_bus):
    worker = rabbit_bus.worker(rabbit_bus.readmission)
    assert worker.last_contact == 0.0
    worker.start()
    wait_until(lambda: worker.last_contact > time.time() - 60, "the broker answered")
    worker.stop()


def test_an_embedded_node_loads_neither_client_of_the_broker():
    code = "import sys, limen.messaging.worker; print([m for m in ('pika', 'kombu') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

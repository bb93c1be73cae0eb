"""A service's worker: the threads that move its events and run its timers.

In the host shape it is a process of its own (`limen work SERVICE`), of which there may be several. In the
embedded shape every service's worker runs inside the node's process and needs to know its peers.
"""

import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from limen.errors import StartRefused
from limen.messaging import embedded
from limen.messaging.contracts import SUBSCRIPTIONS, all_contracts
from limen.messaging.supervise import Part, Supervised
from limen.messaging.timers import PRUNE, run_clock, run_timers
from limen.runtime import Runtime
from limen.web.idempotency import PRUNING

if TYPE_CHECKING:
    from limen.messaging.rabbit.consumer import Consumer
    from limen.messaging.rabbit.relay import Relay
    from limen.messaging.rabbit.topology import Topology

#: seconds that `stop` waits for each thread to finish what it has in hand
STOP_SECONDS = 30.0


class Worker:
    """Moves one service's events. `peers`: the runtimes of all services in this process, embedded only."""

    def __init__(
        self,
        runtime: Runtime,
        peers: Mapping[str, Runtime] | None = None,
        topology: "Topology | None" = None,
    ) -> None:
        self._runtime = runtime
        self._name = runtime.service.name
        self._peers = peers or {}
        self._topology = topology
        self._sends = any(contract.producer == self._name for contract in all_contracts().values())
        self._hears = bool(SUBSCRIPTIONS.get(self._name))
        self._stop = threading.Event()
        self._at_broker: list[Relay | Consumer] = []
        self._threads: list[Supervised] = []

    @property
    def last_contact(self) -> float:
        """`time.time()` of the broker's last sign of life; 0 before the first, and in the embedded shape."""
        return max((each.last_contact for each in self._at_broker), default=0.0)

    def start(self) -> None:
        """Start all threads; `StartRefused` when the settings do not allow it. Nothing need be reachable."""
        parts = self._embedded_parts() if self._runtime.settings.shape == "embedded" else self._host_parts()
        timers = (*self._runtime.service.timers, PRUNE, PRUNING)
        parts["timers"] = partial(run_timers, self._runtime, timers)
        self._threads = [Supervised(self._name, part, run, self._stop) for part, run in parts.items()]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the events in hand and stop. Safe to call twice."""
        self._stop.set()
        for peer in self._peers.values():
            peer.committed.set()  # wakes a reader that waits
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def _host_parts(self) -> dict[str, Part]:
        # Imported here, because an embedded node needs neither client.
        from limen.messaging.rabbit.consumer import Consumer
        from limen.messaging.rabbit.relay import Relay

        if not self._runtime.settings.broker_url:
            raise StartRefused("the host shape needs broker_url")
        if self._runtime.database.is_sqlite:
            raise StartRefused("the host shape needs PostgreSQL: set database_url")
        relay, consumer = Relay(self._runtime, self._topology), Consumer(self._runtime, self._topology)
        self._at_broker = [relay, consumer]
        parts: dict[str, Part] = {}
        if self._sends:
            parts["relay"] = relay.run
        if self._hears:
            parts["consumer"] = consumer.run
            parts["clock"] = partial(run_clock, self._runtime, ())
        return parts

    def _embedded_parts(self) -> dict[str, Part]:
        missing = {name for name in self._needed_peers() if name not in self._peers}
        if missing:
            raise StartRefused(f"an embedded worker needs its peers: {', '.join(sorted(missing))}")
        mark = partial(embedded.mark_sent, self._runtime, self._peers)
        parts: dict[str, Part] = {}
        if self._sends or self._hears:
            parts["clock"] = partial(run_clock, self._runtime, (mark,))
        if self._hears:
            parts["reader"] = partial(embedded.run_reader, self._runtime, self._peers)
        return parts

    def _needed_peers(self) -> set[str]:
        """Return whom the service hears, and who hears it."""
        subscribers = {each for each in SUBSCRIPTIONS if self._name in embedded.producers_of(each)}
        return subscribers | embedded.producers_of(self._name)

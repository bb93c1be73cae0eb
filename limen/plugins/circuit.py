"""A plugin whose calls take too long is left alone for a while, so nobody waits for it in vain."""

import threading
import time
from typing import Final

from limen.plugins.deadline import Worker

#: with so many calls still stuck a plugin is not called at all, however long ago they began
MOST_STUCK: Final = 3


class AtRest(Exception):  # said to officers as the name of what happened
    """A plugin is not called for now, because it took too long before."""


class Circuit:
    """Whether one plugin may be called now; safe to use from several threads.

    `rest`: seconds for which it is not called after a call that took too long.
    """

    def __init__(self, rest: float) -> None:
        self._rest = rest
        self._until = 0.0
        self._stuck: list[Worker] = []
        self._lock = threading.Lock()

    @property
    def at_rest(self) -> bool:
        """Tell whether the plugin is left alone now."""
        if not self._stuck:
            return False
        with self._lock:
            self._stuck = [worker for worker in self._stuck if worker.is_alive()]
            return len(self._stuck) >= MOST_STUCK or time.monotonic() < self._until

    def check(self) -> None:
        """Raise AtRest where the plugin is left alone now."""
        if self.at_rest:
            raise AtRest("it took too long and is left alone for now")

    def overran(self, worker: Worker) -> None:
        """Leave the plugin alone from now on, because a call of it is stuck in this thread."""
        with self._lock:
            self._stuck.append(worker)
            self._until = time.monotonic() + self._rest

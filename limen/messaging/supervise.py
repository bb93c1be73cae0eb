"""Threads that come back: a part of a worker that breaks down is logged and started again."""

import threading
import time
from collections.abc import Callable

import structlog

from limen.errors import Unavailable
from limen.messaging import metrics
from limen.messaging.failures import describe

#: seconds until the next life: at first, and at most
BACKOFF_SECONDS = (0.2, 10.0)
#: a life of this many seconds was a good one: the next pause is short again
GOOD_LIFE_SECONDS = 30.0

#: runs until the event is set, or raises
Part = Callable[[threading.Event], None]

_log = structlog.get_logger(__name__)


class Supervised(threading.Thread):
    """Runs a part until it is stopped, again and again if need be."""

    def __init__(self, service: str, part: str, run: Part, stop: threading.Event) -> None:
        super().__init__(name=f"{service}-{part}", daemon=True)
        self._service, self._part, self._run_part, self._stop_event = service, part, run, stop

    def run(self) -> None:
        """Live until stopped; the pauses between lives grow."""
        pause = BACKOFF_SECONDS[0]
        while not self._stop_event.is_set():
            born = time.monotonic()
            try:
                self._run_part(self._stop_event)
            except Unavailable as error:
                _log.warning("worker.waits", **self._names, error=describe(error), seconds=pause)
            except Exception as error:  # noqa: BLE001  nothing may end a worker's part for good
                metrics.FAILURES.labels(self._service, self._part).inc()
                _log.error("worker.failed", **self._names, error=describe(error), seconds=pause)
            if time.monotonic() - born > GOOD_LIFE_SECONDS:
                pause = BACKOFF_SECONDS[0]
            self._stop_event.wait(pause)
            pause = min(pause * 2, BACKOFF_SECONDS[1])

    @property
    def _names(self) -> dict[str, str]:
        return {"service": self._service, "part": self._part}

"""What a worker does by the clock: retries on every worker, a service's timers on one of them."""

import threading
import time
from collections.abc import Callable, Sequence

import structlog

from limen.errors import Unavailable
from limen.messaging import metrics, outbox
from limen.messaging.failures import describe
from limen.messaging.inbox import retry_ready
from limen.messaging.leader import leadership
from limen.runtime import Runtime
from limen.service import Timer

#: seconds between two looks for events whose time has come
CLOCK_SECONDS = 0.5
#: seconds between two looks at the timers
LOOK_SECONDS = 0.5

_log = structlog.get_logger(__name__)


def run_clock(runtime: Runtime, steps: Sequence[Callable[[], None]], stop: threading.Event) -> None:
    """Retry events whose time has come, and take the other `steps`, until `stop`."""
    while not stop.is_set():
        while retry_ready(runtime) and not stop.is_set():
            pass
        for step in steps:
            step()
        stop.wait(CLOCK_SECONDS)


def run_timers(runtime: Runtime, timers: Sequence[Timer], stop: threading.Event) -> None:
    """Run the timers, each at once and then at its interval, until `stop`.

    Only the leader among a service's workers runs them; they run one after the other.
    """
    with leadership(runtime.database, "timers", stop) as leader:
        next_at = {timer.name: 0.0 for timer in timers}
        while leader is not None and not stop.is_set():
            leader.check()
            for timer in timers:
                if time.monotonic() >= next_at[timer.name]:
                    _run(runtime, timer)
                    next_at[timer.name] = time.monotonic() + timer.every_seconds
            stop.wait(LOOK_SECONDS)


def _run(runtime: Runtime, timer: Timer) -> None:
    try:
        timer.run(runtime)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  one timer's fault must not keep the others from running
        metrics.FAILURES.labels(runtime.service.name, f"timer:{timer.name}").inc()
        _log.error("timer.failed", service=runtime.service.name, timer=timer.name, error=describe(error))


def prune_outbox(runtime: Runtime) -> None:
    """Delete events that were sent long ago."""
    with runtime.database.write() as connection:
        count = outbox.prune(connection)
    if count:
        _log.info("outbox.pruned", service=runtime.service.name, events=count)


#: every service has it
PRUNE = Timer("prune-outbox", 3600, prune_outbox)

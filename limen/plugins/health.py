"""How often each plugin was asked, how often it failed, and how often it took too long."""

import threading
from dataclasses import dataclass
from datetime import datetime

from limen.clock import now


@dataclass(frozen=True)
class PluginHealth:
    """One plugin's record since the process started; errors by type only, for their text may be personal.

    `last_error` is the name of an exception class and `last_error_at` an aware UTC time;
    both are None while nothing failed. `late` are the failures that were delays; `refused` are the calls that
    were not made because the plugin was at rest after a delay.
    """

    version: str
    digest: str | None
    calls: int = 0
    failures: int = 0
    late: int = 0
    refused: int = 0
    last_error: str | None = None
    last_error_at: datetime | None = None


class HealthRecord:
    """Counts one plugin's calls and failures; safe to use from several threads."""

    def __init__(self, version: str, digest: str | None) -> None:
        self._of = (version, digest)
        self._calls = self._failures = self._late = self._refused = 0
        self._last: tuple[str, datetime] | None = None
        self._lock = threading.Lock()

    def count_call(self) -> None:
        """Count a call that is about to be made."""
        with self._lock:
            self._calls += 1

    def count_refused(self) -> None:
        """Count a call that was not made."""
        with self._lock:
            self._refused += 1

    def count_failure(self, error: BaseException, *, late: bool = False) -> None:
        """Count a failed call and keep the type of its error."""
        with self._lock:
            self._failures += 1
            self._late += late
            self._last = (type(error).__name__, now())

    def snapshot(self) -> PluginHealth:
        """Return the record as it is now."""
        with self._lock:
            last_error, last_error_at = self._last or (None, None)
            return PluginHealth(
                *self._of,
                calls=self._calls,
                failures=self._failures,
                late=self._late,
                refused=self._refused,
                last_error=last_error,
                last_error_at=last_error_at,
            )

"""How often each plugin was asked, how often it failed, and how often it took too long."""

import threading
from dataclasses import dataclass, replace
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
        self._health = PluginHealth(version, digest)
        self._lock = threading.Lock()

    def count_call(self) -> None:
        """Count a call that is about to be made."""
        with self._lock:
            self._health = replace(self._health, calls=self._health.calls + 1)

    def count_refused(self) -> None:
        """Count a call that was not made."""
        with self._lock:
            self._health = replace(self._health, refused=self._health.refused + 1)

    def count_failure(self, error: BaseException, *, late: bool = False) -> None:
        """Count a failed call and keep the type of its error."""
        with self._lock:
            self._health = replace(
                self._health,
                failures=self._health.failures + 1,
                late=self._health.late + late,
                last_error=type(error).__name__,
                last_error_at=now(),
            )

    def snapshot(self) -> PluginHealth:
        """Return the record as it is now."""
        return self._health

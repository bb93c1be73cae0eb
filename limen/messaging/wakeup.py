"""Waking readers in the same process when events were committed. Only a hint: the outbox is the truth."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WakeUp:
    """Tells any number of listeners that there may be something to do."""

    def __init__(self) -> None:
        self._listeners: tuple[threading.Event, ...] = ()
        self._lock = threading.Lock()

    def set(self) -> None:
        """Wake all who listen."""
        for listener in self._listeners:
            listener.set()

    @contextmanager
    def into(self, listener: threading.Event) -> Iterator[None]:
        """Have `listener` set at each wake-up, until the end of the `with` block."""
        with self._lock:
            self._listeners = (*self._listeners, listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

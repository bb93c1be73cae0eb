"""An event that a signal handler may set at any moment.

Python runs a handler between two steps of the main thread. `threading.Event` is not made for that: a signal
that comes while another is being told of waits for the lock that the first one holds, for ever.
"""

import threading


class Interrupt:
    """What granian asks of a `threading.Event`, with a lock that its own thread may take again."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._is_set = False

    def is_set(self) -> bool:
        """Tell whether it was set and not cleared since."""
        return self._is_set

    def set(self) -> None:
        """Wake whoever waits."""
        with self._changed:
            self._is_set = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Have the next one wait again."""
        with self._changed:
            self._is_set = False

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, or so many seconds; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_set, timeout)

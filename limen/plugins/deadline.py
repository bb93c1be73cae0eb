"""A call that ends in time: it runs in a thread of its own, and whoever asked goes on when it takes too long.

Python cannot stop a thread, so a call that is stuck is abandoned: its thread is never used again, and ends
when the call does. A circuit (see `limen.plugins.circuit`) keeps the number of such threads small.
"""

import os
import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any


class TookTooLong(Exception):  # said to officers as the name of what happened
    """A plugin did not answer in time."""


class Worker(threading.Thread):
    """A thread that runs one call after another. None as a call ends it."""

    def __init__(self) -> None:
        super().__init__(name="plugin-call", daemon=True)  # a stuck call must not keep a node from stopping
        self.calls: SimpleQueue[Callable[[], Any] | None] = SimpleQueue()
        self.answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self.start()

    def run(self) -> None:
        """Run calls until there is none."""
        while (call := self.calls.get()) is not None:
            try:
                self.answers.put((call(), None))
            except BaseException as error:  # noqa: BLE001  # raised again in the thread that asked
                self.answers.put((None, error))


_idle: deque[Worker] = deque()
os.register_at_fork(after_in_child=_idle.clear)  # threads do not live on in a forked process


def call_within(seconds: float, function: Callable[[], Any], abandoned: Callable[[Worker], None]) -> Any:
    """Return what `function` returns, or raise what it raises; TookTooLong after `seconds`.

    `abandoned` is told of the thread in which a late call goes on.
    """
    try:
        worker = _idle.pop()
    except IndexError:
        worker = Worker()
    worker.calls.put(function)
    try:
        answer, error = worker.answers.get(timeout=seconds)
    except Empty:
        worker.calls.put(None)
        abandoned(worker)
        raise TookTooLong(f"no answer within {seconds:g} s") from None
    _idle.append(worker)
    if error is not None:
        raise error
    return answer

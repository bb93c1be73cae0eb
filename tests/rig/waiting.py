"""Waiting for a condition instead of sleeping."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def wait_until(condition: Callable[[], Answer], what: str, deadline: float = 30.0) -> Answer:
    """Call `condition` until its answer is true, and return that answer.

    `what` completes the sentence "waited 30 s until ..."; TimeoutError after `deadline` seconds.
    """
    end = time.monotonic() + deadline
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError(f"waited {deadline:g} s until {what}; the last answer was {answer!r}")
        time.sleep(0.02)

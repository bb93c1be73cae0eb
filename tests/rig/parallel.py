"""Tests on several processes at once: which together, in which order, and what each process ran against.

Tests of one file stay on one process, since their servers do (`--dist loadfile`), and so do the journeys on a
node of one shape, whichever file they stand in: a node on a host takes longer to start than most journeys.
They come first, being the longest. Files with browser tests come last: Playwright keeps an event loop
running, in which asyncio.run() is refused.
"""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.rig.summary import Summary

_KEY = "limen_summary"
_JOURNEYS = "tests/e2e/"
_SHAPE = re.compile(r"\[.*\b(embedded|host)\b")


def put_in_order(items: list[pytest.Item]) -> None:
    """Put journeys first, and files with browser tests last."""
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in browser, not item.nodeid.startswith(_JOURNEYS)))


class Together(LoadFileScheduling):
    """Gives a file to one process, and the journeys on a node of one shape."""

    def _split_scope(self, nodeid: str) -> str:
        shape = _SHAPE.search(nodeid) if nodeid.startswith(_JOURNEYS) else None
        return f"{_JOURNEYS}{shape[1]}" if shape else super()._split_scope(nodeid)


def send_summary(config: pytest.Config, summary: Summary) -> None:
    """Hand what this process ran against to the one that asked for it, if any."""
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output[_KEY] = summary.used


def take_summary(node: object, summary: Summary) -> None:
    """Add what another process ran against."""
    for part, entries in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
        summary.add(part, entries)

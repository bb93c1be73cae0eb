"""Tests on several processes at once: in which order, and what each process ran against.

Tests of one file stay on one process, since their servers do (`--dist loadfile`). Files with browser tests
come last: Playwright keeps an event loop running, in which asyncio.run() is refused.
"""

import pytest

from tests.rig.summary import Summary

_KEY = "limen_summary"


def put_in_order(items: list[pytest.Item]) -> None:
    """Put files with browser tests last."""
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path in browser)


def send_summary(config: pytest.Config, summary: Summary) -> None:
    """Hand what this process ran against to the one that asked for it, if any."""
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output[_KEY] = summary.used


def take_summary(node: object, summary: Summary) -> None:
    """Add what another process ran against."""
    for part, entries in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
        summary.add(part, entries)

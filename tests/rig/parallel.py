"""Tests on several processes at once: which tests stay together, and what each process ran against.

Tests of one file stay together, since their servers do. Tests that stop and kill servers and nodes take
turns, since they need the machine, and come first, since that takes long. Browser tests come last in each
process: Playwright keeps an event loop running, in which asyncio.run() is refused.
"""

import pytest

from tests.rig.summary import Summary

_ALONE = ("restartable_broker", "restartable_database")
_SERVERS = "servers"
_KEY = "limen_summary"


def keep_together(items: list[pytest.Item]) -> None:
    """Give each test the group that pytest-xdist keeps on one process, in the order described above."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, _group(item) != _SERVERS))


def send_summary(config: pytest.Config, summary: Summary) -> None:
    """Hand what this process ran against to the one that asked for it, if any."""
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output[_KEY] = summary.used


def take_summary(node: object, summary: Summary) -> None:
    """Add what another process ran against."""
    for part, entries in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
        summary.add(part, entries)


def _group(item: pytest.Item) -> str:
    file = item.nodeid.split("::")[0]
    if item.get_closest_marker("browser"):
        return f"browser {file}"
    if "tests/proof/test_kills" in item.nodeid or "tests/proof/test_outages" in item.nodeid:
        return _SERVERS
    if any(name in _ALONE for name in getattr(item, "fixturenames", ())):
        return _SERVERS
    return file

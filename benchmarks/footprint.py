"""How soon a node is ready, and what memory it takes: unshared, so that processes can be added up."""

import time
from collections.abc import Callable, Sequence
from statistics import median

import psutil

from benchmarks.figures import Figure
from benchmarks.sites import BareRoute, Servers, bare_route
from tests.e2e.nodes import Node

STARTS = 3
MIB = 2**20
READY_GOAL_SECONDS, MEMORY_GOAL_MIB = 3.0, 150.0
LIMIT = "bare Flask route"


def measure_start(servers: Servers) -> list[Figure]:
    """Start an embedded node in a new folder, and again with its databases there."""
    node = servers.node("embedded")
    try:
        first = _seconds(node.start)
        again = []
        for _ in range(STARTS):
            node.stop()
            again.append(_seconds(node.start))
    finally:
        node.close()
    least = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        with bare_route(servers, "embedded"):
            least.append(time.perf_counter() - begin)
    limit, goal = median(least), READY_GOAL_SECONDS
    return [
        Figure("ready in a new folder", "embedded", first, "s", limit, LIMIT, goal, False),
        Figure("ready", "embedded", median(again), "s", limit, LIMIT, goal, False),
    ]


def measure_memory(node: Node, bare: BareRoute) -> list[Figure]:
    """Measure a node that has worked, and beside it the bare route that has."""
    limit = _unshared([bare.pid, *(child.pid for child in psutil.Process(bare.pid).children(recursive=True))])
    each = {name: _unshared(node.pids(name)) for name in node.names()}
    if node.shape == "embedded":
        reached = sum(each.values())
        return [Figure("memory", node.shape, reached, "MiB", limit, LIMIT, MEMORY_GOAL_MIB, False)]
    figures = [
        Figure(f"memory of {name}", node.shape, reached, "MiB", limit, LIMIT, more_is_better=False)
        for name, reached in each.items()
    ]
    return [*figures, Figure("memory of all", node.shape, sum(each.values()), "MiB", more_is_better=False)]


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _unshared(pids: Sequence[int]) -> float:
    return sum(psutil.Process(pid).memory_full_info().uss for pid in pids) / MIB

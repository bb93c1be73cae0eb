"""Suppressing small counts so that nobody can be found in a table, nor computed back from its sums.

Every count is a term of one sum and the total, or again a term, of another. So the counts are the pipes of a
network whose knots are the sums: whatever a reader tries in place of hidden counts must flow through it as a
circulation. A hidden count is not known if a flow can be added that passes through it and otherwise through
hidden counts alone. Where there is no such way, the cheapest counts that open one are hidden as well.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Any, Final

#: the knot of all sums that no reader has
GROUND: Final = ("ground",)

#: a count -> the knots between which it flows: a term flows into its sum, a total out of it
Pipes = Mapping[Any, tuple[Hashable, Hashable]]


def is_small(count: int, threshold: int) -> bool:
    """Tell whether a count would show a few persons. A zero tells of nobody."""
    return 0 < count < threshold


def protect(
    counts: Mapping[Any, int],
    pipes: Pipes,
    hidden: Collection[Any],
    may_hide: Collection[Any],
    threshold: int,
) -> set[Any]:
    """Return what must be hidden with `hidden` so that no small count among them follows from the others.

    Where the counts allow it a small one could as well be `threshold`, as far as a reader can tell.
    `may_hide` are those that nobody was shown before; where they do not suffice all of them are hidden.
    """
    found = set(hidden)
    costs = {cell: counts[cell] + 1 for cell in may_hide if counts[cell]} | dict.fromkeys(found, 0)
    network = _network(pipes)
    for cell in sorted(found, key=str):
        if not is_small(counts[cell], threshold):
            continue
        room, rise = dict(counts), 0
        while counts[cell] + rise < threshold:
            way = _way(network, pipes[cell], costs, room, cell)
            if way is None:
                break
            by = min([threshold - counts[cell] - rise, *(room[other] for other, falls in way if falls)])
            for other, falls in way:
                room[other] += -by if falls else by
                costs[other] = 0
            rise += by
        if not rise and pipes[cell][0] != pipes[cell][1]:
            costs = dict.fromkeys(costs, 0)
    return {cell for cell, cost in costs.items() if not cost}


def _network(pipes: Pipes) -> Mapping[Hashable, list[tuple[Hashable, Any, bool]]]:
    """Return the ways from each knot: the next knot, the count that is passed, and whether it falls."""
    network: dict[Hashable, list[tuple[Hashable, Any, bool]]] = defaultdict(list)
    for cell, (tail, head) in sorted(pipes.items(), key=str):
        network[tail].append((head, cell, False))
        network[head].append((tail, cell, True))
    return network


def _way(
    network: Mapping[Hashable, list[tuple[Hashable, Any, bool]]],
    pipe: tuple[Hashable, Hashable],
    costs: Mapping[Any, int],
    room: Mapping[Any, int],
    cell: Any,
) -> list[tuple[Any, bool]] | None:
    """Return the cheapest way on which a count can rise while every sum stays, or None.

    A way is a list of counts, each with whether it falls; one falls where the way goes against its flow, and
    no further than its `room`.
    """
    goal, start = pipe
    waiting: list[tuple[int, int, Hashable, tuple[Any, ...]]] = [(0, 0, start, ())]
    seen: set[Hashable] = set()
    number = 0  # two ways of the same cost are taken in the order in which they were found
    while waiting:
        spent, _, knot, passed = heapq.heappop(waiting)
        if knot == goal:
            return list(passed)
        if knot in seen:
            continue
        seen.add(knot)
        for following, other, falls in network[knot]:
            if following in seen or other == cell or other not in costs or (falls and not room[other]):
                continue
            number += 1
            step = (spent + costs[other], number, following, (*passed, (other, falls)))
            heapq.heappush(waiting, step)
    return None

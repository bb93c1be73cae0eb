"""Suppressing small counts so that nobody can be found in a table, nor computed back from its totals.

Every column of a table adds up to its total, and that is the only sum a reader has. So a column keeps to two
rules: no count from 1 to below the threshold is shown, and what is hidden is at least two counts that
together reach the threshold. A total that is itself small is hidden too. A zero tells of nobody and is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column as it may be shown: None stands for a count that is suppressed."""

    cells: tuple[int | None, ...]
    total: int | None


def suppress(counts: Sequence[int], threshold: int) -> Column:
    """Return a column of counts as it may be shown; `threshold` is the smallest count that is shown."""
    total = sum(counts)
    if 0 < total < threshold:
        return Column(tuple(None if count else 0 for count in counts), None)
    hidden = {place for place, count in enumerate(counts) if 0 < count < threshold}
    # Others are hidden with them, the smallest first, until the sum of what is hidden gives nothing away.
    others = sorted((count, place) for place, count in enumerate(counts) if count and place not in hidden)
    while hidden and (len(hidden) < 2 or sum(counts[place] for place in hidden) < threshold):
        hidden.add(others.pop(0)[1])
    return Column(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)

"""Counting facts into the cells of tables, and finding which of them may be shown.

Periods are closed one after the other: what a month shows is settled by that month alone, what a quarter
shows by its months and itself, and so a report that somebody has is never contradicted nor completed by a
later one. Years alone are broken down by two things at once.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.readmission.statistics.facts import Fact
from services.readmission.statistics.periods import is_month, levels_of, parent_of
from services.readmission.statistics.suppression import GROUND, is_small, protect

#: the row that is the sum of all others; no code is written so
ALL = "*"

#: (row, period)
Cell = tuple[str, str]


def by_one(found: Sequence[Fact], dimension: str, period: str, threshold: int) -> dict[Cell, int | None]:
    """Count facts of one measure by a dimension and by the periods within a period; None is suppressed."""
    levels = levels_of(period)
    counts: Counter[Cell] = Counter()
    for (row, month), count in Counter((getattr(fact, dimension), fact.month) for fact in found).items():
        for within in (month, parent_of(month), month[:4]):
            counts[ALL, within] += count
            counts[row, within] += count
    totals = _hidden(counts, [ALL], levels, threshold)
    rows = sorted({row for row, _ in counts} - {ALL})
    hidden = _hidden(counts, [*rows, ALL], levels, threshold, totals) if rows else totals
    cells = [(row, within) for row in [*rows, ALL] for level in levels for within in level]
    return {cell: None if cell in hidden else counts[cell] for cell in cells}


def by_two(
    found: Sequence[Fact],
    names: tuple[str, str],
    sums: tuple[Mapping[Cell, int | None], Mapping[Cell, int | None]],
    period: str,
    threshold: int,
) -> dict[tuple[str, str], int | None]:
    """Count facts of one measure by two dimensions over a whole year; None is suppressed.

    `sums`: what the tables by one dimension show of the same facts. Where one of them is hidden there,
    everything that it sums up is hidden here.
    """
    first, second = names
    counts = Counter((getattr(fact, first), getattr(fact, second)) for fact in found)

    def knot(side: int, code: str) -> tuple[Any, ...]:
        return (side, code) if sums[side][code, period] is not None else GROUND

    pipes = {(row, column): (knot(0, row), knot(1, column)) for row, column in counts}
    hidden = {cell for cell in counts if is_small(counts[cell], threshold) or GROUND in pipes[cell]}
    hidden = protect(counts, pipes, hidden, counts, threshold)
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def _hidden(
    counts: Mapping[Cell, int],
    rows: Sequence[str],
    levels: Sequence[Sequence[str]],
    threshold: int,
    totals: Collection[Cell] | None = None,
) -> set[Cell]:
    """Return which cells are hidden. `totals`: which of the row ALL are; they are settled first."""
    hidden: set[Cell] = set()
    known: list[str] = []
    for level in levels:
        known += level
        pipes = {(row, period): _pipe(row, period, known, totals is None) for period in known for row in rows}
        new = [(row, period) for period in level for row in rows]
        hidden |= {cell for cell in new if is_small(counts[cell], threshold) or cell in (totals or ())}
        may_hide = [cell for cell in new if totals is None or cell[0] != ALL]
        hidden = protect(counts, pipes, hidden, may_hide, threshold)
    return hidden


def _pipe(row: str, period: str, known: Sequence[str], alone: bool) -> tuple[Any, Any]:
    """Return between which sums a cell flows: that of its row over time, and that of its month over rows.

    `alone`: the totals by themselves, without the rows that they sum up.
    """
    longer = parent_of(period) if len(period) > 4 else ""
    over_time = (row, longer) if longer in known else GROUND
    inner: tuple[Any, ...] = (row, period)
    if is_month(period):
        inner = GROUND if alone else ("rows", period)
    return (inner, over_time) if row == ALL else (over_time, inner)

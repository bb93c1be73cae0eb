"""No small count is shown, and none can be computed back from what is shown."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.readmission.statistics.facts import Fact
from services.readmission.statistics.report import Table, tables
from services.readmission.statistics.suppression import Column, suppress

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=12)
FACTS = st.lists(
    st.builds(
        Fact,
        measure=st.sampled_from(("requests", "refused", "transferred")),
        month=st.sampled_from(("2026-01", "2026-02")),
        counterpart=st.sampled_from(("BA", "AL", "RS")),
        category=st.sampled_from(("own_national", "stateless")),
        sex=st.sampled_from(("male", "female")),
        age_group=st.sampled_from(("14-17", "18-34", "unknown")),
        reason=st.sampled_from(("no_obligation", "other")),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([20, 30], (20, 30), 50),
        ([20, 3, 30], (None, None, 30), 53),  # the next smallest is hidden with it
        ([3, 4, 30], (None, None, 30), 37),  # two that reach the threshold together
        ([1, 2, 30, 40], (None, None, None, 40), 73),  # two that do not: a third joins them
        ([3, 0, 0], (None, 0, 0), None),  # a small total is hidden as well
        ([0, 0], (0, 0), 0),
        ([5, 0], (5, 0), 5),
    ],
)
def test_small_counts_are_hidden_with_others(
    counts: list[int], shown: tuple[int | None, ...], total: int | None
) -> None:
    assert suppress(counts, 5) == Column(shown, total)


@given(COUNTS, st.integers(2, 15))
def test_nothing_small_is_shown_and_what_is_hidden_is_never_alone(counts: list[int], threshold: int) -> None:
    column = suppress(counts, threshold)
    hidden = [count for count, shown in zip(counts, column.cells, strict=True) if shown is None]
    for count, shown in zip(counts, column.cells, strict=True):
        assert shown is None or (shown == count and not 0 < shown < threshold)
    if column.total is None:
        assert 0 < sum(counts) < threshold
    elif hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= threshold


@given(COUNTS, st.integers(2, 8))
def test_a_reader_who_tries_every_count_finds_more_than_one_for_each_hidden_cell(
    counts: list[int], threshold: int
) -> None:
    column = suppress(counts, threshold)
    places = [place for place, shown in enumerate(column.cells) if shown is None]
    if not places or column.total is None or len(places) > 4:
        return
    rest = column.total - sum(shown for shown in column.cells if shown is not None)
    fitting = [found for found in product(range(rest + 1), repeat=len(places) - 1) if sum(found) <= rest]
    found = [{one[place] for one in fitting} for place in range(len(places) - 1)]
    found.append({rest - sum(one) for one in fitting})
    assert all(len(values) > 1 for values in found)


@given(FACTS)
def test_no_hidden_cell_of_a_report_is_determined_by_all_its_tables_together(found: list[Fact]) -> None:
    report = tables(found, 5)
    unknown, equations = read(report)
    solved = reduced(equations)
    for name, place in unknown.items():
        alone = [row for row in solved if row[place] and sum(map(bool, row[: len(unknown)])) == 1]
        assert not alone, f"{name} follows from the totals"


def read(report: list[Table]) -> tuple[dict[tuple[str, str, str], int], list[list[Fraction]]]:
    """Return what a reader does not know, and the sums that they know of it: one total for each measure."""
    unknown: dict[tuple[str, str, str], int] = {}
    sums: list[tuple[dict[tuple[str, str, str], int], int]] = []
    for table in report:
        if table.name == "days_taken":
            continue
        for place, measure in enumerate(table.columns):
            terms, known = {}, 0
            for row, values in table.rows:
                if values[place] is None:
                    terms[table.name, measure, row] = 1
                else:
                    known -= values[place] or 0
            if table.total[place] is None:
                terms["total", measure, ""] = -1
            else:
                known += table.total[place] or 0
            for name in terms:
                unknown.setdefault(name, len(unknown))
            sums.append((terms, known))
    equations = []
    for terms, known in sums:
        row = [Fraction(0)] * len(unknown) + [Fraction(known)]
        for name, factor in terms.items():
            row[unknown[name]] = Fraction(factor)
        equations.append(row)
    return unknown, equations


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the reduced row echelon form."""
    done = 0
    for column in range(len(rows[0]) - 1 if rows else 0):
        pivot = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for place, row in enumerate(rows):
            if place != done and row[column]:
                rows[place] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows

"""No small count is shown, and none can be computed back from the sums of its table, in whatever period."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.readmission.statistics.counting import ALL, by_one
from services.readmission.statistics.facts import Fact
from services.readmission.statistics.report import Table, tables

THRESHOLD = 5
#: months of two quarters: enough for a small month to follow from its quarter, and a quarter from the year
MONTHS = ("2026-01", "2026-02", "2026-04")
PERIODS = (*MONTHS, "2026-Q1", "2026-Q2", "2026")
STATES, CATEGORIES, SEXES = ("BA", "AL"), ("own_national", "stateless"), ("male", "female")
#: every kind of event that could have happened, as far as a reader knows
KINDS = [
    Fact("transferred", month, state, category, sex, "18-34", "BA", "CH-BA")
    for month, state, category, sex in product(MONTHS, STATES, CATEGORIES, SEXES)
]
FACTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 9)), max_size=12).map(
    lambda groups: [fact for fact, times in groups for _ in range(times)]
)


def of(state: str, month: str, times: int) -> list[Fact]:
    """Return so many transfers."""
    return times * [Fact("transferred", month, state, "own_national", "male", "18-34", "BA", "CH-BA")]


def month(*counts: int) -> list[int | None]:
    """Return what the table by state of one month shows: a row for each count, then the total."""
    states = ("AL", "BA", "RS", "XK")
    found = [
        fact for state, count in zip(states, counts, strict=False) for fact in of(state, "2026-03", count)
    ]
    shown = by_one(found, "counterpart", "2026-03", THRESHOLD)
    return [shown.get((row, "2026-03"), 0) for row in (*states[: len(counts)], ALL)]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([20, 30], [20, 30, 50]),
        ([20, 3, 30], [None, None, 30, 53]),  # the next smallest is hidden with it
        ([3, 4, 30], [None, None, 30, 37]),  # two that reach the threshold together
        ([1, 2, 30, 40], [None, None, None, 40, 73]),  # two that do not: a third joins them
        ([3, 0, 0], [None, 0, 0, None]),  # a small total is hidden as well
        ([5, 0], [5, 0, 5]),
    ],
)
def test_small_counts_are_hidden_with_others(counts: list[int], shown: list[int | None]) -> None:
    assert month(*counts) == shown


def test_a_small_month_does_not_follow_from_its_quarter_nor_the_quarter_from_its_year() -> None:
    found = [
        *of("BA", "2026-01", 20),
        *of("BA", "2026-02", 20),
        *of("BA", "2026-03", 3),
        *of("BA", "2026-05", 30),
    ]
    shown = by_one(found, "counterpart", "2026", THRESHOLD)
    assert [shown["BA", period] for period in ("2026-01", "2026-02", "2026-03")] == [20, 20, None]
    assert [shown["BA", period] for period in ("2026-Q1", "2026-Q2", "2026")] == [None, 30, None]


def test_a_quarter_is_shown_where_two_of_its_months_are_hidden() -> None:
    found = [*of("BA", "2026-01", 20), *of("BA", "2026-02", 4), *of("BA", "2026-03", 3)]
    shown = by_one(found, "counterpart", "2026-Q1", THRESHOLD)
    assert [shown["BA", period] for period in ("2026-01", "2026-02", "2026-03", "2026-Q1")] == [
        20,
        None,
        None,
        27,
    ]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(FACTS)
def test_what_a_month_showed_is_not_changed_by_the_months_after_it(found: list[Fact]) -> None:
    def shown(known: Sequence[Fact], period: str) -> dict[Any, Any]:
        cells = by_one(known, "counterpart", period, THRESHOLD)
        return {cell: value for cell, value in cells.items() if cell[1] == "2026-01" and value != 0}

    before = shown([fact for fact in found if fact.month == "2026-01"], "2026-01")
    assert shown(found, "2026") == before


@settings(max_examples=20, deadline=None, derandomize=True)
@given(FACTS)
def test_no_small_count_is_determined_by_a_table_of_every_period(found: list[Fact]) -> None:
    """A reader who has a table of every month, quarter and year solves for what is hidden in it."""
    reports = [(period, "", tables(facts_of(found, period), period, THRESHOLD)) for period in PERIODS]
    reports += [("2026", state, tables(found, "2026", THRESHOLD, state)) for state in STATES]
    known: dict[tuple[str, str, bool], Sums] = {}
    for period, state, report in reports:
        for table in report:
            sums = known.setdefault((table.name, table.across, bool(state)), Sums(found))
            sums.read([table], period, state)
    for sums in known.values():
        for cell in sums.determined():
            assert not 0 < sums.truth(cell) < THRESHOLD, f"{cell} follows from the other counts"


@settings(max_examples=20, deadline=None, derandomize=True)
@given(FACTS)
def test_all_reports_together_show_no_small_count_and_never_differ(found: list[Fact]) -> None:
    sums = Sums(found)
    for period in PERIODS:
        sums.read(tables(facts_of(found, period), period, THRESHOLD), period)
    for state in STATES:
        sums.read(tables(found, "2026", THRESHOLD, state), "2026", state)


def facts_of(found: list[Fact], period: str) -> list[Fact]:
    """Return what happened in a period."""
    return [fact for fact in found if within(fact.month, period)]


def within(month: str, period: str) -> bool:
    """Tell whether a month lies in a period."""
    quarter = f"2026-Q{(int(month[5:]) + 2) // 3}"
    return period in (month, quarter, "2026")


class Sums:
    """All counts of all reports as unknowns over the finest ones, and those that are shown.

    Each report's cell is the sum of the facts that have its measure, period and codes. What a reader does not
    know is how many facts there are of each kind, so a cell is determined if the shown ones span it.
    """

    def __init__(self, found: list[Fact]) -> None:
        self.found = found
        self.cells: dict[tuple[tuple[str, str], ...], int | None] = {}
        self.periods: dict[tuple[tuple[str, str], ...], str] = {}

    def read(self, report: list[Table], period: str, state: str = "") -> None:
        for table in report:
            if table.name == "days_taken":
                continue
            for place, column in enumerate(table.columns):
                named = (
                    {"measure": table.measure, table.across: column} if table.across else {"measure": column}
                )
                for row, values in table.rows:
                    at = row if table.name == "month" else period
                    codes = dict(named) if table.name == "month" else {**named, table.name: row}
                    self._put(codes, at, state, values[place])
                self._put(named, period, state, table.total[place])

    def _put(self, codes: dict[str, str], period: str, state: str, value: int | None) -> None:
        if codes["measure"] != "transferred":
            return  # of nothing else is there any
        if state:
            codes = {**codes, "counterpart": state}
        key = (("period", period), *sorted(codes.items()))
        assert self.cells.get(key, value) == value, f"two reports differ in {key}"
        assert value is None or value == self.truth(key), key
        assert value is None or not 0 < value < THRESHOLD, key
        self.cells[key] = value

    def truth(self, key: tuple[tuple[str, str], ...]) -> int:
        return sum(self._is_in(fact, key) for fact in self.found)

    def _is_in(self, fact: Fact, key: tuple[tuple[str, str], ...]) -> bool:
        codes = dict(key)
        period = codes.pop("period")
        return within(fact.month, period) and all(getattr(fact, name) == code for name, code in codes.items())

    def determined(self) -> list[tuple[tuple[str, str], ...]]:
        """Return the hidden cells that are sums of shown ones, in whatever way.

        The unknowns are how often each kind of event happened, without those that a shown zero excludes.
        """
        zeros = [key for key, value in self.cells.items() if value == 0]
        kinds = [kind for kind in KINDS if not any(self._is_in(kind, key) for key in zeros)]
        rows = {key: [Fraction(self._is_in(kind, key)) for kind in kinds] for key in self.cells}
        basis = reduced([rows[key] for key, value in self.cells.items() if value is not None])
        return [key for key, value in self.cells.items() if value is None and spanned(rows[key], basis)]


def reduced(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """Return a basis of rows, each with the place of its first number, which is one."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = without(row, basis)
        place = next((at for at, value in enumerate(left) if value), None)
        if place is not None:
            basis.append((place, [value / left[place] for value in left]))
            basis.sort()
    return basis


def without(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    """Return what is left of a row when all that the basis can make is taken from it."""
    for place, known in basis:
        if row[place]:
            row = [value - row[place] * part for value, part in zip(row, known, strict=True)]
    return row


def spanned(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> bool:
    """Tell whether a row is a sum of others."""
    return not any(without(row, basis))

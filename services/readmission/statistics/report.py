"""The report of a period: a table for each way to break the counts down, refusals by reason, time taken."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median, quantiles
from typing import Any, Final

from limen.clock import now
from limen.errors import Invalid
from limen.law.categories import Category
from limen.work import Work
from services.readmission.statistics.attributes import AGE_GROUPS, SEXES
from services.readmission.statistics.counting import ALL, by_one, by_two
from services.readmission.statistics.facts import MEASURES, Fact, Wanted, facts
from services.readmission.statistics.periods import check_period, end_of, first_of, levels_of
from services.readmission.steps import ASSISTANCE, REFUSAL_REASONS

#: how counts are broken down -> the rows that always stand there, in order; empty: those that occur
BREAKDOWNS: Final[Mapping[str, tuple[str, ...]]] = {
    "counterpart": (),
    "arrangement": (),
    "category": tuple(item.value for item in Category),
    "citizenship": (),
    "sex": SEXES,
    "age_group": AGE_GROUPS,
}
#: what is broken down by two things at once, over a year: rows, columns, and the measure
CROSSED: Final = (
    ("counterpart", "reason", "refused"),
    ("counterpart", "category", "requests"),
    ("counterpart", "category", "transferred"),
    ("category", "sex", "transferred"),
    ("citizenship", "sex", "ordered"),
    ("citizenship", "age_group", "ordered"),
    ("sex", "age_group", "ordered"),
    ("citizenship", "sex", "transferred"),
    ("citizenship", "age_group", "transferred"),
    ("sex", "age_group", "transferred"),
)
#: columns that are shown also where nothing of the kind happened
_ALWAYS: Final = ("requests", "accepted", "refused", "transferred")
#: what is told of times taken: the days within which half, and nine tenths, were done
_DURATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "reply": ("accepted", "accepted_by_silence", "refused", "refused_by_silence"),
    "transfer": ("transferred",),
}
#: what is broken down by one thing only where it can happen: the thing -> measures
_PARTIAL: Final[Mapping[str, tuple[str, ...]]] = {
    "assistance": ("departed", "transferred"),
    "reason": ("refused",),
}
_ROWS: Final = {**BREAKDOWNS, "assistance": tuple(ASSISTANCE), "reason": tuple(REFUSAL_REASONS)}


@dataclass(frozen=True)
class Table:
    """A table as it may be shown. `rows`: code and a value for each column; None is a suppressed value.

    `columns` are measures, or codes of `across` in a table of one `measure` by two things.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    total: tuple[int | None, ...] = ()
    across: str = ""
    measure: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON."""
        rows = [{"row": code, "values": list(values)} for code, values in self.rows]
        return {
            "name": self.name,
            "columns": list(self.columns),
            "rows": rows,
            "total": list(self.total),
            "across": self.across or None,
            "measure": self.measure or None,
        }


def report(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report asked for: `period`, `role`, and for a year `counterpart`."""
    period, counterpart = check_period(asked["period"]), asked.get("counterpart", "")
    if counterpart and len(period) != 4:
        detail = "is for reports of a year: shorter ones of one state would tell of single persons"
        raise Invalid(errors=[{"parameter": "counterpart", "detail": detail}])
    found = facts(work, Wanted(first_of(period), end_of(period), asked["role"]))
    threshold = work.runtime.settings.statistics_threshold
    return {
        "period": period,
        "role": asked["role"],
        "counterpart": counterpart or None,
        "threshold": threshold,
        "extracted_at": now(),
        "tables": [table.as_dict() for table in tables(list(found), period, threshold, counterpart)],
    }


def tables(found: Sequence[Fact], period: str, threshold: int, counterpart: str = "") -> list[Table]:
    """Count facts into the tables of a report, and suppress what is small and what would give it away."""
    counted = _Counted(found, period, threshold)
    if counterpart:
        made = [counted.of_state(counterpart, name) for name in BREAKDOWNS if name != "counterpart"]
        made += [counted.of_state(counterpart, *each) for each in _PARTIAL.items()]
        found = [fact for fact in found if fact.counterpart == counterpart]
    else:
        made = [counted.by(name) for name in BREAKDOWNS]
        if len(levels_of(period)) > 1:
            made.insert(1, counted.by_month())
        made += [counted.by(*each) for each in _PARTIAL.items()]
        if len(period) == 4:
            made += [counted.crossed(*each) for each in CROSSED]
    return [*made, _times(found, threshold)]


class _Counted:
    """Facts by measure, counted as they may be shown."""

    def __init__(self, found: Sequence[Fact], period: str, threshold: int) -> None:
        self._period, self._threshold = period, threshold
        self._facts: dict[str, list[Fact]] = {measure: [] for measure in MEASURES}
        for fact in found:
            self._facts[fact.measure].append(fact)
        self._by_one: dict[tuple[str, str], Mapping[tuple[str, str], int | None]] = {}

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return tuple(measure for measure in MEASURES if measure in _ALWAYS or self._facts[measure])

    def one(self, measure: str, dimension: str) -> Mapping[tuple[str, str], int | None]:
        """Return a measure by one thing: (row, period) -> count."""
        key = (measure, dimension)
        if key not in self._by_one:
            found = self._facts[measure]
            self._by_one[key] = by_one(found, dimension, self._period, self._threshold)
        return self._by_one[key]

    def two(self, measure: str, first: str, second: str) -> Mapping[tuple[str, str], int | None]:
        """Return a measure by two things: (row, column) -> count."""
        sums = (self.one(measure, first), self.one(measure, second))
        return by_two(self._facts[measure], (first, second), sums, self._period, self._threshold)

    def by(self, dimension: str, columns: tuple[str, ...] = ()) -> Table:
        """Break measures down by one thing."""
        columns = columns or self._columns
        shown = [self.one(name, dimension) for name in columns]
        cells = [{row: value for (row, at), value in each.items() if at == self._period} for each in shown]
        occurring = {row for column in cells for row in column} - {ALL}
        return _table(
            dimension, columns, _in_order(dimension, occurring), cells, [each[ALL] for each in cells]
        )

    def by_month(self) -> Table:
        """Return the totals of each month."""
        shown = [self.one(name, "counterpart") for name in self._columns]
        cells = [{at: value for (row, at), value in each.items() if row == ALL} for each in shown]
        totals = [each[self._period] for each in cells]
        return _table("month", self._columns, levels_of(self._period)[0], cells, totals)

    def crossed(self, first: str, second: str, measure: str) -> Table:
        """Break one measure down by two things."""
        shown = self.two(measure, first, second)
        rows = _in_order(first, {row for row, _ in shown})
        columns = _in_order(second, {column for _, column in shown})
        cells = [{row: shown.get((row, column), 0) for row in rows} for column in columns]
        totals = [self.one(measure, second).get((column, self._period), 0) for column in columns]
        made = _table(first, tuple(columns), rows, cells, totals)
        return replace(made, across=second, measure=measure)

    def of_state(self, state: str, dimension: str, columns: tuple[str, ...] = ()) -> Table:
        """Break the measures of one state down: its row of each table by state and by another thing."""
        columns = columns or self._columns
        shown = [self.two(name, "counterpart", dimension) for name in columns]
        cells = [{row: value for (of, row), value in each.items() if of == state} for each in shown]
        totals = [self.one(name, "counterpart").get((state, self._period), 0) for name in columns]
        occurring = {row for column in cells for row in column}
        return _table(dimension, columns, _in_order(dimension, occurring), cells, totals)


def _in_order(dimension: str, occurring: Iterable[str]) -> list[str]:
    known = _ROWS[dimension]
    return [*known, *sorted(set(occurring) - set(known))]


def _table(
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[str],
    cells: Sequence[Mapping[str, int | None]],
    totals: Sequence[int | None],
) -> Table:
    lines = tuple((row, tuple(column.get(row, 0) for column in cells)) for row in rows)
    return Table(name, columns, lines, tuple(totals))


def _times(found: Iterable[Fact], threshold: int) -> Table:
    """Return, by counterpart, how many days replies and transfers took; of few cases nothing is told."""
    waited: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for fact in found:
        for kind, measures in _DURATIONS.items():
            if fact.measure in measures and fact.waited is not None:
                waited[fact.counterpart][kind].append(fact.waited)
                waited[""][kind].append(fact.waited)
    columns = tuple(f"{kind}_{part}" for kind in _DURATIONS for part in ("median", "p90"))
    rows = [
        (row, tuple(value for kind in _DURATIONS for value in _spread(waited[row][kind], threshold)))
        for row in sorted(waited)
    ]
    total = next((values for row, values in rows if not row), ())
    return Table("days_taken", columns, tuple(row for row in rows if row[0]), total)


def _spread(days: Sequence[int], threshold: int) -> tuple[int | None, int | None]:
    """Return median and ninth decile in full days."""
    if len(days) < max(threshold, 2):
        return None, None
    return round(median(days)), round(quantiles(days, n=10, method="inclusive")[8])

"""The report of a period: one table for each way to break the counts down, refusals by reason, time taken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Any, Final

from limen.clock import now
from limen.errors import Invalid
from limen.law.categories import Category
from limen.work import Work
from services.readmission.statistics.attributes import AGE_GROUPS, SEXES
from services.readmission.statistics.facts import MEASURES, Fact, Wanted, facts
from services.readmission.statistics.suppression import suppress
from services.readmission.steps import REFUSAL_REASONS

#: how counts are broken down -> the rows that always stand there, in order; empty: those that occur
BREAKDOWNS: Final[Mapping[str, tuple[str, ...]]] = {
    "counterpart": (),
    "month": (),
    "category": tuple(item.value for item in Category),
    "sex": SEXES,
    "age_group": AGE_GROUPS,
}
#: columns that are shown also where nothing of the kind happened
_ALWAYS: Final = ("requests", "accepted", "refused", "transferred")
_MOST_MONTHS: Final = 120
#: what is told of times taken: the days within which half, and nine tenths, were done
_DURATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "reply": ("accepted", "accepted_by_silence", "refused", "refused_by_silence"),
    "transfer": ("transferred",),
}


@dataclass(frozen=True)
class Table:
    """A table as it may be shown. `rows`: code and a value for each column; None is a suppressed value."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    total: tuple[int | None, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON."""
        rows = [{"row": code, "values": list(values)} for code, values in self.rows]
        return {
            "name": self.name,
            "columns": list(self.columns),
            "rows": rows,
            "total": list(self.total),
        }


def report(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report asked for: `from` and `to` (months, both included), `role`, `counterpart`."""
    wanted = _wanted(asked)
    found = list(facts(work, wanted))
    threshold = work.runtime.settings.statistics_threshold
    return {
        "from": asked["from"],
        "to": asked["to"],
        "role": wanted.role,
        "counterpart": wanted.counterpart or None,
        "threshold": threshold,
        "extracted_at": now(),
        "tables": [table.as_dict() for table in tables(found, threshold)],
    }


def tables(found: Sequence[Fact], threshold: int) -> list[Table]:
    """Count facts into tables, and suppress what is small."""
    columns = _columns(found)
    made = [_counted(found, name, columns, known, threshold) for name, known in BREAKDOWNS.items()]
    refused = [fact for fact in found if fact.measure == "refused"]
    made.append(_counted(refused, "reason", ("refused",), tuple(REFUSAL_REASONS), threshold))
    made.append(_times(found, threshold))
    return made


def _counted(
    found: Iterable[Fact], name: str, columns: tuple[str, ...], known: tuple[str, ...], threshold: int
) -> Table:
    counts = Counter((getattr(fact, name), fact.measure) for fact in found)
    occurring = {row for row, _ in counts}
    rows = [*known, *sorted(occurring - set(known))]
    shown = [suppress([counts[row, column] for row in rows], threshold) for column in columns]
    return Table(
        name,
        columns,
        tuple((row, tuple(column.cells[place] for column in shown)) for place, row in enumerate(rows)),
        tuple(column.total for column in shown),
    )


def _columns(found: Iterable[Fact]) -> tuple[str, ...]:
    occurring = {fact.measure for fact in found}
    return tuple(measure for measure in MEASURES if measure in _ALWAYS or measure in occurring)


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


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    first, last = (date.fromisoformat(f"{asked[name]}-01") for name in ("from", "to"))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= months <= _MOST_MONTHS:
        detail = f"must not lie before `from`, nor more than {_MOST_MONTHS} months after it"
        raise Invalid(errors=[{"parameter": "to", "detail": detail}])
    end = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return Wanted(first, end, asked["role"], asked.get("counterpart", ""))

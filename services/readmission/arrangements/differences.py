"""Two arrangements, or two versions of one, value by value."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from limen.law.arrangement import Arrangement
from services.readmission.arrangements.values import Entry, entries_of

#: what of an entry is its place and not its content
_CITATION = ("reference", "source", "verified", "note")


@dataclass(frozen=True)
class Difference:
    """One value that is not the same: added, removed, or changed from `before` to `after` (in words).

    `cited`: only the citation or note differs. `reference`: the article of the later text, else the earlier.
    """

    value: str
    holds_for: str
    kind: str
    before: str | None
    after: str | None
    reference: str

    def as_dict(self) -> dict[str, Any]:
        """Return the difference, JSON-safe."""
        return dict(vars(self))


def differences(before: Arrangement, after: Arrangement) -> list[Difference]:
    """Return what differs between two arrangements, in the order of the values."""
    old, new = _keyed(before), _keyed(after)
    return [
        Difference(*key[:2], *_compared(old.get(key), new.get(key)))
        for key in {**old, **new}
        if _content(old.get(key)) != _content(new.get(key))
    ]


def _keyed(arrangement: Arrangement) -> dict[tuple[str, str, int], Entry]:
    """Return the entries by value, selectors, and place among those of the same value and selectors."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for entry in entries_of(arrangement):
        key = (entry.value, _selectors(entry))
        found[(*key, seen[key])] = entry
        seen[key] += 1
    return found


def _selectors(entry: Entry) -> str:
    code = entry.data.get("code") or entry.data.get("task")
    return ", ".join(filter(None, (entry.holds_for, code)))


def _content(entry: Entry | None) -> Any:
    return entry.data if entry else None


def _compared(before: Entry | None, after: Entry | None) -> Iterator[str | None]:
    if before is None or after is None:
        only = before or after
        assert only is not None
        yield "removed" if after is None else "added"
        yield before.words if before else None
        yield after.words if after else None
        yield only.reference
        return
    same = _without_citation(before.data) == _without_citation(after.data)
    yield "cited" if same else "changed"
    if same:
        yield _citation(before)
        yield _citation(after)
    elif before.words == after.words:  # what the short words leave out
        yield from _fields(before.data, after.data)
    else:
        yield before.words
        yield after.words
    yield after.reference


def _without_citation(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _CITATION}


def _citation(entry: Entry) -> str:
    note = f"; {entry.note}" if entry.note else ""
    return f"{entry.reference} ({entry.source}, {entry.level.value}{note})"


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for data in (before, after):
        yield "; ".join(f"{name}: {data.get(name, 'unstated')}" for name in names)

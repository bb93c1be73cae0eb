"""The library: every arrangement of a node, found by the two states, the day and the category of person.

Never by "EU": a union is a side with dated members, so a state outside it is never found through it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.errors import LawDataInvalid, NoArrangementInForce


class Library:
    """Arrangements by pair of states. Raises LawDataInvalid where two could answer the same question."""

    def __init__(self, arrangements: Iterable[Arrangement]) -> None:
        self._by_id: dict[str, Arrangement] = {}
        for item in arrangements:
            if item.id in self._by_id:
                raise LawDataInvalid(item.id, [("id", "is used by two arrangements")])
            self._by_id[item.id] = item
        self._by_pair: dict[frozenset[str], list[Arrangement]] = {}
        for item in self._by_id.values():
            for pair in item.pairs():
                self._by_pair.setdefault(frozenset(pair), []).append(item)
        problems = [*self._loose_protocols(), *self._ambiguities()]
        if problems:
            raise LawDataInvalid("library", sorted(set(problems)))
        self._overlaid: dict[tuple[str, ...], Arrangement] = {}

    def __iter__(self) -> Iterator[Arrangement]:
        """Yield every arrangement, by id."""
        return iter(sorted(self._by_id.values(), key=lambda item: item.id))

    def __len__(self) -> int:
        """Return how many arrangements there are."""
        return len(self._by_id)

    def get(self, arrangement_id: str) -> Arrangement | None:
        """Return the arrangement of that id, without protocols over it, or None."""
        return self._by_id.get(arrangement_id)

    def between(self, one: str, other: str) -> list[Arrangement]:
        """Return every arrangement that ever joined two states, in force or not, by id."""
        return sorted(self._by_pair.get(frozenset((one, other)), ()), key=lambda item: item.id)

    def find(
        self, requesting: str, requested: str, on: date, category: Category | str = Category.OWN_NATIONAL
    ) -> Arrangement:
        """Return the agreement in force between two states on a day for a category, its protocols over it.

        The later agreement comes before the earlier one. Raises NoArrangementInForce, which says what exists.
        """
        kind = Category(category)
        found = [
            item
            for item in self._by_pair.get(frozenset((requesting, requested)), ())
            if item.why_not(requesting, requested, on, kind) is None
        ]

        agreements = sorted(
            (item for item in found if item.kind == "agreement"), key=_age(requesting, requested, kind)
        )
        if not agreements:
            raise self._nothing(requesting, requested, on, kind)
        agreement = agreements[-1]
        protocols = sorted(
            (item for item in found if item.overlays == agreement.id),
            key=_age(requesting, requested, kind),
            reverse=True,
        )
        return self._with(agreement, protocols)

    def named(
        self, arrangement_id: str, requesting: str, requested: str, on: date, category: Category | str
    ) -> Arrangement | None:
        """Return the arrangement of that id, in force or not, with the protocols that lay over it on a day.

        None where there is none. For looking up and trying out: what binds a case is what `find` finds.
        """
        kind = Category(category)
        named = self._by_id.get(arrangement_id)
        if named is None:
            return None
        over = [
            item
            for item in self._by_pair.get(frozenset((requesting, requested)), ())
            if item.overlays == named.id and item.why_not(requesting, requested, on, kind) is None
        ]

        return self._with(named, sorted(over, key=_age(requesting, requested, kind), reverse=True))

    def _with(self, agreement: Arrangement, protocols: list[Arrangement]) -> Arrangement:
        """Return an agreement with protocols over it, the latest first; kept, so that it is hashed once."""
        if not protocols:
            return agreement
        key = (agreement.id, *(item.id for item in protocols))
        if key not in self._overlaid:
            self._overlaid[key] = replace(agreement, protocols=tuple(protocols))
        return self._overlaid[key]

    def _nothing(self, requesting: str, requested: str, on: date, kind: Category) -> NoArrangementInForce:
        between = [
            _row(item, requesting, requested, on, kind) for item in self.between(requesting, requested)
        ]
        others = [
            _row(item, state, other, on, kind)
            for state in (requesting, requested)
            for other in sorted({next(iter(pair - {state})) for pair in self._by_pair if state in pair})
            if other not in (requesting, requested)
            for item in self.between(state, other)
            if item.kind == "agreement"
        ]
        text = (
            f"No readmission arrangement is in force between {requesting} and {requested} on {on} "
            f"for {kind.plain_name}. "
        )
        if between:
            known = "; ".join(f"{row['id']}: {row['reason']}" for row in between if row["reason"])
            text += f"Between these two there is {known}."
        else:
            text += "Between these two none is in the library."
        for state in (requesting, requested):
            pairs = sorted(
                {row["states"][1] for row in others if row["states"][0] == state and not row["reason"]}
            )
            text += (
                f" {state} has one in force with {', '.join(pairs)}."
                if pairs
                else f" {state} has none with others."
            )
        facts: dict[str, Any] = {
            "requesting": requesting,
            "requested": requested,
            "on": on.isoformat(),
            "category": kind.value,
        }
        return NoArrangementInForce(text, between, others, **facts)

    def _loose_protocols(self) -> Iterator[tuple[str, str]]:
        for item in self._by_id.values():
            below = self._by_id.get(item.overlays) if item.overlays else None
            if item.overlays and (below is None or below.kind != "agreement"):
                yield f"{item.id}.overlays", f"{item.overlays} is not an agreement of the library"
            elif below:
                known = {frozenset(pair) for pair in below.pairs()}
                for pair in item.pairs():
                    if frozenset(pair) not in known:
                        yield f"{item.id}.parties", f"{item.overlays} does not join {pair[0]} and {pair[1]}"

    def _ambiguities(self) -> Iterator[tuple[str, str]]:
        for pair, items in self._by_pair.items():
            one, other = sorted(pair)
            for first, second in combinations(sorted(items, key=lambda item: item.id), 2):
                if first.kind == second.kind and first.overlays == second.overlays:
                    yield from _ambiguity(first, second, one, other)


def _age(one: str, other: str, kind: Category) -> Callable[[Arrangement], tuple[date, str]]:
    """Return the key by which arrangements of a pair are sorted, the earliest in force first."""
    return lambda item: (item.since(one, other, kind) or date.min, item.id)


def _ambiguity(first: Arrangement, second: Arrangement, one: str, other: str) -> Iterator[tuple[str, str]]:
    """Find two agreements, or two protocols on the same thing, in force from one day for the same people."""
    if first.kind == "protocol" and not _names(first) & _names(second):
        return
    for category in Category:
        since = first.since(one, other, category)
        if since is None or since != second.since(one, other, category):
            continue
        for requesting, requested in ((one, other), (other, one)):
            if all(item.why_not(requesting, requested, since, category) is None for item in (first, second)):
                rule = f"both in force between {one} and {other} from {since}: neither comes before the other"
                yield f"{first.id} and {second.id}", rule
                return


def _names(item: Arrangement) -> set[str]:
    evidence = {f"evidence.{subject}.{strength}" for subject, strength in item.evidence}
    limits = {f"limit.{name}" for name in item.time_limits}
    return (
        limits
        | {f"fact.{name}" for name in item.facts}
        | evidence
        | {f"authority.{state}" for state in item.authorities}
    )


def _row(item: Arrangement, one: str, other: str, on: date, kind: Category) -> dict[str, Any]:
    since = item.since(one, other, kind)
    return {
        "id": item.id,
        "title": item.title,
        "states": [one, other],
        "in_force": since.isoformat() if since else None,
        "terminated": item.terminated.value.isoformat() if item.terminated else None,
        "reason": item.why_not(one, other, on, kind),
    }

"""An arrangement: a readmission agreement or protocol between two sides, as its data file says it.

A protocol lies over its agreement. What `Library.find` returns is the agreement with the protocols that were
in force for the pair on the day; every look-up asks the latest protocol first and the agreement last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from limen.law.absent import NEVER_SILENT, Absence, Absent, Withheld
from limen.law.categories import Category
from limen.law.cited import Cited, content_hash
from limen.law.evidence import EvidenceList, Strength, Subject
from limen.law.levels import Level
from limen.law.time_limit import Procedure, TimeLimit


@dataclass(frozen=True)
class Member:
    """A state and the time of its membership in a side; `until` is the first day of no longer belonging."""

    state: str
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Tell whether the state belongs to the side on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Party:
    """One side of an arrangement: a state, or several that conclude together."""

    name: str
    members: tuple[Member, ...]

    @property
    def states(self) -> frozenset[str]:
        """Every state that ever belonged to the side."""
        return frozenset(member.state for member in self.members)

    def holds(self, state: str, day: date) -> bool:
        """Tell whether `state` belongs to the side on `day`."""
        return any(member.state == state and member.on(day) for member in self.members)


@dataclass(frozen=True)
class InForce:
    """The day from which an arrangement is in force; `states` empty: for all its states."""

    day: Cited
    states: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Covered:
    """Categories of person that are covered; `requested` empty: whichever state is the requested one."""

    categories: frozenset[Category]
    citation: Cited
    requested: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suspension:
    """A time in which an arrangement does not apply (no `applies_to`: to nobody); `until`: the day after."""

    since: date
    until: date | None
    applies_to: frozenset[Category]
    citation: Cited


@dataclass(frozen=True)
class Fact(Cited):
    """A cited value that is shown and not computed with. Empty selectors mean: for all."""

    code: str | None = None
    task: str | None = None
    requested: frozenset[str] = frozenset()
    applies_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """Where a text was read."""

    title: str
    publication: str
    read_on: date
    address: str | None = None


@dataclass(frozen=True)
class Arrangement:
    """An agreement or protocol. `data` is its file as JSON; `protocols` lie over it, the latest first.

    `in_doubt` says in a sentence why it may not be applied although it is found; `unread` names the values,
    or whole parts, that may stand where nobody read; `withheld` those found too weakly to be carried.
    """

    id: str
    title: str
    kind: str
    parties: tuple[Party, Party]
    overlays: str | None = None
    signed: Cited | None = None
    in_force: tuple[InForce, ...] = ()
    in_force_third_country: Cited | None = None
    terminated: Cited | None = None
    suspended: tuple[Suspension, ...] = ()
    covered: tuple[Covered, ...] = ()
    authorities: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    time_limits: Mapping[str, tuple[TimeLimit, ...]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    evidence: Mapping[tuple[Subject, Strength], EvidenceList] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    in_doubt: str | None = None
    not_verified: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    withheld: tuple[Withheld, ...] = ()
    reviewed_on: date | None = None
    second_reading: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    protocols: tuple["Arrangement", ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of the file, and of the protocols that lie over it."""
        own = content_hash(self.data)
        return content_hash([own, *(item.content_hash for item in self.protocols)]) if self.protocols else own

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it, or a protocol over it, may not be applied although it is found."""
        return tuple(item.in_doubt for item in self.layers if item.in_doubt)

    @property
    def layers(self) -> tuple["Arrangement", ...]:
        """The protocols, the latest first, and then the agreement itself."""
        return (*self.protocols, self)

    @cached_property
    def read_in_full(self) -> bool:
        """Tell whether the file was filled from the full text."""
        return _carries(self.data, Level.FULL_TEXT)

    def absence(self, value: str) -> Absence:
        """Return why this text, without protocols, lacks a value, for example `time_limits.reply`."""
        return self._absent(value).why

    def absent(self, value: str) -> tuple[Absent, ...]:
        """Return why a value is absent, for every protocol and for the agreement itself."""
        return tuple(item._absent(value) for item in self.layers)

    def _absent(self, value: str) -> Absent:
        held = next((item for item in self.withheld if f"{item.value}.".startswith(f"{value}.")), None)
        if held:
            return Absent(self.id, Absence.NOT_VERIFIED, held)
        parts = value.split(".")
        unread = any(".".join(parts[:length]) in self.unread for length in range(1, len(parts) + 1))
        read = self.read_in_full and not unread and value not in NEVER_SILENT
        return Absent(self.id, Absence.SILENT if read else Absence.NOT_READ)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every pair of states that the arrangement ever joined, one of each side."""
        for one in sorted(self.parties[0].states):
            for other in sorted(self.parties[1].states):
                yield one, other

    def joins(self, one: str, other: str, day: date) -> bool:
        """Tell whether the two states stand on different sides on `day`, in either order."""
        first, second = self.parties
        return (first.holds(one, day) and second.holds(other, day)) or (
            first.holds(other, day) and second.holds(one, day)
        )

    def since(self, one: str, other: str, category: Category) -> date | None:
        """Return the day from which it is in force between two states for a category; None: not known."""
        days = []
        for state in (one, other):
            own = [item for item in self.in_force if state in item.states]
            if not own and self._enters_one_by_one(state):
                return None
            days += [item.day.value for item in own]
        days = days or [item.day.value for item in self.in_force if not item.states]
        if days and category is not Category.OWN_NATIONAL and self.in_force_third_country:
            days.append(self.in_force_third_country.value)
        return max(days, default=None)

    def _enters_one_by_one(self, state: str) -> bool:
        """Tell whether states of this state's side have days of their own, so that it needs one too."""
        if any(not item.states for item in self.in_force):
            return False
        side = next((party.states for party in self.parties if state in party.states), frozenset())
        return any(item.states & side for item in self.in_force)

    def covers(self, category: Category, requested: str) -> bool:
        """Tell whether the category is covered; a protocol without categories has those of its agreement."""
        return not self.covered or any(
            category in item.categories and (not item.requested or requested in item.requested)
            for item in self.covered
        )

    def why_not(self, requesting: str, requested: str, day: date, category: Category) -> str | None:
        """Return why it does not apply to two states on `day` for `category`, in words; None: it applies."""
        if not self.joins(requesting, requested, day):
            return "it does not join these states on this day"
        if not self.covers(category, requested):
            return f"it does not oblige {requested} to take back {category.plain_name}"
        since = self.since(requesting, requested, category)
        if since is None:
            return "the day on which it entered into force is not verified"
        if day < since:
            later = category is not Category.OWN_NATIONAL and self.in_force_third_country
            return f"it is in force only from {since}" + (f" for {category.plain_name}" if later else "")
        if self.terminated and day >= self.terminated.value:
            return f"it is no longer in force since {self.terminated.value}"
        for item in self.suspended:
            during = item.since <= day and (item.until is None or day < item.until)
            if during and (not item.applies_to or category in item.applies_to):
                return f"it is suspended since {item.since}"
        return None

    def time_limits_for(
        self, category: Category | str, requested: str, procedure: Procedure | str = Procedure.NORMAL
    ) -> dict[str, TimeLimit]:
        """Return the time limits without variant that hold for a category and a requested state, by name."""
        names = {name for layer in self.layers for name in layer.time_limits}
        found = {name: self.time_limit(name, category, requested, procedure) for name in sorted(names)}
        return {name: limit for name, limit in found.items() if limit}

    def time_limit(
        self,
        name: str,
        category: Category | str,
        requested: str,
        procedure: Procedure | str = Procedure.NORMAL,
        variant: str | None = None,
    ) -> TimeLimit | None:
        """Return the time limit of that name, or None: the text has none, or nobody could verify it."""
        for layer in self.layers:
            for limit in layer.time_limits.get(name, ()):
                if (
                    limit.procedure == procedure
                    and limit.variant == variant
                    and limit.holds_for(str(category), requested)
                ):
                    return limit
        return None

    def variants(self, name: str, category: Category | str, requested: str) -> list[TimeLimit]:
        """Return every limit of that name that holds, whatever its procedure and variant."""
        keys = {
            (limit.procedure, limit.variant): None
            for layer in self.layers
            for limit in layer.time_limits.get(name, ())
        }
        found = [
            self.time_limit(name, category, requested, procedure, variant) for procedure, variant in keys
        ]
        return [limit for limit in found if limit]

    def facts_about(self, name: str, category: Category | str, requested: str) -> tuple[Fact, ...]:
        """Return the entries of a fact that hold for a category and a requested state."""
        for layer in self.layers:
            found = tuple(
                fact
                for fact in layer.facts.get(name, ())
                if (not fact.applies_to or category in fact.applies_to)
                and (not fact.requested or requested in fact.requested)
            )
            if found:
                return found
        return ()

    def doubtful_extension(self, name: str, category: Category | str, requested: str) -> str | None:
        """Return what the text says of an extension from which no day can be counted, or None."""
        found = self.facts_about(f"{name}_extension", category, requested)
        return f"{found[0].reference} of {self.id}: {found[0].value}" if found else None

    def evidence_list(self, subject: Subject | str, strength: Strength | str) -> EvidenceList | None:
        """Return the evidence list of a subject and a strength, or None."""
        key = (Subject(subject), Strength(strength))
        return next((layer.evidence[key] for layer in self.layers if key in layer.evidence), None)

    def authorities_of(self, state: str) -> tuple[Fact, ...]:
        """Return the authorities of a state under the arrangement."""
        return next((layer.authorities[state] for layer in self.layers if state in layer.authorities), ())

    def as_dict(self) -> dict[str, Any]:
        """Return the file, its content hash and the protocols over it, JSON-safe."""
        protocols = [item.as_dict() for item in self.protocols]
        return {**self.data, "content_hash": self.content_hash, "protocols": protocols}


def _carries(data: Any, level: Level) -> bool:
    """Tell whether any value of a data file was verified so far."""
    if isinstance(data, Mapping):
        return data.get("verified") == level or any(_carries(item, level) for item in data.values())
    return isinstance(data, list) and any(_carries(item, level) for item in data)

"""How a node reads what a text leaves open, and what that decided in one computation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from limen.law.calendars import Calendars
from limen.law.cited import plain
from limen.law.counting import SKIPPING, Reading, Run
from limen.law.errors import CalendarUnknown
from limen.law.time_limit import CalendarOf, FirstDay, OnNonWorkingDay, Quantity, TimeLimit, Unit


@dataclass(frozen=True)
class Readings:
    """A node's policy for unstated values. A text's own words always come first.

    `day`: what a plain "day" means. `decided_by` names the policy in every explanation.
    """

    first_day: FirstDay
    on_non_working_day: OnNonWorkingDay
    day: Unit = Unit.CALENDAR_DAY
    calendar_of: CalendarOf = CalendarOf.REQUESTED
    decided_by: str = "the policy of this node"

    def __post_init__(self) -> None:
        """Take plain strings, and refuse a policy that leaves open what it must decide."""
        kinds = {
            "first_day": FirstDay,
            "on_non_working_day": OnNonWorkingDay,
            "calendar_of": CalendarOf,
            "day": Unit,
        }
        for name, kind in kinds.items():
            object.__setattr__(self, name, kind(getattr(self, name)))
        if "unstated" in (self.first_day, self.on_non_working_day, self.calendar_of):
            raise ValueError("a policy decides what is unstated; it cannot be unstated itself")
        if self.day not in (Unit.CALENDAR_DAY, Unit.WORKING_DAY):
            raise ValueError("day: must be calendar_day or working_day")

    def of(self, limit: TimeLimit, calendars: Calendars) -> Reading:
        """Return how `limit` is read: by its own words, and by this policy where it has none."""
        return Reading(
            included=_stated(limit.first_day, self.first_day) == FirstDay.INCLUDED,
            rolls=_stated(limit.on_non_working_day, self.on_non_working_day) == OnNonWorkingDay.ROLLS_FORWARD,
            day_unit=self.day,
            calendar=calendars.of(self.side_of(limit)),
        )

    def side_of(self, limit: TimeLimit) -> str:
        """Return whose calendar counts: `requesting`, `requested` or `both`."""
        side = _stated(limit.calendar_of, self.calendar_of)
        return limit.acts.value if side == CalendarOf.ACTING else side


@dataclass(frozen=True)
class Assumption:
    """A reading that the text does not state: what was taken, who decided it, what the other readings give.

    `others`: pairs of another reading and the last day that it would give.
    """

    about: str
    taken: str
    decided_by: str
    due: date | datetime
    others: tuple[tuple[str, date | datetime], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the assumption, JSON-safe."""
        others = [{"reading": reading, "due": plain(due)} for reading, due in self.others]
        taken = {"about": self.about, "taken": self.taken, "decided_by": self.decided_by}
        return {**taken, "due": plain(self.due), "others": others}


def assumptions(
    limit: TimeLimit,
    policy: Readings,
    reading: Reading,
    calendars: Calendars,
    found: Run,
    again: Callable[[Reading], date],
) -> Iterator[Assumption]:
    """Yield what was assumed to count `found` by `reading`. `again` counts once more by another one.

    A reading that could not matter is not listed: where a last day is a working day, nothing was decided.
    """

    def other(about: str, taken: str, *others: tuple[str, Reading]) -> Assumption:
        dates = ((name, _known(again, changed)) for name, changed in others)
        return Assumption(
            about, taken, policy.decided_by, found.due, tuple((name, due) for name, due in dates if due)
        )

    if limit.first_day is FirstDay.UNSTATED:
        name = FirstDay.EXCLUDED if reading.included else FirstDay.INCLUDED
        yield other(
            "first_day", policy.first_day.value, (name.value, reading._replace(included=not reading.included))
        )
    if any(piece.unit is Unit.DAY for piece in pieces(limit)):
        unit = Unit.WORKING_DAY if reading.day_unit is Unit.CALENDAR_DAY else Unit.CALENDAR_DAY
        yield other("day", reading.day_unit.value, (unit.value, reading._replace(day_unit=unit)))
    if limit.on_non_working_day is OnNonWorkingDay.UNSTATED and _is_off(reading, found.last):
        choice = OnNonWorkingDay.STAYS if reading.rolls else OnNonWorkingDay.ROLLS_FORWARD
        changed = reading._replace(rolls=not reading.rolls)
        yield other("on_non_working_day", policy.on_non_working_day.value, (choice.value, changed))
    if limit.calendar_of is CalendarOf.UNSTATED:
        taken = policy.side_of(limit)
        sides = [side for side in ("requesting", "requested", "both") if side != taken]
        made = other(
            "calendar_of", taken, *((side, reading._replace(calendar=calendars.of(side))) for side in sides)
        )
        if counts_working_days(limit, reading) or any(due != found.due for _, due in made.others):
            yield made


def _is_off(reading: Reading, day: date) -> bool:
    return reading.calendar.knows(day) and not reading.calendar.is_working(day)


def pieces(limit: TimeLimit) -> list[Quantity]:
    """Return every quantity that the limit names."""
    more = limit.extension.amount if limit.extension else None
    return [piece for piece in (limit.amount, limit.plus, limit.latest, more) if piece]


def counts_working_days(limit: TimeLimit, reading: Reading) -> bool:
    """Tell whether any piece of the limit is counted in working days or weekdays."""
    return any(reading.unit(piece) in SKIPPING for piece in pieces(limit))


def _known(again: Callable[[Reading], date], reading: Reading) -> date | None:
    """Count with another reading; None where its calendar does not reach so far: the answer itself stands."""
    try:
        return again(reading)
    except CalendarUnknown:
        return None


def _stated(text: str, policy: str) -> str:
    return policy if text == "unstated" else text

"""The days of a computation one by one, as a picture shows them: counted, passed over, the last.

It is drawn from the explanation, so that picture and words cannot differ.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from limen.law.deadline import Deadline

_DAY = timedelta(days=1)


class Mark(StrEnum):
    """What a day is in a computation."""

    #: the day of the event, which itself does not count
    EVENT = "event"
    COUNTED = "counted"
    #: a day off that does not count, or over which the last day moved
    SKIPPED = "skipped"
    #: the last day
    DUE = "due"


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day. `counted`: the days counted up to it; `why`: why the authority does not work on it."""

    day: date
    mark: Mark
    counted: int
    why: str | None
    estimated: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the day, JSON-safe."""
        return {
            "day": self.day.isoformat(),
            "mark": self.mark.value,
            "counted": self.counted,
            "why": self.why,
            "estimated": self.estimated,
        }


def strip(answer: Deadline) -> list[StripDay]:
    """Return every day between the event and the last day, both included, in the order of the calendar.

    The answer must be explained. A limit counted backwards begins with its last day; `counted` then says how
    many counted days lie between a day and the event.
    """
    event, due = _day(answer, answer.start), _day(answer, answer.due)
    step = _DAY if due >= event else -_DAY
    passed_over, not_counted = _passed_over(answer, due)
    own_day_counts = _counts_its_event(answer)
    found, day, counted = [], event, 0
    while True:
        counts = own_day_counts or day != event
        counted += counts and day not in not_counted
        off = answer.calendar.day_off(day) if answer.calendar.knows(day) else None
        mark = _mark(day, event, due, day in passed_over, counts)
        found.append(StripDay(day, mark, counted, off.why if off else None, bool(off and off.estimated)))
        if day == due:
            return sorted(found, key=lambda item: item.day)
        day += step


def _passed_over(answer: Deadline, due: date) -> tuple[set[date], set[date]]:
    """Return the days that were passed over, and those that do not count.

    They differ where a last day moved: the day on which the limit would have ended was counted as its last.
    """
    skipped: set[date] = set()
    moved: list[date] = []
    for step in answer.steps:
        if step.kind == "skipped":
            skipped |= {item.day for item in step.facts["days"]}
        elif step.kind == "moved":
            moved = sorted((item.day for item in step.facts["days"]), reverse=step.facts["before"])
    return skipped | set(moved), skipped | set(moved[1:]) | ({due} if moved else set())


def _mark(day: date, event: date, due: date, skipped: bool, counts: bool) -> Mark:
    if day == due:
        return Mark.DUE
    if day == event and not counts:
        return Mark.EVENT
    return Mark.SKIPPED if skipped else Mark.COUNTED


def _counts_its_event(answer: Deadline) -> bool:
    first = next((step for step in answer.steps if step.kind == "first_day"), None)
    counted = next((step for step in answer.steps if step.kind == "counted"), None)
    if first:
        return bool(first.facts["included"])
    return bool(counted and counted.facts["how"] == "month_included")


def _day(answer: Deadline, moment: date | datetime) -> date:
    return moment.astimezone(answer.calendar.zone).date() if isinstance(moment, datetime) else moment

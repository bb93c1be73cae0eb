"""The deadline engine: from a time limit, its start and two calendars to the last day, and why.

    calendars = Calendars(requesting, requested)
    deadline = compute(limit, date(2026, 3, 6), calendars, Readings("excluded", "stays"))
    deadline.due          # date(2026, 3, 26)
    deadline.in_words()   # sentences for an officer and a lawyer

What the text leaves unstated is read as the node's policy says; each such reading is listed with the other
date.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from limen.law.calendars import Calendars, WorkingDays
from limen.law.cited import plain
from limen.law.counting import Obstacle, Reading, Run, run, run_back, run_hours
from limen.law.errors import NoFixedLimit, StartUnusable
from limen.law.explanation import Step, explain_days, explain_hours, in_words
from limen.law.levels import Level
from limen.law.readings import Assumption, Readings, assumptions
from limen.law.time_limit import OnNonWorkingDay, Runs, Silence, Start, TimeLimit, Unit

__all__ = ["Assumption", "Deadline", "Obstacle", "Readings", "Step", "compute", "latest_before"]


@dataclass(frozen=True)
class Deadline:
    """The last day of a limit (for hours: the last moment, as an aware UTC datetime), and how it came about.

    `calendar` is the one that counted. Without explanation `steps` and `assumptions` are empty.
    """

    due: date | datetime
    start: date | datetime
    limit: TimeLimit
    extended: bool
    event: Start
    calendar: WorkingDays
    steps: tuple[Step, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @cached_property
    def passes_at(self) -> datetime:
        """The UTC moment at which the limit has passed: the end of the last day in the calendar's zone."""
        if isinstance(self.due, datetime):
            return self.due
        return datetime.combine(self.due + timedelta(days=1), time(), self.calendar.zone).astimezone(UTC)

    @property
    def silence(self) -> Silence:
        """What the text attaches to this limit passing without an answer."""
        return self.limit.silence_when(self.extended)

    @property
    def estimated(self) -> bool:
        """Tell whether a holiday with an estimated date could move the result; known only if explained."""
        return any(step.kind == "estimated" for step in self.steps)

    def in_words(self) -> list[str]:
        """Return the explanation as plain English sentences."""
        in_full = self.limit.verified is Level.FULL_TEXT
        return in_words(self.steps, self.assumptions, read_in_full=in_full)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer, its explanation and its pins, JSON-safe."""
        return {
            "due": plain(self.due),
            "passes_at": plain(self.passes_at),
            "start": plain(self.start),
            "event": self.event.value,
            "extended": self.extended,
            "silence": self.silence.value,
            "estimated": self.estimated,
            "limit": self.limit.name,
            "limit_hash": self.limit.content_hash,
            "arrangement": self.limit.arrangement,
            "reference": self.limit.reference,
            "source": self.limit.source,
            "verified": self.limit.verified.value,
            "calendar": self.calendar.authority,
            "calendar_version": self.calendar.version,
            "time_zone": self.calendar.time_zone,
            "assumptions": [item.as_dict() for item in self.assumptions],
            "steps": [step.as_dict() for step in self.steps],
            "in_words": self.in_words(),
        }


def compute(
    limit: TimeLimit,
    start: date | datetime,
    calendars: Calendars,
    policy: Readings,
    extended: bool = False,
    *,
    event: Start | str | None = None,
    obstacle: Obstacle | None = None,
    explain: bool = True,
) -> Deadline:
    """Return the last day of `limit`, counted from `start`.

    `start` is a date, or an aware datetime: limits in days take its day in the calendar's time zone, limits
    in hours need it. `event` says which of the limit's start events happened (default: its only one).
    `obstacle` is needed for an extension that lasts as long as one.
    Raises StartUnusable, NoFixedLimit and CalendarUnknown.
    """
    if limit.runs is Runs.BEFORE:
        raise StartUnusable(f"The limit {limit.name} is counted backwards: use latest_before.")
    if extended:
        _check_extension(limit, obstacle)
    return _compute(limit, start, calendars, policy, extended, event, obstacle, explain)


def latest_before(
    limit: TimeLimit,
    event_day: date | datetime,
    calendars: Calendars,
    policy: Readings,
    *,
    event: Start | str | None = None,
    explain: bool = True,
) -> Deadline:
    """Return the last day on which to act before `event_day`, for limits that are counted backwards (notice).

    Where a last day that is not a working day moves, it moves to the working day before, so that the other
    side never gets less notice than the text gives. Raises StartUnusable, NoFixedLimit, CalendarUnknown.
    """
    if limit.runs is not Runs.BEFORE:
        raise StartUnusable(f"The limit {limit.name} is not counted backwards: use compute.")
    return _compute(limit, event_day, calendars, policy, False, event, None, explain)


def _check_extension(limit: TimeLimit, obstacle: Obstacle | None) -> None:
    if limit.extension is None:
        raise StartUnusable(f"{limit.reference} gives the limit {limit.name} no extension.")
    if limit.extension.kind.needs_obstacle:
        if obstacle is None:
            raise StartUnusable(
                f"{limit.extension.reference} extends {limit.name} by an obstacle: its days are needed."
            )
        if obstacle.ended < obstacle.began:
            raise StartUnusable("The obstacle ended before it began.")


def _compute(
    limit: TimeLimit,
    start: date | datetime,
    calendars: Calendars,
    policy: Readings,
    extended: bool,
    event: Start | str | None,
    obstacle: Obstacle | None,
    explain: bool,
) -> Deadline:
    if limit.amount is None:
        raise NoFixedLimit(
            f"{limit.reference} gives no number for {limit.name}, only that it must be without delay."
        )
    happened = _event(limit, event)
    if isinstance(start, datetime) and start.tzinfo is None:
        raise StartUnusable("The start needs a time zone.")
    reading = policy.of(limit, calendars)
    if limit.amount.unit is Unit.HOUR:
        return _compute_hours(limit, start, reading, policy, extended, happened, explain)
    found = _run(limit, start, reading, extended, obstacle)
    if not explain:
        return Deadline(found.due, start, limit, extended, happened, reading.calendar)

    def again(other: Reading) -> date:
        return _run(limit, start, other, extended, obstacle).due

    made = (
        *_assumed_start(limit, happened, policy, found.due),
        *assumptions(limit, policy, reading, calendars, found, again),
    )
    steps = explain_days(limit, start, happened, reading, found, extended, obstacle)
    return Deadline(found.due, start, limit, extended, happened, reading.calendar, steps, made)


def _event(limit: TimeLimit, event: Start | str | None) -> Start:
    if event is None:
        if len(limit.start) == 1:
            return limit.start[0]
        raise StartUnusable(f"Say which event started {limit.name}: " + " or ".join(limit.start) + ".")
    if event not in limit.start and limit.start != (Start.UNSTATED,):
        raise StartUnusable(f"{limit.name} runs from " + " or ".join(limit.start) + f", not from {event}.")
    return Start(event)


def _assumed_start(
    limit: TimeLimit, happened: Start, policy: Readings, due: date | datetime
) -> tuple[Assumption, ...]:
    if limit.start != (Start.UNSTATED,):
        return ()
    return (Assumption("start", happened.value, policy.decided_by, due, ()),)


def _run(
    limit: TimeLimit, start: date | datetime, reading: Reading, extended: bool, obstacle: Obstacle | None
) -> Run:
    begin = start.astimezone(reading.calendar.zone).date() if isinstance(start, datetime) else start
    if limit.runs is Runs.BEFORE:
        return run_back(limit, begin, reading)
    return run(limit, begin, reading, extended, obstacle)


def _compute_hours(
    limit: TimeLimit,
    start: date | datetime,
    reading: Reading,
    policy: Readings,
    extended: bool,
    happened: Start,
    explain: bool,
) -> Deadline:
    if not isinstance(start, datetime):
        raise StartUnusable(f"The limit {limit.name} is in hours: its start needs a time of day.")
    begin = start.astimezone(UTC)
    plain_end, last = run_hours(limit, begin, extended)
    moved = _to_working_day(last, reading.calendar, limit.runs)
    due = moved if reading.rolls else last
    answer = Deadline(due, begin, limit, extended, happened, reading.calendar)
    if not explain:
        return answer
    made = _assumed_start(limit, happened, policy, answer.due)
    if limit.on_non_working_day is OnNonWorkingDay.UNSTATED and moved != last:
        other = (
            (OnNonWorkingDay.STAYS.value, last)
            if reading.rolls
            else (OnNonWorkingDay.ROLLS_FORWARD.value, moved)
        )
        taken = policy.on_non_working_day.value
        made = (*made, Assumption("on_non_working_day", taken, policy.decided_by, due, (other,)))
    ends = (plain_end, last, due)
    steps = explain_hours(limit, begin, happened, reading.calendar, ends, extended)
    return replace(answer, steps=steps, assumptions=made)


def _to_working_day(moment: datetime, calendar: WorkingDays, runs: Runs) -> datetime:
    """Return the same time of day on the next working day, or, counting backwards, on the one before."""
    local = moment.astimezone(calendar.zone)
    if calendar.is_working(local.date()):
        return moment
    day = calendar.before(local.date(), 1) if runs is Runs.BEFORE else calendar.after(local.date(), 1)
    return datetime.combine(day, local.timetz()).astimezone(UTC)

"""The explanation of a deadline, as steps: what was counted, what was skipped and why, and by which article.

A step holds facts, not text, so that it can be compared by a program and said in another language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from limen.law.calendars import DayOff, WorkingDays
from limen.law.cited import plain
from limen.law.counting import SKIPPING, Obstacle, Reading, Run
from limen.law.readings import Assumption, counts_working_days
from limen.law.time_limit import ExtensionKind, Quantity, Runs, Silence, Start, TimeLimit, Unit
from limen.law.words import READ_IN_PART, WHOLE_TEXT, WORDS, assumption_in_words

_DAY = timedelta(days=1)
#: limits of which everybody asks what silence means, so that it is said even where the text has no answer
_SILENCE_ASKED = ("reply", "transit_reply", "nationality_objection")


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a last day: its kind (a key of `words.WORDS`) and its facts."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)

    def in_words(self, text: str = WHOLE_TEXT) -> str:
        """Return the step in plain English; `text` is what is silent, where something is not said."""
        return WORDS[self.kind]({**self.facts, "text": text})

    def as_dict(self) -> dict[str, Any]:
        """Return the step, JSON-safe; `days` are objects with day, why and estimated."""
        return {"kind": self.kind, **{key: _plain(value) for key, value in self.facts.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return {"value": value.value, "unit": value.unit.value}
    if isinstance(value, DayOff):
        return {"day": value.day.isoformat(), "why": value.why, "estimated": value.estimated}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else plain(value)


def in_words(
    steps: Iterable[Step], assumptions: Iterable[Assumption], *, read_in_full: bool = True
) -> list[str]:
    """Return the explanation as sentences; what was assumed stands between the result and its sources.

    Of a text that was not read in full they claim no silence: only what was read does not say it.
    """
    found = list(steps)
    cut = next((index for index, step in enumerate(found) if step.kind == "due"), len(found) - 1) + 1
    text = WHOLE_TEXT if read_in_full else READ_IN_PART
    return [
        *(step.in_words(text) for step in found[:cut]),
        *(assumption_in_words(item, text) for item in assumptions),
        *(step.in_words(text) for step in found[cut:]),
    ]


def explain_days(
    limit: TimeLimit,
    start: date | datetime,
    event: Start,
    reading: Reading,
    found: Run,
    extended: bool,
    obstacle: Obstacle | None,
) -> tuple[Step, ...]:
    """Return the steps from the event to the last day, for limits in days, months and years."""
    calendar, before = reading.calendar, limit.runs is Runs.BEFORE
    assert limit.amount is not None
    first: dict[str, Any] = {"event": event.value, "day": found.begin, "before": before}
    if isinstance(start, datetime):
        first.update(moment=start.astimezone(UTC), time_zone=calendar.time_zone)
    steps = [Step("start", first)]
    unit = reading.unit(limit.amount)
    if unit in (Unit.CALENDAR_DAY, *SKIPPING):
        day = _first_counted(found.begin, reading, unit, before)
        steps.append(Step("first_day", {"included": reading.included, "day": day}))
    steps.append(Step("counted", _counted(limit.amount, unit, found, reading, before)))
    if unit in SKIPPING:
        off = found.begin if reading.included else found.begin + (-_DAY if before else _DAY)
        steps += _skipped(reading.days(unit), min(off, found.plain), max(off, found.plain))
    if extended and limit.extension:
        steps += _extension(limit, reading, found, obstacle)
    if limit.plus:
        steps.append(Step("plus", {"quantity": limit.plus, "day": found.added}))
        if (added := reading.unit(limit.plus)) in SKIPPING:
            steps += _skipped(reading.days(added), found.extended + _DAY, found.added)
    if limit.latest and found.last != found.added:
        steps.append(Step("latest", {"quantity": limit.latest, "day": found.last}))
    steps += _rolling(calendar, found, before)
    steps.append(Step("due", {"day": found.due, "time_zone": calendar.time_zone}))
    steps += _estimated(limit, reading, found)
    return (*steps, *_closing(limit, calendar, extended))


def explain_hours(
    limit: TimeLimit,
    begin: datetime,
    event: Start,
    calendar: WorkingDays,
    ends: tuple[datetime, datetime, datetime],
    extended: bool,
) -> tuple[Step, ...]:
    """Return the steps for a limit in hours; `ends`: plain, with extension, after rolling."""
    before = limit.runs is Runs.BEFORE
    plain_end, last, due = ends
    steps = [Step("start", {"event": event.value, "day": begin, "before": before})]
    steps.append(
        Step("counted", {"quantity": limit.amount, "how": "hour", "day": plain_end, "before": before})
    )
    if extended and limit.extension:
        steps.append(Step("extension", {**_extension_facts(limit), "day": last}))
    local = last.astimezone(calendar.zone).date()
    off = calendar.day_off(local)
    if off and due == last:
        steps.append(Step("stays", {"authority": calendar.authority, "days": [off]}))
    elif off:
        moved = due.astimezone(calendar.zone).date()
        days = calendar.days_off(min(local, moved), max(local, moved))
        steps.append(
            Step("moved", {"authority": calendar.authority, "days": days, "day": due, "before": before})
        )
    steps.append(Step("due", {"day": due, "time_zone": "UTC"}))
    return (*steps, *_closing(limit, calendar, extended))


def _first_counted(begin: date, reading: Reading, unit: Unit, before: bool) -> date:
    step = -_DAY if before else _DAY
    if unit is Unit.CALENDAR_DAY:
        return begin if reading.included else begin + step
    if before:
        return reading.days(unit).before(begin + _DAY if reading.included else begin, 1)
    return reading.days(unit).after(begin - _DAY if reading.included else begin, 1)


def _counted(amount: Quantity, unit: Unit, found: Run, reading: Reading, before: bool) -> dict[str, Any]:
    how = unit.value
    if unit in (Unit.MONTH, Unit.YEAR):
        how = "month_included" if reading.included else "month"
        expected = found.plain + (-_DAY if before else _DAY) if reading.included else found.plain
        if expected.day != found.begin.day:
            how = "short_month"
    return {"quantity": Quantity(amount.value, unit), "how": how, "day": found.plain, "before": before}


def _skipped(calendar: WorkingDays, first: date, last: date) -> list[Step]:
    days = calendar.days_off(first, last)
    return [Step("skipped", {"authority": calendar.authority, "days": days})] if days else []


def _extension_facts(limit: TimeLimit) -> dict[str, Any]:
    more = limit.extension
    assert more is not None
    return {
        "how": more.kind.value,
        "quantity": more.amount,
        "upon": more.upon.value,
        "reference": more.reference,
    }


def _extension(limit: TimeLimit, reading: Reading, found: Run, obstacle: Obstacle | None) -> list[Step]:
    more = limit.extension
    assert more is not None
    facts = {**_extension_facts(limit), "day": found.extended}
    if obstacle and more.kind.needs_obstacle:
        facts.update(began=obstacle.began, ended=obstacle.ended)
    steps = [Step("extension", facts)]
    if more.amount and (unit := reading.unit(more.amount)) in SKIPPING:
        assert limit.amount is not None
        first = found.plain
        if more.kind is ExtensionKind.TO_TOTAL and reading.unit(limit.amount) is not unit:
            first = found.begin
        if obstacle and more.kind is ExtensionKind.UNTIL_OBSTACLE_CEASES:
            first = max(first, obstacle.ended)
        steps += _skipped(reading.days(unit), first + _DAY, found.extended)
    return steps


def _rolling(calendar: WorkingDays, found: Run, before: bool) -> Iterator[Step]:
    if found.due != found.last:
        days = calendar.days_off(min(found.last, found.due), max(found.last, found.due))
        yield Step(
            "moved", {"authority": calendar.authority, "days": days, "day": found.due, "before": before}
        )
    elif calendar.knows(found.last) and (off := calendar.day_off(found.last)):
        yield Step("stays", {"authority": calendar.authority, "days": [off]})


def _estimated(limit: TimeLimit, reading: Reading, found: Run) -> Iterator[Step]:
    """Name the estimated holidays that could move the result: within the days counted, or at their end."""
    if counts_working_days(limit, reading):
        low, high = min(found.begin, found.due), max(found.begin, found.due)
    elif reading.rolls:
        low, high = min(found.last, found.due), max(found.last, found.due)
    else:
        return
    low, high = max(low - _DAY, date(low.year, 1, 1)), min(high + _DAY, date(high.year, 12, 31))
    days = [item for item in reading.calendar.days_off(low, high) if item.estimated]
    if days:
        yield Step("estimated", {"days": days})


def _closing(limit: TimeLimit, calendar: WorkingDays, extended: bool) -> Iterator[Step]:
    silence = limit.silence_when(extended)
    if limit.within_km:
        yield Step("within_km", {"kilometres": limit.within_km})
    if limit.promptly:
        yield Step("promptly")
    if limit.at_least:
        yield Step("at_least")
    if silence is not Silence.UNSTATED or limit.name in _SILENCE_ASKED:
        yield Step("silence", {"effect": silence.value})
    if limit.late:
        yield Step("late", {"effect": limit.late})
    facts = {"reference": limit.reference, "arrangement": limit.arrangement, "source": limit.source}
    yield Step("source", {**facts, "verified": limit.verified.in_words})
    yield Step("calendar", {"authority": calendar.authority, "version": calendar.version})

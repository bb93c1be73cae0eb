"""A question to the engine as one value, so that it can be asked again with something changed: what if.

question = Question(limit, date(2026, 3, 6), calendars, readings, event="receipt")
compared = what_if(question, readings=replace(readings, first_day=FirstDay.INCLUDED))
compared.before.due, compared.after.due, compared.days
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from limen.law.calendars import Calendars
from limen.law.counting import Obstacle
from limen.law.deadline import Deadline, compute, latest_before
from limen.law.readings import Readings
from limen.law.time_limit import Runs, Start, TimeLimit


@dataclass(frozen=True)
class Question:
    """When does a limit end? Everything that the answer depends on; `start` and the rest as in `compute`."""

    limit: TimeLimit
    start: date | datetime
    calendars: Calendars
    readings: Readings
    event: Start | str | None = None
    extended: bool = False
    obstacle: Obstacle | None = None

    def answer(self, *, explain: bool = True) -> Deadline:
        """Return the last day. Raises StartUnusable, NoFixedLimit and CalendarUnknown."""
        if self.limit.runs is Runs.BEFORE:
            return latest_before(
                self.limit, self.start, self.calendars, self.readings, event=self.event, explain=explain
            )
        return compute(
            self.limit,
            self.start,
            self.calendars,
            self.readings,
            self.extended,
            event=self.event,
            obstacle=self.obstacle,
            explain=explain,
        )


@dataclass(frozen=True)
class Comparison:
    """Two answers side by side."""

    before: Deadline
    after: Deadline

    @property
    def days(self) -> int:
        """By how many days the last day moves; less than zero: it comes earlier."""
        return (_day(self.after) - _day(self.before)).days


def what_if(question: Question, **changes: Any) -> Comparison:
    """Return the answers to a question and to the same question with changes (fields of Question)."""
    return Comparison(question.answer(), replace(question, **changes).answer())


def _day(answer: Deadline) -> date:
    return answer.due.astimezone(UTC).date() if isinstance(answer.due, datetime) else answer.due

"""The time limits of a situation under one library: each last day, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from limen.clock import from_rfc3339
from limen.law.arrangement import Arrangement
from limen.law.calendars import Calendars
from limen.law.errors import CalendarUnknown, NoArrangementInForce, NoFixedLimit, StartUnusable
from limen.law.question import Question
from limen.law.time_limit import Silence, Start, TimeLimit
from services.readmission.calculator.book import LawBook
from services.readmission.clocks import CLOCKS
from services.readmission.decisions.hindrance import together
from services.readmission.dry_run.situations import Situation
from services.readmission.procedures import PROCEDURES, limit_in

#: the milestone that tells when a limit was met, where a step meets it
_MET: Mapping[str, str] = {
    "submit": "receipt",
    "reply": "reply",
    "register_check": "reply",
    "transfer": "return",
    "transit_reply": "transit_reply",
    "transit_execution": "return",
}
_ANSWERED = ("reply", "transit_reply")
#: what an answer records, or silence in its place; from one that refuses no limit runs
_REPLIES = (Start.REPLY, Start.REPLY_RECEIVED, Start.TRANSIT_REPLY, Start.EXPIRY)
_SILENT = {
    Silence.CONSENT: "accepted by silence",
    Silence.NATIONALITY_ONLY: "nationality established by silence",
    Silence.REFUSAL: "refused by silence",
    Silence.NONE: "unanswered",
    Silence.UNSTATED: "unanswered",
}


class Outlook(NamedTuple):
    """A limit in a situation: its last day, what comes of it, and the article."""

    due: str
    outcome: str
    reference: str


class Last(NamedTuple):
    """The last day of a limit, and what of the limit decides what comes of it."""

    day: date
    text: str
    silence: Silence
    no_duty: bool
    reference: str


@dataclass
class Law:
    """A law book that remembers what it answered: many cases share their days, if not all of them.

    Limits are told apart by identity, since the library keeps them: comparing what they say costs more than
    counting.
    """

    book: LawBook
    _found: dict[Any, Arrangement | str] = field(default_factory=dict)
    _calendars: dict[Any, Calendars] = field(default_factory=dict)
    _limits: dict[Any, list[TimeLimit]] = field(default_factory=dict)
    _last: dict[Any, Last | None] = field(default_factory=dict)

    def arrangement(self, situation: Situation) -> Arrangement | str:
        """Return the arrangement that binds a situation, or why there is none, in words."""
        one, other = situation.requesting_state, situation.requested_state
        key = (one, other, situation.opened_on, situation.category)
        if key not in self._found:
            try:
                self._found[key] = self.book.library.find(*key)
            except NoArrangementInForce as nothing:
                reasons = [item["reason"] for item in nothing.facts["between"] if item["reason"]]
                self._found[key] = "; ".join(reasons) or "none is in the library"
        return self._found[key]

    def limits(self, arrangement: Arrangement, situation: Situation) -> list[TimeLimit]:
        """Return the limits that a case in this situation watches."""
        key = (id(arrangement), *situation[:5])
        if key not in self._limits:
            watched = PROCEDURES[situation.procedure].watches
            found = (limit_in(arrangement, situation, name) for name in watched)
            self._limits[key] = [limit for limit in found if limit]
        return self._limits[key]

    def last(self, situation: Situation, limit: TimeLimit, event: Start, moment: str) -> Last | None:
        """Return the last day of a limit from a moment; None where it has none."""
        extended = limit.name in situation.extended
        hindered = tuple(item for item in situation.obstacles if item[0] == limit.name)
        states = situation[:2]
        key = (id(limit), states, event, moment, extended, hindered)
        if key not in self._last:
            if states not in self._calendars:
                self._calendars[states] = Calendars(*map(self.book.calendar, states))
            question = Question(limit, _moment(moment), self._calendars[states], self.book.readings, event)
            self._last[key] = _counted(_lengthened(question, extended, hindered))
        return self._last[key]


def outlooks(law: Law, arrangement: Arrangement, situation: Situation, on: date) -> dict[str, Outlook]:
    """Return the outlook of every limit that runs in a situation, by name; as seen on the day `on`."""
    milestones = dict(situation.milestones)
    found = {}
    for limit in law.limits(arrangement, situation):
        event = _happened(limit, milestones, situation.refused)
        last = law.last(situation, limit, event, milestones[event]) if event else None
        if last:
            outcome = _outcome(limit.name, last, milestones, on)
            found[limit.name] = Outlook(last.text, outcome, last.reference)
    return found


def _lengthened(
    question: Question, extended: bool, hindered: tuple[tuple[str, str, str | None], ...]
) -> Question:
    """Return the question with the extension or the obstacles that its text knows."""
    more = question.limit.extension
    if more is None or not more.kind.needs_obstacle:
        return replace(question, extended=extended and more is not None)
    spans = [(date.fromisoformat(began), date.fromisoformat(ended)) for _, began, ended in hindered if ended]
    obstacle = together(spans)
    return replace(question, extended=obstacle is not None, obstacle=obstacle)


def _counted(question: Question) -> Last | None:
    try:
        answer = question.answer(explain=False)
    except (NoFixedLimit, StartUnusable, CalendarUnknown):
        return None
    limit, due = question.limit, answer.due
    reference = limit.extension.reference if answer.extended and limit.extension else limit.reference
    return Last(
        due.date() if isinstance(due, datetime) else due,
        due.isoformat(),
        answer.silence,
        bool(limit.late),
        f"{reference} of {limit.arrangement}",
    )


def _happened(limit: TimeLimit, milestones: Mapping[str, str], refused: bool) -> Start | None:
    """Return the event from which a limit runs: what a text counts from a reply, never from a refusal."""
    starts = CLOCKS[limit.name].assumed if limit.start == (Start.UNSTATED,) else limit.start
    return next(
        (event for event in starts if event in milestones and not (refused and event in _REPLIES)), None
    )


def _outcome(name: str, last: Last, milestones: Mapping[str, str], on: date) -> str:
    met = milestones.get(_MET.get(name) or next(iter(CLOCKS[name].met_on), ""))
    if met and date.fromisoformat(met[:10]) <= last.day:
        return "in time"
    if not met and last.day >= on:
        return "open"
    if name in _ANSWERED and last.silence not in (Silence.NONE, Silence.UNSTATED):
        return _SILENT[last.silence]
    late = "late" if met else _SILENT[last.silence] if name in _ANSWERED else "overdue"
    return f"{late}, no duty" if last.no_duty else late


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else from_rfc3339(text)

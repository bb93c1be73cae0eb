"""From what somebody wants to know to a question for the engine, with errors that name the field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from limen.errors import Invalid
from limen.law.arrangement import Arrangement
from limen.law.calendars import Calendars
from limen.law.categories import Category
from limen.law.counting import Obstacle
from limen.law.deadline import Deadline
from limen.law.question import Question, what_if
from limen.law.strip import strip
from limen.law.time_limit import TimeLimit
from services.readmission.calculator.book import LawBook
from services.readmission.calculator.calendars import changed

_CHANGES = ("events", "extended", "obstacle", "readings", "calendars", "procedure", "variant")


@dataclass(frozen=True)
class Text:
    """The arrangement that is asked, for whom and on which day."""

    arrangement: Arrangement
    requesting: str
    requested: str
    category: str
    on: date

    @property
    def why_not(self) -> str | None:
        """Why the arrangement does not apply here, in words; None: it applies."""
        return self.arrangement.why_not(self.requesting, self.requested, self.on, Category(self.category))

    def as_dict(self) -> dict[str, Any]:
        """Return what an answer says about the text."""
        return {
            "arrangement": {
                "id": self.arrangement.id,
                "title": self.arrangement.title,
                "content_hash": self.arrangement.content_hash,
                "protocols": [item.id for item in self.arrangement.protocols],
                "why_not": self.why_not,
                "in_doubt": list(self.arrangement.doubts),
                "not_verified": [line for item in self.arrangement.layers for line in item.not_verified],
            },
            "requesting_state": self.requesting,
            "requested_state": self.requested,
            "category": self.category,
            "on": self.on,
        }


def calculate(book: LawBook, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what `schemas.Wanted` asks, in the shape of `schemas.Calculated`."""
    text = find_text(book, wanted)
    question = ask(book, text, wanted)
    changes = wanted.get("what_if")
    if not changes:
        answer = question.answer()
        return {**text.as_dict(), "answer": _shown(answer), "what_if": None, "days_between": None}
    together = {**wanted, **{name: changes[name] for name in _CHANGES if name in changes}}
    for name in ("readings", "calendars"):
        together[name] = {**wanted.get(name, {}), **changes.get(name, {})}
    other = ask(book, text, together, "/what_if")
    compared = what_if(question, **vars(other))
    return {
        **text.as_dict(),
        "answer": _shown(compared.before),
        "what_if": _shown(compared.after),
        "days_between": compared.days,
    }


def find_text(book: LawBook, wanted: Mapping[str, Any]) -> Text:
    """Return the arrangement that is named, or the one in force between the two states."""
    happened = min(_day(moment) for moment in wanted["events"].values())
    on, category = wanted.get("on") or happened, wanted["category"]
    if not wanted.get("arrangement"):
        states = wanted["requesting_state"], wanted["requested_state"]
        return Text(book.library.find(*states, on, category), *states, category, on)
    named = wanted["arrangement"].upper()
    plain = book.library.get(named)
    if plain is None:
        known = ", ".join(item.id for item in book.library)
        raise _refused("/arrangement", f"The library has no arrangement {named}. There are: {known}.")
    states = _states(plain, wanted.get("requesting_state"), wanted.get("requested_state"))
    found = book.library.named(named, *states, on, category)
    assert found is not None
    return Text(found, *states, category, on)


def ask(book: LawBook, text: Text, wanted: Mapping[str, Any], where: str = "") -> Question:
    """Return the question for the engine; `where` is the JSON pointer to `wanted` in errors."""
    limit = _limit(text, wanted, where)
    if wanted.get("extended") and limit.extension is None:
        says = text.arrangement.doubtful_extension(limit.name, text.category, text.requested)
        if says:
            raise _refused(
                f"{where}/extended", f"No day is counted from an extension that is in doubt. {says}."
            )
    event = next((item for item in limit.start if item in wanted["events"]), None)
    if event is None and limit.start == ("unstated",):
        event = next(iter(wanted["events"]))
    if event is None:
        names = " or ".join(limit.start)
        raise _refused(
            f"{where}/events", f"{limit.name} of {text.arrangement.id} runs from {names}: its day is needed."
        )
    obstacle = wanted.get("obstacle")
    sides = wanted.get("calendars", {})
    return Question(
        limit,
        wanted["events"][event],
        Calendars(
            changed(
                book.calendar(text.requesting), sides.get("requesting", {}), f"{where}/calendars/requesting"
            ),
            changed(
                book.calendar(text.requested), sides.get("requested", {}), f"{where}/calendars/requested"
            ),
        ),
        _readings(book, wanted),
        event,
        bool(wanted.get("extended")),
        Obstacle(obstacle["began"], obstacle["ended"]) if obstacle else None,
    )


def _readings(book: LawBook, wanted: Mapping[str, Any]) -> Any:
    chosen = wanted.get("readings") or {}
    if not chosen:
        return book.readings
    return replace(book.readings, **chosen, decided_by="the reading that was chosen")


def _limit(text: Text, wanted: Mapping[str, Any], where: str) -> TimeLimit:
    procedure, variant = wanted.get("procedure", "normal"), wanted.get("variant")
    name, arrangement = wanted["limit"], text.arrangement
    found = arrangement.time_limit(name, text.category, text.requested, procedure, variant)
    if found is not None:
        return found
    detail = (
        f"{arrangement.id} carries no limit {name} for {Category(text.category).plain_name} "
        f"where {text.requested} is the requested state"
    )
    others = arrangement.variants(name, text.category, text.requested)
    if others:
        ways = "; ".join(
            f"procedure {item.procedure}" + (f", variant {item.variant}" if item.variant else "")
            for item in others
        )
        raise _refused(f"{where}/variant", f"{detail} in this procedure and variant. There are: {ways}.")
    known = ", ".join(arrangement.time_limits_for(text.category, text.requested)) or "none"
    why = "; ".join(item.in_words for item in arrangement.absent(f"time_limits.{name}"))
    raise _refused("/limit", f"{detail} ({why}). Limits that it carries: {known}.")


def _states(arrangement: Arrangement, requesting: str | None, requested: str | None) -> tuple[str, str]:
    """Return both states; one that is not given is the only state of its side."""
    one, other = (party.states for party in arrangement.parties)
    if requesting is None and requested is None:
        return _only(arrangement, one, "/requesting_state"), _only(arrangement, other, "/requested_state")
    for state, name in ((requesting, "requesting_state"), (requested, "requested_state")):
        if state is not None and state not in one | other:
            states = ", ".join(sorted(one | other))
            raise _refused(
                f"/{name}", f"{state} is not a state of {arrangement.id}. Its states are: {states}."
            )
    given = requesting or requested
    across = other if given in one else one
    if requesting is None:
        return _only(arrangement, across, "/requesting_state"), str(requested)
    requested = requested or _only(arrangement, across, "/requested_state")
    if requested not in across:
        raise _refused("/requested_state", f"{requesting} and {requested} are on the same side.")
    return requesting, requested


def _only(arrangement: Arrangement, states: frozenset[str], pointer: str) -> str:
    if len(states) == 1:
        return next(iter(states))
    raise _refused(pointer, f"Say which state of {arrangement.id}: {', '.join(sorted(states))}.")


def _shown(answer: Deadline) -> dict[str, Any]:
    return {**answer.as_dict(), "days": [item.as_dict() for item in strip(answer)]}


def _day(moment: date | datetime) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def _refused(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": f"#{pointer}", "detail": detail}])

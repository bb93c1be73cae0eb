"""What another law would change about a situation: dates, gates and outcomes, each with its article."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.evidence import Strength, Subject
from services.readmission.arrangements.differences import differences
from services.readmission.dry_run.dates import Law, Outlook, outlooks
from services.readmission.dry_run.situations import Situation
from services.readmission.procedures import offered

_SUBJECTS = {
    Category.OWN_NATIONAL.value: Subject.NATIONALITY,
    Category.THIRD_COUNTRY_NATIONAL.value: Subject.THIRD_COUNTRY,
    Category.STATELESS.value: Subject.THIRD_COUNTRY,
    Category.FORMER_STATE_NATIONAL.value: Subject.FORMER_STATE,
}


@dataclass(frozen=True)
class Effect:
    """One thing that would change: a `date`, a `gate` or an `outcome`.

    `about`: the limit or the gate. `before` and `after` are dates or words; None: there is none.
    """

    kind: str
    about: str
    before: str | None
    after: str | None
    reference: str

    def as_dict(self) -> dict[str, str | None]:
        """Return the effect, JSON-safe."""
        return asdict(self)


@dataclass
class Trial:
    """Another law, tried against the one in force, as seen on the day `on`; it keeps what cases share."""

    old: Law
    new: Law
    on: date
    _kept: dict[Any, tuple[Effect, ...]] = field(default_factory=dict)

    def effects(self, situation: Situation) -> tuple[Effect, ...]:
        """Return what changes about a situation."""
        before, after = self.old.arrangement(situation), self.new.arrangement(situation)
        if isinstance(before, str) and isinstance(after, str):
            return ()
        if isinstance(before, str) or isinstance(after, str):
            return (_found_or_not(before, after, self.new),)
        if before.content_hash == after.content_hash:
            return ()
        return (
            *self._gates(before, after, situation),
            *_limits(
                outlooks(self.old, before, situation, self.on), outlooks(self.new, after, situation, self.on)
            ),
        )

    def _gates(self, before: Arrangement, after: Arrangement, situation: Situation) -> tuple[Effect, ...]:
        """Return the gates that change; they depend on the day of opening only through the arrangements."""
        key = (id(before), id(after), *situation[:5], situation.stage)
        if key not in self._kept:
            self._kept[key] = tuple(_gates(before, after, situation))
        return self._kept[key]


def _found_or_not(before: Arrangement | str, after: Arrangement | str, new: Law) -> Effect:
    """Say that an arrangement begins or ceases to bind a case; the article is that of the changed text."""
    words = [text if isinstance(text, str) else text.id for text in (before, after)]
    named = next(text.id for text in (before, after) if not isinstance(text, str))
    text = new.book.library.get(named)
    return Effect("gate", "arrangement", *words, f"{_in_force(text)} of {named}" if text else named)


def _in_force(text: Arrangement) -> str:
    """Return the place that says from when and until when a text is in force."""
    cited = [
        text.terminated,
        *(item.citation for item in text.suspended),
        *(item.day for item in text.in_force),
    ]
    return next((item.reference for item in cited if item), "Title")


def _limits(before: dict[str, Outlook], after: dict[str, Outlook]) -> Iterator[Effect]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        known = new or old
        assert known is not None
        if (old and old.due) != (new and new.due):
            yield Effect("date", name, old and old.due, new and new.due, known.reference)
        if (old and old.outcome) != (new and new.outcome):
            yield Effect("outcome", name, old and old.outcome, new and new.outcome, known.reference)


def _gates(before: Arrangement, after: Arrangement, situation: Situation) -> Iterator[Effect]:
    if before.id != after.id:
        cited = next((item.day.reference for item in after.in_force), "")
        yield Effect(
            "gate", "arrangement", before.id, after.id, f"{cited} of {after.id}".removeprefix(" of ")
        )
    if situation.stage == "past":
        return
    states = (situation.requesting_state, situation.requested_state)
    procedures = [offered(item, situation.category, *states) for item in (before, after)]
    was, stays = (situation.procedure in item for item in procedures)
    if was != stays:
        articles = "; ".join(
            next(item[situation.procedure] for item in procedures if situation.procedure in item)
        )
        words = [
            f"{situation.procedure} is {'offered' if there else 'not offered'}" for there in (was, stays)
        ]
        yield Effect("gate", "procedure", *words, articles)
    if situation.stage == "draft":
        yield from _evidence(before, after, situation)


def _evidence(before: Arrangement, after: Arrangement, situation: Situation) -> Iterator[Effect]:
    """Compare the lists against which an application that was not sent yet would be checked."""
    subject = _SUBJECTS[situation.category]
    for strength in Strength:
        lists = [item.evidence_list(subject, strength) for item in (before, after)]
        codes = [
            ", ".join(entry.code for entry in found.items_for(situation.requested_state)) if found else None
            for found in lists
        ]
        if codes[0] != codes[1]:
            cited = lists[1] or lists[0]
            assert cited is not None
            yield Effect("gate", f"evidence.{subject}.{strength}", *codes, cited.reference)


def changed_values(before: Arrangement | None, after: Arrangement) -> list[str]:
    """Return the values in which two texts differ, for the head of a report; all of a new text."""
    if before is None:
        return ["everything: it is new"]
    return list(dict.fromkeys(item.value for item in differences(before, after)))

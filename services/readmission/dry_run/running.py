"""Running a text against every case: equal situations are answered once, rows are handed on as they come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from limen.law.arrangement import Arrangement
from limen.law.library import Library
from limen.storage.database import Database
from services.readmission.calculator.book import LawBook
from services.readmission.dry_run import situations
from services.readmission.dry_run.dates import Law
from services.readmission.dry_run.effects import Effect, Trial
from services.readmission.dry_run.situations import Situation


@dataclass(frozen=True)
class Affected:
    """A case of which something would change."""

    number: str
    case_id: str
    state: str
    effects: tuple[Effect, ...]


def with_text(library: Library, text: Arrangement) -> Library:
    """Return the library with a text in place of the one of its id, or added. Raises LawDataInvalid."""
    return Library([*(item for item in library if item.id != text.id), text])


def dry_run(
    database: Database,
    book: LawBook,
    text: Arrangement,
    on: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Affected]:
    """Yield the cases of which something would change under a text, as seen on a day; nothing is written.

    `progress` is told how many cases are done, and how many there are.
    """
    trial = Trial(Law(book), Law(replace(book, library=with_text(book.library, text))), on)
    before = book.library.get(text.id)
    states = frozenset().union(*(party.states for item in (text, before) if item for party in item.parties))
    answered: dict[Situation, tuple[Effect, ...]] = {}
    with database.snapshot() as connection:
        total = situations.count(connection, states)
        progress(0, total)
        for done, known in enumerate(situations.cases(connection, states), 1):
            if known.situation not in answered:
                answered[known.situation] = trial.effects(known.situation)
            found = answered[known.situation]
            if found:
                yield Affected(known.number, known.case_id, known.state, found)
            if done % 1_000 == 0 or done == total:
                progress(done, total)

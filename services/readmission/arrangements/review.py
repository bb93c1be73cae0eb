"""Which arrangements nobody looked at for too long, and what else a reader should know of a file."""

from collections.abc import Iterator
from datetime import date, timedelta

from limen.law.arrangement import Arrangement
from limen.law.levels import Level
from services.readmission.arrangements.values import rests_on

_RESTS_ON = {
    Level.FULL_TEXT: "the full text",
    Level.EXCERPT: "excerpts and secondary sources",
    Level.SECONDARY: "secondary sources alone",
}


def review_due(arrangement: Arrangement, on: date, days: int) -> bool:
    """Tell whether an arrangement was never reviewed, or longer ago than `days`."""
    return arrangement.reviewed_on is None or arrangement.reviewed_on + timedelta(days=days) < on


def reading_in_words(arrangement: Arrangement) -> str:
    """Return what a file rests on and how often it was read: "the full text, read twice"."""
    twice = "read twice" if arrangement.second_reading else "read once"
    return f"{_RESTS_ON[rests_on(arrangement)]}, {twice}"


def warnings(arrangement: Arrangement, on: date, days: int) -> Iterator[str]:
    """Yield in sentences what is not wrong and still wants somebody's attention."""
    if arrangement.reviewed_on is None:
        yield "was never reviewed"
    elif review_due(arrangement, on, days):
        yield f"was last reviewed on {arrangement.reviewed_on}, more than {days} days ago"
    if arrangement.second_reading is None:
        yield "was not read a second time by somebody who did not write it"
    if arrangement.in_doubt:
        yield f"may not be applied: {arrangement.in_doubt.rstrip('.')}"
    if not arrangement.in_force:
        effect = "no case can be opened under it" if arrangement.kind == "agreement" else "it changes no date"
        yield f"has no verified day in force: {effect}"
    if arrangement.terminated:
        yield f"is no longer in force since {arrangement.terminated.value}"
    for item in arrangement.suspended:
        if item.since <= on and (item.until is None or on < item.until):
            yield f"is suspended since {item.since}"

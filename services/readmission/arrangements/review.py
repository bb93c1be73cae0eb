"""Which arrangements nobody looked at for too long, and what else a reader should know of a file."""

from collections.abc import Iterator
from datetime import date, timedelta

from limen.law.arrangement import Arrangement


def review_due(arrangement: Arrangement, on: date, days: int) -> bool:
    """Tell whether an arrangement was never reviewed, or longer ago than `days`."""
    return arrangement.reviewed_on is None or arrangement.reviewed_on + timedelta(days=days) < on


def warnings(arrangement: Arrangement, on: date, days: int) -> Iterator[str]:
    """Yield in sentences what is not wrong and still wants somebody's attention."""
    if arrangement.reviewed_on is None:
        yield "was never reviewed"
    elif review_due(arrangement, on, days):
        yield f"was last reviewed on {arrangement.reviewed_on}, more than {days} days ago"
    if arrangement.second_reading is None:
        yield "was not read a second time by somebody who did not write it"
    if arrangement.kind == "agreement" and not arrangement.in_force:
        yield "has no verified day in force: no case can be opened under it"
    if arrangement.terminated:
        yield f"is no longer in force since {arrangement.terminated.value}"
    for item in arrangement.suspended:
        if item.since <= on and (item.until is None or on < item.until):
            yield f"is suspended since {item.since}"

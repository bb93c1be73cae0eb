"""What the recorded obstacles of a case make of one time limit: read here, written in `obstacles`."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from limen.law.deadline import Obstacle
from limen.work import Work
from services.readmission.decisions.tables import obstacle

EXTENDS = "extends"


@dataclass(frozen=True)
class Hindrance:
    """The obstacles that move a limit. `lasts`: one is still there, so the limit has no last day yet.

    `obstacle`: the ended ones as the engine counts them; None while none has ended.
    """

    lasts: bool
    obstacle: Obstacle | None


def hindrance_of(work: Work, case_id: str, limit: str) -> Hindrance | None:
    """Return what moves a limit of a case; None where no obstacle does."""
    query = sa.select(obstacle.c.began, obstacle.c.ended).where(
        obstacle.c.case_id == case_id, obstacle.c.limit == limit, obstacle.c.effect == EXTENDS
    )
    rows = work.execute(query).all()
    if not rows:
        return None
    spans = [(date.fromisoformat(row.began), date.fromisoformat(row.ended)) for row in rows if row.ended]
    return Hindrance(len(spans) < len(rows), together(spans))


def together(spans: list[tuple[date, date]]) -> Obstacle | None:
    """Return obstacles as one of as many days, each counted once, that ends with the last of them."""
    days = {began + timedelta(n) for began, ended in spans for n in range((ended - began).days + 1)}
    if not days:
        return None
    last = max(days)
    return Obstacle(last - timedelta(len(days) - 1), last)

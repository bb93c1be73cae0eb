"""What of a case its dates depend on, read from the database in batches; nothing personal is read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.readmission.decisions.hindrance import EXTENDS
from services.readmission.decisions.tables import obstacle
from services.readmission.models import case, deadline, milestone, step
from services.readmission.steps import FINAL_STATES

_BATCH = 2_000
#: as `Deadline.as_dict` is written, so that no explanation has to be parsed
_EXTENDED = '%"extended": true%'
#: what of a case is read; a moment costs more to read than all the rest
_COLUMNS = (
    case.c.case_id,
    case.c.number,
    case.c.state,
    case.c.requesting_state,
    case.c.requested_state,
    case.c.category,
    case.c.procedure,
    case.c.variant,
    case.c.opened_at,
)


class Situation(NamedTuple):
    """Everything on which the law's answer about a case depends; equal ones are answered once.

    `stage`: draft, open or past. `refused`: by an answer or by silence. `milestones`: kind and moment.
    `extended`: the limits that were extended. `obstacles`: limit, first and last day (None: it lasts).
    """

    requesting_state: str
    requested_state: str
    category: str
    procedure: str
    variant: str | None
    opened_on: date
    stage: str
    refused: bool
    milestones: tuple[tuple[str, str], ...]
    extended: frozenset[str]
    obstacles: tuple[tuple[str, str, str | None], ...]


class Known(NamedTuple):
    """A case as the dry run names it."""

    case_id: str
    number: str
    state: str
    situation: Situation


def count(connection: sa.Connection, states: frozenset[str]) -> int:
    """Return how many cases lie between these states."""
    return connection.execute(sa.select(sa.func.count()).where(_between(states))).scalar_one()


def cases(connection: sa.Connection, states: frozenset[str]) -> Iterator[Known]:
    """Yield every case between these states, open and past, by id."""
    after = ""
    while True:
        query = sa.select(*_COLUMNS).where(_between(states), case.c.case_id > after)
        rows = connection.execute(query.order_by(case.c.case_id).limit(_BATCH)).all()
        if not rows:
            return
        yield from _with_facts(connection, rows)
        after = rows[-1].case_id


def _between(states: frozenset[str]) -> Any:
    return case.c.requesting_state.in_(states) & case.c.requested_state.in_(states)


def _with_facts(connection: sa.Connection, rows: Any) -> Iterator[Known]:
    first, last = rows[0].case_id, rows[-1].case_id
    milestones = _gathered(connection, milestone, (milestone.c.kind, milestone.c.moment), first, last)
    extended = _gathered(
        connection,
        deadline,
        (deadline.c.limit,),
        first,
        last,
        deadline.c.explanation.like(_EXTENDED),
        sa.or_(deadline.c.ended.is_(None), deadline.c.ended != "recomputed"),
    )
    obstacles = _gathered(
        connection,
        obstacle,
        (obstacle.c.limit, obstacle.c.began, obstacle.c.ended),
        first,
        last,
        obstacle.c.effect == EXTENDS,
    )
    refusals = _gathered(connection, step, (step.c.step,), first, last, step.c.to_state == "refused")
    for row in rows:
        yield Known(
            row.case_id,
            row.number,
            row.state,
            Situation(
                row.requesting_state,
                row.requested_state,
                row.category,
                row.procedure,
                row.variant,
                row.opened_at.date(),
                "draft" if row.state == "draft" else "past" if row.state in FINAL_STATES else "open",
                row.case_id in refusals,
                tuple(sorted(milestones[row.case_id])),
                frozenset(name for (name,) in extended[row.case_id]),
                tuple(sorted(obstacles[row.case_id], key=str)),
            ),
        )


def _gathered(
    connection: sa.Connection,
    table: sa.Table,
    columns: Iterable[sa.Column[Any]],
    first: str,
    last: str,
    *conditions: Any,
) -> defaultdict[str, list[Any]]:
    """Return the rows of a table for a range of cases, by case."""
    query = sa.select(table.c.case_id, *columns).where(table.c.case_id.between(first, last), *conditions)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for case_id, *values in connection.execute(query):
        found[case_id].append(tuple(values))
    return found

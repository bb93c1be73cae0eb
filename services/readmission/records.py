"""What every record beside the steps of a case does alike: it changes the case, and its words are sealed.

A case and its records have one version: whoever changes an interview has read the case as it is.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.errors import Conflict, Invalid, NotFound
from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission import deadlines
from services.readmission.cases import case_as_read, milestones_of
from services.readmission.moving import set_milestone, touch
from services.readmission.persons import fields_of
from services.readmission.steps import FINAL_STATES
from services.readmission.timeline.writing import note


def changing(work: Work, case_id: str, *, also_closed: bool = False) -> sa.Row[Any]:
    """Return a case that is about to change: locked, at the version that the officer read, and still open."""
    row = case_as_read(work, case_id)
    if row.state in FINAL_STATES and not also_closed:
        raise Conflict(f"The case is {row.state}; nothing can be added to it.")
    return row


def changed(
    work: Work, row: sa.Row[Any], kind: str, what: str, *, basis: str = "", words: str = "", **facts: Any
) -> None:
    """Give the case its next version, and tell its timeline and the audit log.

    `kind` and `what` are codes (`interview`, `scheduled`), `facts` codes, dates as text and ids; `words` is
    what was written by hand: it stands sealed in the timeline, and nowhere else.
    """
    touch(work, row)
    told(work, row, kind, what, basis=basis, words=words, **facts)


def told(
    work: Work, row: sa.Row[Any], kind: str, what: str, *, basis: str = "", words: str = "", **facts: Any
) -> None:
    """Tell the timeline and the audit log what a step that was just taken did beside moving the case."""
    work.record(f"{kind}.{what}", row.case_id, **facts)
    note(work, row, kind, f"{kind}_{what}", basis=basis, words=words, **facts)


def happened(work: Work, row: sa.Row[Any], kind: str, moment: str) -> None:
    """Record a moment from which the law counts: limits that it meets end, limits that run from it start.

    `kind` is one of `clocks.MILESTONES`, `moment` a day or a moment as RFC 3339.
    """
    set_milestone(work, row.case_id, kind, moment)
    deadlines.start_from(work, row, kind, milestones_of(work, row.case_id))


def one(work: Work, table: sa.Table, identifier: str, what: str, *, lock: bool = False) -> sa.Row[Any]:
    """Return the row of a table with this primary key, or raise NotFound: "There is no such <what>.".

    With `lock` no other transaction changes it before this one ends.
    """
    (key,) = table.primary_key.columns
    query = sa.select(table).where(key == identifier)
    row = work.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound(f"There is no such {what}.")
    return row


def of_case(work: Work, table: sa.Table, case_id: str) -> list[dict[str, Any]]:
    """Return the rows of a case in the order in which they were made; ids are in order of time."""
    (key,) = table.primary_key.columns
    query = sa.select(table).where(table.c.case_id == case_id).order_by(key)
    return [dict(row) for row in work.execute(query).mappings()]


def set_values(work: Work, table: sa.Table, identifier: str, **values: Any) -> None:
    """Change one row of a table by its primary key."""
    (key,) = table.primary_key.columns
    work.execute(table.update().where(key == identifier).values(values))


def sealed(work: Work, row: sa.Row[Any], place: str, values: Mapping[str, Any]) -> bytes:
    """Seal what is personal in a record, under the key of the person of the case."""
    fields = work.runtime.vault.fields_of(work.connection, row.person_id)
    return fields.seal(place, {name: value for name, value in values.items() if value is not None})


def opener(work: Work, row: sa.Row[Any]) -> "Opener":
    """Return what opens the sealed parts of a case's records."""
    return Opener(fields_of(work, row.person_id))


class Opener:
    """Opens sealed parts; gives nothing where the person was erased or nothing was written."""

    def __init__(self, fields: PersonFields | None) -> None:
        self._fields = fields

    def __call__(self, place: str, sealed: bytes | None) -> dict[str, Any]:
        """Return what was sealed for this place, empty where nothing can be read."""
        return self._fields.open(place, sealed) if self._fields and sealed else {}


def not_later_than_today(field: str, day: Any) -> None:
    """Refuse a day that has not come."""
    if day > today():
        raise Invalid(errors=[{"pointer": f"#/{field}", "detail": "must not lie in the future"}])


def not_before(field: str, day: Any, earlier: Any, what: str) -> None:
    """Refuse a day that lies before another; `what` names the other."""
    if earlier is not None and day < earlier:
        raise Invalid(errors=[{"pointer": f"#/{field}", "detail": f"must not lie before {what}"}])

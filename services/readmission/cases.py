"""Opening a case: the person, the two states, the category, and the arrangement that binds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import now, today
from limen.errors import Invalid, NotFound
from limen.ids import new_id
from limen.work import Work
from services.readmission import law
from services.readmission.models import NO_DUE_DATE, case, case_number, milestone, step
from services.readmission.offices.register import require_not_closed
from services.readmission.persons import fields_of, particulars_of, running_safeguards
from services.readmission.procedures import check_choice, role_of
from services.readmission.statistics.attributes import keep_attributes
from services.readmission.timeline.writing import note

#: what the detail of a step is sealed for
STEP_DETAIL: Final = "step.detail"


@dataclass(frozen=True)
class Past:
    """How far a case had come in another register: its state, the day it was opened, what is told of it."""

    state: str
    opened_on: date
    told: Mapping[str, Any]
    assistance: str | None = None


def open_case(work: Work, new: Mapping[str, Any], past: Past | None = None) -> dict[str, Any]:
    """Open a case as a draft, under the arrangement in force between the two states today.

    With a `past`, take a case over as it stood elsewhere, under the arrangement of the day it was opened.
    """
    if new["requesting_state"] == new["requested_state"]:
        raise Invalid(
            errors=[{"pointer": "#/requested_state", "detail": "must differ from the requesting state"}]
        )
    require_not_closed(work, new["office"], "office")
    particulars = particulars_of(work, new["person_id"])
    new = {"procedure": "application", **new}
    role = role_of(work.runtime.settings.country, new)
    opened_on = past.opened_on if past else today()
    arrangement = law.find_arrangement(
        work.runtime,
        new["requesting_state"],
        new["requested_state"],
        opened_on,
        new["category"],
    )
    check_choice(arrangement, new)
    moment = now()
    state = past.state if past else "draft"
    values = {
        "case_id": new_id(),
        "number": _next_number(work),
        "person_id": new["person_id"],
        "requesting_state": new["requesting_state"],
        "requested_state": new["requested_state"],
        "category": new["category"],
        "role": role,
        "procedure": new["procedure"],
        "variant": new.get("variant"),
        "ground": new.get("ground"),
        "follows": new.get("follows"),
        "arrangement": arrangement.id,
        "arrangement_hash": arrangement.content_hash,
        "state": state,
        "office": new["office"],
        "assistance": past.assistance if past else None,
        "next_limit": None,
        "next_due": None,
        "due_key": NO_DUE_DATE,
        "version": 1,
        "opened_at": datetime.combine(past.opened_on, time(), UTC) if past else moment,
        "changed_at": moment,
    }
    work.execute(case.insert().values(values))
    keep_attributes(work, values["case_id"], particulars, opened_on)
    fields = fields_of(work, new["person_id"])
    work.execute(
        step.insert().values(
            step_id=new_id(),
            case_id=values["case_id"],
            step="import" if past else "open",
            from_state="",
            to_state=state,
            taken_by=work.actor.id,
            taken_at=moment,
            detail=fields.seal(STEP_DETAIL, past.told) if past and fields else None,
        )
    )
    row = case_row(work, values["case_id"])
    law.check_rules(work, row, law.OPENING)
    for item in running_safeguards(work, new["person_id"]):
        facts = {"safeguard": item.safeguard, "safeguard_id": item.safeguard_id}
        note(work, row, "safeguard", "present", **facts)
    work.record("case.opened", values["case_id"], person=new["person_id"], arrangement=arrangement.id)
    work.publish(
        "limen.readmission.case.opened.v1",
        values["case_id"],
        {
            name: values[name]
            for name in (
                "case_id",
                "person_id",
                "requesting_state",
                "requested_state",
                "category",
                "arrangement",
            )
        },
    )
    return values


def case_row(work: Work, case_id: str, *, lock: bool = False) -> sa.Row[Any]:
    """Return a case; with `lock`, no other transaction may change it before this one ends."""
    query = sa.select(case).where(case.c.case_id == case_id)
    row = work.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("There is no such case.")
    return row


def case_as_read(work: Work, case_id: str) -> sa.Row[Any]:
    """Return a case that is about to change: locked, and at the version that the officer read."""
    row = case_row(work, case_id, lock=True)
    work.check_version(row.version)
    return row


def touch(work: Work, row: sa.Row[Any]) -> None:
    """Give a case its next version, because something about it changed."""
    work.execute(
        case.update().where(case.c.case_id == row.case_id).values(version=row.version + 1, changed_at=now())
    )


def milestones_of(work: Work, case_id: str) -> dict[str, str]:
    """Return the milestones of a case: kind -> day or moment, as recorded."""
    query = sa.select(milestone.c.kind, milestone.c.moment).where(milestone.c.case_id == case_id)
    return {row.kind: row.moment for row in work.execute(query)}


def _next_number(work: Work) -> str:
    """Take the next case number, for example `BA-2026-000012`; numbers have no gap."""
    year = today().year
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(case_number)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": case_number.c.last + 1})
        .returning(case_number.c.last)
    )
    return f"{work.runtime.settings.country}-{year}-{work.execute(statement).scalar_one():06d}"

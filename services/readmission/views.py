"""What officers read: a case, its timeline, and the lines of a work list."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from limen.work import Work
from services.readmission import law, moving
from services.readmission.cases import case_row, milestones_of
from services.readmission.deadlines import deadlines_of, next_explanations
from services.readmission.entered_limits.missing import missing_limits
from services.readmission.lifts import lifts_of
from services.readmission.models import person, step
from services.readmission.persons import fields_of, particulars_of
from services.readmission.safeguards import protections_of
from services.readmission.steps import FIELD_MEANINGS


def case_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return a case with its person, arrangement, safeguards, time limits, timeline and possible steps."""
    row = case_row(work, case_id)
    return {
        **row._mapping,
        "location": f"/api/v1/readmission/cases/{case_id}",
        "person": particulars_of(work, row.person_id),
        "arrangement_text": arrangement_view(work, row),
        "milestones": milestones_of(work, case_id),
        "safeguards": [item.as_dict() for item in protections_of(work, row)],
        "lifts": lifts_of(work, case_id),
        "deadlines": deadlines_of(work, case_id),
        "missing_limits": missing_limits(work, row),
        "timeline": timeline_of(work, row),
        "possible_steps": [
            {
                "step": item.name,
                "title": item.title_for(row.role),
                "through": item.through or None,
                "needs": [{"field": field, "detail": FIELD_MEANINGS[field]} for field in needed],
            }
            for item, needed in moving.steps_of(work, row)
        ],
    }


def arrangement_view(work: Work, row: sa.Row[Any]) -> dict[str, Any]:
    """Return what a case is decided under, and whether the text has changed since it was opened."""
    arrangement = law.arrangement_of(work.runtime, row)
    return {
        "id": arrangement.id,
        "title": arrangement.title,
        "in_doubt": list(arrangement.doubts),
        "not_verified": list(arrangement.not_verified),
        "reviewed_on": arrangement.reviewed_on,
        "changed_since_opened": arrangement.content_hash != row.arrangement_hash,
    }


def timeline_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the steps of a case in the order in which they were taken, with what was written then."""
    fields = fields_of(work, row.person_id)
    query = sa.select(step).where(step.c.case_id == row.case_id).order_by(step.c.step_id)
    return [
        {**item, "detail": fields.open("step.detail", item["detail"]) if item["detail"] and fields else {}}
        for item in work.execute(query).mappings()
    ]


def with_names(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a work list with each person's name opened, and why the next date is what it is."""
    person_ids = {row["person_id"] for row in rows}
    known = sa.select(person.c.person_id, person.c.particulars).where(person.c.person_id.in_(person_ids))
    particulars = {row.person_id: row.particulars for row in work.execute(known)}
    fields = work.runtime.vault.fields_of_many(work.connection, person_ids)
    why = next_explanations(work, [row["case_id"] for row in rows])
    return [
        {
            **row,
            "person": _name(fields.get(row["person_id"]), particulars[row["person_id"]]),
            "next_explanation": why.get(row["case_id"]),
        }
        for row in rows
    ]


def _name(fields: Any, particulars: bytes) -> dict[str, Any]:
    """Return the name that a list shows; nothing where the person's key was erased."""
    if fields is None:
        return {"surname": "", "given_names": "", "birth_date": None}
    known = fields.open("person.particulars", particulars)
    return {name: known[name] for name in ("surname", "given_names", "birth_date")}

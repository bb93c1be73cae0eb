"""Reading the timeline of a case: steps, lifts and entries as one list, each with its legal basis."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from limen.law.arrangement import Arrangement
from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission import law
from services.readmission.clocks import CLOCKS
from services.readmission.deadlines import starts_of
from services.readmission.lifts import lifts_of
from services.readmission.models import safeguard, step
from services.readmission.persons import fields_of
from services.readmission.procedures import PROCEDURES, limit_in
from services.readmission.safeguards import explained
from services.readmission.steps import STEPS
from services.readmission.timeline.tables import entry
from services.readmission.timeline.writing import WORDS


def timeline_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return everything that happened to a case, the oldest first.

    Each item: `at` (moment), `by`, `kind`, `what`, `basis` (article and text; empty where there is none),
    `facts` (codes, dates, ids) and `words` (what was written; None where nothing was, or after erasure).
    """
    fields = fields_of(work, row.person_id)
    found = [*_entries(work, row, fields), *_steps(work, row, fields), *_lifts(work, row)]
    return sorted(found, key=lambda item: (item["at"], item["id"]))


def _entries(work: Work, row: sa.Row[Any], fields: PersonFields | None) -> Iterator[dict[str, Any]]:
    query = sa.select(entry).where(entry.c.case_id == row.case_id)
    for item in work.execute(query):
        facts = json.loads(item.facts)
        yield {
            "id": item.entry_id,
            "at": item.recorded_at,
            "by": item.recorded_by,
            "kind": item.kind,
            "what": item.what,
            "basis": item.basis or _basis(work, row, item.kind, item.what, facts),
            "facts": facts,
            "words": fields.open(WORDS, item.words)["words"] if item.words and fields else None,
        }


def _steps(work: Work, row: sa.Row[Any], fields: PersonFields | None) -> Iterator[dict[str, Any]]:
    arrangement = law.arrangement_of(work.runtime, row)
    query = sa.select(step).where(step.c.case_id == row.case_id)
    for item in work.execute(query):
        detail = fields.open("step.detail", item.detail) if item.detail and fields else {}
        words = detail.pop("reason", None)
        states = {"from_state": item.from_state, "to_state": item.to_state}
        yield {
            "id": item.step_id,
            "at": item.taken_at,
            "by": item.taken_by,
            "kind": "step",
            "what": item.step,
            "basis": _basis_of_step(arrangement, row, item.step),
            "facts": {**states, **({"code": item.code} if item.code else {}), **detail},
            "words": words,
        }


def _lifts(work: Work, row: sa.Row[Any]) -> Iterator[dict[str, Any]]:
    query = sa.select(safeguard.c.safeguard_id, safeguard.c.safeguard)
    mine = work.execute(query.where(safeguard.c.person_id == row.person_id))
    codes = {item.safeguard_id: item.safeguard for item in mine}
    for item in lifts_of(work, row.case_id):
        code = codes.get(item["safeguard_id"], "")
        common = {"kind": "lift", "basis": _basis_of_safeguard(work, row, code), "id": item["lift_id"]}
        about = {"safeguard": code, "safeguard_id": item["safeguard_id"], "lift_id": item["lift_id"]}
        yield {
            **common,
            "at": item["requested_at"],
            "by": item["requested_by"],
            "what": "lift_requested",
            "facts": {**about, "roles": item["requested_roles"]},
            "words": item["request_reasons"],
        }
        if item["decided_at"]:
            yield {
                **common,
                "at": item["decided_at"],
                "by": item["decided_by"],
                "what": f"lift_{item['state']}",
                "facts": {**about, "roles": [item["decided_role"]] if item["decided_role"] else []},
                "words": item["decision_reasons"],
            }


def _basis(work: Work, row: sa.Row[Any], kind: str, what: str, facts: dict[str, Any]) -> str:
    """Return the legal basis of an entry that was written without one."""
    if kind == "milestone":
        return _basis_of_milestone(law.arrangement_of(work.runtime, row), row, what)
    return _basis_of_safeguard(work, row, facts.get("safeguard"))


def _basis_of_milestone(arrangement: Arrangement, row: sa.Row[Any], kind: str) -> str:
    """Return the articles of the limits that run from a milestone or that it meets."""
    found = [limit_in(arrangement, row, name) for name in PROCEDURES[row.procedure].watches]
    articles = dict.fromkeys(
        limit.reference
        for limit in found
        if limit and kind in (*starts_of(limit), *CLOCKS[limit.name].met_on)
    )
    return f"{'; '.join(articles)}, {row.arrangement}" if articles else ""


def _basis_of_step(arrangement: Arrangement, row: sa.Row[Any], name: str) -> str:
    """Return the articles on which a step rests: those of its limits and of the facts that are about it."""
    articles: dict[str, None] = {}
    for about in STEPS[name].basis if name in STEPS else ():
        if about in CLOCKS and about not in PROCEDURES[row.procedure].watches:
            continue
        limit = limit_in(arrangement, row, about)
        facts = arrangement.facts_about(about, row.category, row.requested_state)
        articles |= dict.fromkeys([limit.reference] if limit else [fact.reference for fact in facts])
    return f"{'; '.join(articles)}, {row.arrangement}" if articles else ""


def _basis_of_safeguard(work: Work, row: sa.Row[Any], code: Any) -> str:
    return explained(work.runtime, row, code)[1] if code else ""

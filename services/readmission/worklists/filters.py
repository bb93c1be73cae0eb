"""Filters that officers keep for themselves: a list is one click away, and its address holds no name."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.work import Work
from services.readmission.worklists.tables import saved_filter

#: filters that one officer may keep
MOST = 30


def filters_of(work: Work) -> list[dict[str, Any]]:
    """Return the filters of the officer who asks, by name."""
    own = sa.select(saved_filter).where(saved_filter.c.owner == work.actor.id).order_by(saved_filter.c.name)
    return [{**row, "criteria": json.loads(row["criteria"])} for row in work.execute(own).mappings()]


def keep_filter(work: Work, name: str, criteria: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a filter; Conflict where the officer has one of this name."""
    known = filters_of(work)
    if not criteria:
        raise Invalid(errors=[{"pointer": "#/criteria", "detail": "must narrow the list by something"}])
    if any(item["name"] == name for item in known):
        raise Conflict("You keep a filter of this name already.")
    if len(known) >= MOST:
        raise Conflict(f"You keep {MOST} filters already; remove one first.")
    row = {
        "filter_id": new_id(),
        "owner": work.actor.id,
        "name": name,
        "criteria": json.dumps(criteria, sort_keys=True),
    }
    work.execute(saved_filter.insert().values(row))
    work.record("filter.kept", row["filter_id"])
    return {**row, "criteria": dict(criteria)}


def remove_filter(work: Work, filter_id: str) -> None:
    """Remove a filter of the officer's own. One that is not theirs is not there for them."""
    gone = work.execute(
        saved_filter.delete().where(
            saved_filter.c.filter_id == filter_id, saved_filter.c.owner == work.actor.id
        )
    )
    if gone.rowcount:
        work.record("filter.removed", filter_id)

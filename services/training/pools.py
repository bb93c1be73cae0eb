"""The national pools of trainers: who may teach what, who is available, and which courses followed."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.errors import Conflict, NotFound
from limen.ids import new_id
from limen.work import Work
from services.training.events import event_row
from services.training.models import pool_member


def add_member(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Put an officer into the pool of a country."""
    if new.get("trained_at"):
        event_row(work, new["trained_at"])
    known = sa.select(pool_member.c.member_id).where(
        pool_member.c.country == new["country"], pool_member.c.officer == new["officer"]
    )
    if work.execute(known).first():
        raise Conflict("The officer is already in this pool.")
    values = {
        "trained_at": None,
        "available": True,
        **new,
        "member_id": new_id(),
        "courses": [],
        "version": 1,
    }
    work.execute(pool_member.insert().values(values))
    work.record("pool.member_added", values["member_id"], country=new["country"])
    return view(values)


def change_member(work: Work, member_id: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """Say whether a trainer is available, or add a course that followed from the training of trainers."""
    row = work.execute(sa.select(pool_member).where(pool_member.c.member_id == member_id)).mappings().first()
    if row is None:
        raise NotFound("There is no such trainer in a pool.")
    work.check_version(row["version"])
    values: dict[str, Any] = {"version": row["version"] + 1}
    if "available" in change:
        values["available"] = change["available"]
    if "course" in change:
        values["courses"] = [*row["courses"], change["course"]]
    work.execute(pool_member.update().where(pool_member.c.member_id == member_id).values(values))
    work.record("pool.member_changed", member_id, fields=sorted(change))
    return view({**row, **values})


def view(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a trainer of a pool."""
    return {**row, "location": f"/api/v1/training/pool/{row['member_id']}"}


def views(rows: Any) -> list[dict[str, Any]]:
    """Return several trainers of a pool."""
    return [view(dict(row)) for row in rows]

"""What officers and monitors read of group returns."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from limen.web.policy import decide
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.groups.manifest import entries_of
from services.readmission.groups.models import group_return, manifest_entry
from services.readmission.persons import particulars_of
from services.readmission.records import one
from services.readmission.safeguards import protections_of


def group_view(work: Work, group_id: str) -> dict[str, Any]:
    """Return a group return with its manifest. Names are shown to whoever may read cases."""
    group = one(work, group_return, group_id, "group return")
    named = decide(work.actor, "readmission.case.read", "").allowed
    lines = [_line(work, entry, named=named) for entry in entries_of(work, group_id)]
    on = sum(line["state"] in ("on", "departed") for line in lines)
    return {
        **group._mapping,
        "on": on,
        "waiting": sum(line["state"] == "waiting" for line in lines),
        "free": group.places - on,
        "manifest": lines,
        "location": f"/api/v1/readmission/groups/{group_id}",
    }


def with_counts(work: Work, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the rows of a list of groups with how many travel, wait and were taken off."""
    ids = [row["group_id"] for row in rows]
    counted: sa.Select[Any] = sa.select(
        manifest_entry.c.group_id, manifest_entry.c.state, sa.func.count().label("number")
    ).where(manifest_entry.c.group_id.in_(ids))
    grouped = counted.group_by(manifest_entry.c.group_id, manifest_entry.c.state)
    found = {(str(each.group_id), str(each.state)): int(each.number) for each in work.execute(grouped)}

    def count(group_id: str, *states: str) -> int:
        return sum(found.get((group_id, state), 0) for state in states)

    return [
        {
            **row,
            "on": count(row["group_id"], "on", "departed"),
            "waiting": count(row["group_id"], "waiting"),
            "free": row["places"] - count(row["group_id"], "on", "departed"),
        }
        for row in rows
    ]


def gate_of(work: Work, row: sa.Row[Any]) -> str:
    """Return whether the gate of a case is `open` or `closed` to a transfer now."""
    return "closed" if any(item.stops("transfer") for item in protections_of(work, row)) else "open"


def _line(work: Work, entry: sa.Row[Any], *, named: bool) -> dict[str, Any]:
    row = case_row(work, entry.case_id)
    person = particulars_of(work, row.person_id) if named else None
    return {
        **entry._mapping,
        "number": row.number,
        "case_state": row.state,
        "gate": gate_of(work, row),
        "person": person,
    }

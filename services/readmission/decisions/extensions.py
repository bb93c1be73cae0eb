"""Making a time limit longer as its text allows: by so much, or to a total, upon request or agreement.

Extensions that last as long as an obstacle are not here: they follow from the obstacle (`obstacles`).
"""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from limen.errors import IllegalStep, Invalid
from limen.law.time_limit import Extension, Upon
from limen.work import Work
from services.readmission import deadlines, law
from services.readmission.cases import milestones_of
from services.readmission.timeline.writing import note

#: what brings an extension about -> what an officer must give: reasons, or the day of the notice or agreement
_NEEDS: Final[Mapping[Upon, tuple[str, ...]]] = {
    Upon.REQUEST: ("on",),
    Upon.REASONED_REQUEST: ("reason",),
    Upon.NOTICE: ("on",),
    Upon.AGREEMENT: ("on",),
    Upon.UNSTATED: ("reason",),
}


def extension_needs(work: Work, row: sa.Row[Any], name: str) -> tuple[str, ...]:
    """Return the fields that an extension of a limit needs; IllegalStep where its text gives none."""
    return _NEEDS[_extension(work, row, name).upon]


def can_extend(work: Work, row: sa.Row[Any], name: str) -> bool:
    """Tell whether the text lets this limit be extended without an obstacle."""
    limit = deadlines.limit_of(work, row, name)
    return bool(limit and limit.extension and not limit.extension.kind.needs_obstacle)


def extend(work: Work, row: sa.Row[Any], given: Mapping[str, Any]) -> None:
    """Extend a running limit and tell the timeline why. `given`: limit, and on or reason as the text asks."""
    name = given["limit"]
    extension = _extension(work, row, name)
    missing = [field for field in _NEEDS[extension.upon] if not given.get(field)]
    if missing:
        raise Invalid(
            errors=[
                {"pointer": f"#/{field}", "detail": f"{extension.reference} extends upon {_words(extension)}"}
                for field in missing
            ]
        )
    running = [item["limit"] for item in deadlines.deadlines_of(work, row.case_id) if not item["ended"]]
    if name not in running:
        raise IllegalStep(
            f"The limit {name} does not run, so it cannot be extended.",
            missing=[{"field": "limit", "detail": "must be a limit that runs"}],
        )
    note(
        work,
        row,
        "extension",
        extension.upon.value,
        basis=f"{extension.reference}, {row.arrangement}",
        words=given.get("reason") or "",
        limit=name,
        **({"on": given["on"].isoformat()} if given.get("on") else {}),
    )
    deadlines.start(work, row, name, milestones_of(work, row.case_id), extended=True)
    deadlines.refresh(work, row.case_id)
    work.record("deadline.extended", row.case_id, limit=name)


def _extension(work: Work, row: sa.Row[Any], name: str) -> Extension:
    limit = deadlines.limit_of(work, row, name)
    extension = limit.extension if limit else None
    if extension is None or extension.kind.needs_obstacle:
        article = limit.reference if limit else row.arrangement
        how = "only for as long as an obstacle lasts: record the obstacle" if extension else "not at all"
        text = law.arrangement_of(work.runtime, row)
        if says := text.doubtful_extension(name, row.category, row.requested_state):
            how = f"in a way from which no day is counted, so enter the limit with its source. {says}"
        raise IllegalStep(
            f"{article} lets the limit {name} be extended {how}.",
            missing=[{"field": "limit", "detail": f"{article} gives it no such extension"}],
        )
    return extension


def _words(extension: Extension) -> str:
    return extension.upon.value.replace("_", " ")

"""Until when a decision holds a transfer back: nobody is forced while they may leave by themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.work import Work
from services.readmission.decisions.kinds import KINDS
from services.readmission.decisions.tables import decision

_HOLDING = [kind.name for kind in KINDS.values() if kind.holds_transfer]


def too_early(work: Work, row: sa.Row[Any], given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Name the running periods within which a transfer would fall; a voluntary departure may."""
    if row.procedure == "voluntary":
        return []
    day = _day(given).isoformat()
    query = sa.select(decision.c.kind, decision.c.until, decision.c.basis).where(
        decision.c.case_id == row.case_id,
        decision.c.kind.in_(_HOLDING),
        decision.c.ended.is_(None),
        decision.c.until >= day,
    )
    return [
        {"field": "on", "detail": f"must lie after {item.until}: {KINDS[item.kind].title} ({item.basis})"}
        for item in work.execute(query)
    ]


def _day(given: Mapping[str, Any]) -> date:
    if given.get("at"):
        moment: date = given["at"].date()
        return moment
    return given.get("on") or today()

"""The queries behind the work lists, each over an index that holds only the cases it may show.

What a page costs depends on the length of the page, not on how many cases there are, open or closed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Select

from limen.clock import now
from limen.codes import is_country
from limen.runtime import Runtime
from limen.web.policy import posts_in_reach
from limen.work import Work
from services.readmission.models import case
from services.readmission.worklists.tables import OPEN, WAITING_AS_REQUESTED, WAITING_AS_REQUESTING

#: the lists, and what each holds
TABS: Mapping[str, str] = {
    "open": "every case that is not over",
    "overdue": "a time limit has ended without what would have met it",
    "today": "a time limit ends today",
    "week": "a time limit ends within seven days, today among them",
    "waiting": "the other side is to act",
}

#: beyond this, a count only says "at least": counting a million cases would cost more than it tells
COUNTED_TO = 1000

_DAYS_AHEAD = {"today": 0, "week": 6}


def work_list(work: Work, wanted: Mapping[str, Any]) -> list[Select[Any]]:
    """Return the selects that together are a work list; order them by `due_key` and `case_id`.

    `wanted`: `tab` (one of TABS, `open` unless told), and optionally `state`, `counterpart` (the other
    state), `office`, `category` and `person_id`. Only offices in the officer's reach are shown.
    """
    tab = wanted.get("tab") or "open"
    offices = _offices(work, wanted.get("office"))
    branches = _waiting(work.runtime, offices) if tab == "waiting" else _by_office(offices, wanted)
    conditions = [*_due(work.runtime, tab), *_narrowed(wanted)]
    sides = _sides(wanted.get("counterpart"))
    return [branch.where(*conditions, *side) for branch in branches for side in sides]


def counts(work: Work, wanted: Mapping[str, Any]) -> dict[str, int]:
    """Return for each list how many cases it holds, counted up to COUNTED_TO."""
    return {tab: _count(work, work_list(work, {**wanted, "tab": tab})) for tab in TABS}


def end_of_day(runtime: Runtime, days_ahead: int = 0) -> datetime:
    """Return when a day ends where the node is: today, or so many days after it."""
    country = runtime.settings.country
    calendar = runtime.plugins.country(country).profile.calendar if is_country(country) else None
    zone = calendar.zone if calendar else ZoneInfo("UTC")
    day = now().astimezone(zone).date() + timedelta(days=days_ahead + 1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _offices(work: Work, wanted: str | None) -> list[str] | None:
    """Return the offices to which a list is limited, or None."""
    reach = posts_in_reach(work)
    if wanted:
        return [wanted] if reach is None or wanted in reach else []
    return None if reach is None else sorted(reach)


def _by_office(offices: list[str] | None, wanted: Mapping[str, Any]) -> list[Select[Any]]:
    query = sa.select(case)
    if not wanted.get("state"):
        query = query.where(OPEN)
    return [query] if offices is None else [query.where(case.c.office == code) for code in offices]


def _waiting(runtime: Runtime, offices: list[str] | None) -> list[Select[Any]]:
    ours = runtime.settings.country
    branches = [
        sa.select(case).where(WAITING_AS_REQUESTING, case.c.requesting_state == ours),
        sa.select(case).where(WAITING_AS_REQUESTED, case.c.requested_state == ours),
    ]
    return branches if offices is None else [branch.where(case.c.office.in_(offices)) for branch in branches]


def _due(runtime: Runtime, tab: str) -> list[sa.ColumnElement[bool]]:
    if tab == "overdue":
        return [case.c.due_key <= now()]
    if tab in _DAYS_AHEAD:
        return [case.c.due_key > now(), case.c.due_key <= end_of_day(runtime, _DAYS_AHEAD[tab])]
    return []


def _narrowed(wanted: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    return [case.c[name] == wanted[name] for name in ("state", "category", "person_id") if wanted.get(name)]


def _sides(other: str | None) -> list[list[sa.ColumnElement[bool]]]:
    """Return the conditions for cases with one other state, a list for each side: each has its own index."""
    if not other:
        return [[]]
    asked, asks = case.c.requested_state == other, case.c.requesting_state == other
    return [[asked], [asks, ~asked]]


def _count(work: Work, branches: list[Select[Any]]) -> int:
    found = 0
    for branch in branches:
        some = branch.with_only_columns(sa.literal(1)).limit(COUNTED_TO - found).subquery()
        found += work.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    return found

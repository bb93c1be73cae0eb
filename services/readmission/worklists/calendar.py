"""The calendar of due dates: case numbers and names of time limits, for any calendar program.

A calendar program cannot sign in, so the address holds a secret. The database keeps only its digest; whoever
made it can revoke it, and it ends by itself. It shows no person, and only the offices that were in reach of
its owner when it was made.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import NotFound
from limen.ids import new_id
from limen.web.files import File
from limen.web.policy import posts_in_reach
from limen.work import Work
from services.readmission.clocks import QUIET
from services.readmission.models import case, deadline
from services.readmission.worklists.tables import OPEN, calendar_feed

MEDIA_TYPE = "text/calendar; charset=utf-8"
_PATH = "/api/v1/readmission/calendar.ics"
#: limits in one calendar at most, and how far they may lie
_MOST, _BEHIND, _AHEAD = 2000, timedelta(days=60), timedelta(days=400)


def make_feed(work: Work, office: str | None) -> dict[str, Any]:
    """Make a calendar and return it with its address, which nobody can read again."""
    secret = secrets.token_urlsafe(32)
    reach = posts_in_reach(work)
    values = {
        "feed_id": new_id(),
        "owner": work.actor.id,
        "digest": _digest(secret),
        "posts": None if reach is None else "\n".join(sorted(reach)),
        "office": office,
        "made_at": now(),
        "ends_at": now() + timedelta(days=work.runtime.settings.calendar_days),
    }
    work.execute(calendar_feed.insert().values(values))
    work.record("calendar.made", values["feed_id"])
    return {**values, "revoked_at": None, "address": f"{_PATH}?token={secret}"}


def feeds_of(work: Work) -> list[dict[str, Any]]:
    """Return the calendars of the officer who asks, the newest first."""
    own = sa.select(calendar_feed).where(calendar_feed.c.owner == work.actor.id)
    return [dict(row) for row in work.execute(own.order_by(calendar_feed.c.feed_id.desc())).mappings()]


def revoke_feed(work: Work, feed_id: str) -> None:
    """Revoke a calendar of the officer's own: its address leads nowhere from now on. Others have none."""
    revoked = work.execute(
        calendar_feed.update()
        .where(
            calendar_feed.c.feed_id == feed_id,
            calendar_feed.c.owner == work.actor.id,
            calendar_feed.c.revoked_at.is_(None),
        )
        .values(revoked_at=now())
    )
    if revoked.rowcount:
        work.record("calendar.revoked", feed_id)


def calendar_file(work: Work, secret: str) -> File:
    """Return the calendar behind a secret; NotFound when it is unknown, revoked or has ended."""
    query = sa.select(calendar_feed).where(
        calendar_feed.c.digest == _digest(secret),
        calendar_feed.c.revoked_at.is_(None),
        calendar_feed.c.ends_at > now(),
    )
    feed = work.execute(query).first()
    if feed is None:
        raise NotFound("There is no such calendar (any more): make a new one.")
    return File(_written(work, _limits(work, feed)), MEDIA_TYPE, "limen.ics")


def _limits(work: Work, feed: sa.Row[Any]) -> list[sa.Row[Any]]:
    moment = now()
    query = (
        sa.select(deadline, case.c.number, case.c.changed_at)
        .join(case, case.c.case_id == deadline.c.case_id)
        .where(
            deadline.c.ended.is_(None),
            sa.or_(deadline.c.passed_at.is_(None), deadline.c.limit.not_in(QUIET)),
            deadline.c.approaches_at.between(moment - _BEHIND, moment + _AHEAD),
            OPEN,
        )
    )
    if feed.posts is not None:
        query = query.where(case.c.office.in_(feed.posts.split("\n")))
    if feed.office:
        query = query.where(case.c.office == feed.office)
    return list(work.execute(query.order_by(deadline.c.approaches_at).limit(_MOST)))


def _written(work: Work, limits: Iterable[sa.Row[Any]]) -> bytes:
    from icalendar import Calendar, Event  # brings a library that only this route needs

    limits = list(limits)
    computed = _times_computed(work, [row.case_id for row in limits])
    calendar = Calendar()
    calendar.add("prodid", "-//Limen//Time limits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Limen {work.runtime.settings.node}")
    for row in limits:
        day = date.fromisoformat(row.due[:10])
        event = Event()
        event.add("uid", f"{row.case_id}-{row.limit}@{work.runtime.settings.node}")
        event.add("sequence", computed[row.case_id, row.limit] - 1)
        event.add("summary", f"{row.number}: {row.limit.replace('_', ' ')}")
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("dtstamp", row.changed_at)
        event.add("last-modified", row.changed_at)
        event.add("transp", "TRANSPARENT")
        event.add("class", "CONFIDENTIAL")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _times_computed(work: Work, case_ids: list[str]) -> Counter[tuple[str, str]]:
    """Return how often each limit of each case was computed: a later date is a later version of its event."""
    query = sa.select(deadline.c.case_id, deadline.c.limit).where(deadline.c.case_id.in_(set(case_ids)))
    return Counter((row.case_id, row.limit) for row in work.execute(query))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

"""Sessions of the console: a random secret in a cookie, its digest in the database, who it is beside it.

The cookie says nothing; ending a session in the database ends it everywhere, at once. Each page asks the
services with a fresh short-lived token, like every other client.
"""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.runtime import Runtime
from limen.work import Actor, system_actor, unit_of_work
from services.gateway.models import session

#: a session ends after this long, however busy the officer is
LONGEST = timedelta(hours=12)
#: seconds between two records of the last click, so that reading a page rarely writes
_SEEN_EVERY = 60


def begin(runtime: Runtime, actor: Actor) -> str:
    """Begin a session and return its secret for the cookie."""
    secret, moment = secrets.token_urlsafe(32), now()
    claims = {
        "name": actor.name,
        "roles": sorted(actor.roles),
        "posts": sorted(actor.posts),
        "country": actor.country,
        "agency": actor.agency,
    }
    with unit_of_work(runtime, system_actor("console")) as work:
        work.execute(session.delete().where(session.c.begun_at < moment - LONGEST))
        work.execute(
            session.insert().values(
                digest=_digest(secret),
                account_id=actor.id,
                claims=json.dumps(claims),
                begun_at=moment,
                last_seen_at=moment,
            )
        )
        work.record("session.begun", actor.id)
    return secret


def resume(runtime: Runtime, secret: str) -> Actor | None:
    """Return whose session this is, or None when it has ended."""
    digest, moment = _digest(secret), now()
    with runtime.database.read() as connection:
        row = connection.execute(sa.select(session).where(session.c.digest == digest)).first()
    if row is None:
        return None
    quiet = timedelta(minutes=runtime.settings.session_minutes)
    if moment - row.last_seen_at > quiet or moment - row.begun_at > LONGEST:
        end(runtime, secret)
        return None
    if (moment - row.last_seen_at).total_seconds() > _SEEN_EVERY:
        with runtime.database.write() as connection:
            connection.execute(session.update().where(session.c.digest == digest).values(last_seen_at=moment))
    return _actor(row)


def end(runtime: Runtime, secret: str) -> None:
    """End a session; nothing happens when it has ended already."""
    with runtime.database.write() as connection:
        connection.execute(session.delete().where(session.c.digest == _digest(secret)))


def _actor(row: sa.Row[Any]) -> Actor:
    claims = json.loads(row.claims)
    return Actor(
        id=row.account_id,
        name=claims["name"],
        roles=frozenset(claims["roles"]),
        posts=frozenset(claims["posts"]),
        country=claims["country"],
        agency=claims["agency"],
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

"""Border posts, and the sectors between them: dated, because posts open, close and change hands."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.errors import Conflict, Invalid
from limen.web.pagination import paginate
from limen.work import Work
from services.registration.models import post as table

_PERIOD = sa.select(table.c.valid_from, table.c.valid_to).where(table.c.code == sa.bindparam("code"))


class PostKind(StrEnum):
    """What crosses at a post."""

    ROAD = "road"
    RAIL = "rail"
    AIRPORT = "airport"
    SEAPORT = "seaport"
    RIVER_PORT = "river_port"
    GREEN_BORDER = "green_border"


def create(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add a post. A code is never given twice, so that old encounters keep their post."""
    if new.get("valid_to") and new["valid_to"] < new["valid_from"]:
        raise Invalid(
            "the post would end before it begins",
            errors=[{"pointer": "#/valid_to", "detail": "must not lie before valid_from"}],
        )
    if work.execute(sa.select(table.c.code).where(table.c.code == new["code"])).first():
        raise Conflict(f"there is a post {new['code']} already", post=new["code"])
    row = {"neighbour": None, "valid_to": None, **new, "version": 1}
    work.execute(table.insert().values(row))
    work.record("post.created", row["code"], country=row["country"], kind=row["kind"])
    return row


def page(work: Work, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of posts by code, only those in use on the day `on` when it is given."""
    query = sa.select(table)
    if on := arguments.get("on"):
        query = query.where(
            table.c.valid_from <= on, sa.or_(table.c.valid_to.is_(None), table.c.valid_to >= on)
        )
    return paginate(work, query, arguments, table.c.code)


def require_in_use(work: Work, code: str, on: date) -> None:
    """Refuse a post that does not exist, or was not in use on the day."""
    row = work.execute(_PERIOD, {"code": code}).one_or_none()
    if row is None:
        problem = "there is no such post"
    elif on < row.valid_from:
        problem = f"the post is in use only from {row.valid_from}"
    elif row.valid_to and on > row.valid_to:
        problem = f"the post was in use only until {row.valid_to}"
    else:
        return
    raise Invalid(problem, errors=[{"pointer": "#/post", "detail": problem}])

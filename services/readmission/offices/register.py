"""The offices that an administrator has named, each with its superior."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.errors import Conflict, Invalid, NotFound
from limen.work import Work
from services.readmission.offices.tables import office


def offices(work: Work) -> list[dict[str, Any]]:
    """Return all offices by code."""
    return [dict(row) for row in work.execute(sa.select(office).order_by(office.c.code)).mappings()]


def add_office(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add an office; Conflict where its code is taken."""
    if _find(work, new["code"]) is not None:
        raise Conflict(f"There is an office {new['code']} already.")
    values = {"superior": None, **new, "version": 1}
    work.execute(office.insert().values(values))
    work.record("office.added", new["code"], superior=values["superior"])
    return values


def change_office(work: Work, code: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """Change an office's name or superior."""
    row = _find(work, code)
    if row is None:
        raise NotFound("There is no such office.")
    work.check_version(row.version)
    values = {**row._mapping, **change, "version": row.version + 1}
    work.execute(office.update().where(office.c.code == code).values(values))
    work.record("office.changed", code, superior=values["superior"])
    return values


def require_office(work: Work, code: str) -> None:
    """Raise Invalid, naming the offices that exist, unless there is one of this code."""
    known = [item["code"] for item in offices(work)]
    if code not in known:
        named = f"must be one of {', '.join(known)}" if known else "no office is named yet"
        raise Invalid(errors=[{"pointer": "#/to_office", "detail": named}])


def _find(work: Work, code: str) -> sa.Row[Any] | None:
    return work.execute(sa.select(office).where(office.c.code == code).with_for_update()).first()

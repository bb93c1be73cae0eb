"""The offices that an administrator has named, each with its superior."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid, NotFound
from limen.work import Work
from services.readmission.models import case
from services.readmission.offices.tables import offer, office
from services.readmission.steps import FINAL_STATES


def offices(work: Work) -> list[dict[str, Any]]:
    """Return all offices by code."""
    return [dict(row) for row in work.execute(sa.select(office).order_by(office.c.code)).mappings()]


def add_office(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add an office; Conflict where its code is taken."""
    if _find(work, new["code"]) is not None:
        raise Conflict(f"There is an office {new['code']} already.")
    values = {"superior": None, "closed_at": None, **new, "version": 1}
    work.execute(office.insert().values(values))
    work.record("office.added", new["code"], superior=values["superior"])
    return values


def change_office(work: Work, code: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """Change an office's name or superior, close it, or open it again.

    Conflict where one is to be closed that has open cases, or is offered some: they are handed over first.
    """
    row = _find(work, code)
    if row is None:
        raise NotFound("There is no such office.")
    work.check_version(row.version)
    values = {**row._mapping, **change, "version": row.version + 1}
    closed = values.pop("closed", row.closed_at is not None)
    if closed and row.closed_at is None:
        _check_empty(work, code)
    values["closed_at"] = (row.closed_at or now()) if closed else None
    work.execute(office.update().where(office.c.code == code).values(values))
    work.record("office.changed", code, superior=values["superior"], closed=closed)
    return values


def require_office(work: Work, code: str) -> None:
    """Raise Invalid, naming the offices that take cases, unless there is one of this code."""
    known = [item["code"] for item in offices(work) if item["closed_at"] is None]
    if code not in known:
        named = f"must be one of {', '.join(known)}" if known else "no office is named yet"
        raise Invalid(errors=[{"pointer": "#/to_office", "detail": named}])
    require_not_closed(work, code, "to_office")


def require_not_closed(work: Work, code: str, field: str) -> None:
    """Raise Invalid for an office that was closed, and keep it open until this transaction ends.

    A border post may look after cases without being named as an office.
    """
    query = sa.select(office.c.closed_at).where(office.c.code == code).with_for_update(read=True)
    if work.execute(query).scalar() is not None:
        detail = f"must be an office that takes cases: {code} is closed"
        raise Invalid(errors=[{"pointer": f"#/{field}", "detail": detail}])


def _check_empty(work: Work, code: str) -> None:
    """Refuse to close an office with cases. Offers are looked at first: one that is accepted makes a case."""
    offered = sa.select(offer.c.offer_id).where(offer.c.to_office == code, offer.c.state == "offered")
    if work.execute(offered.limit(1)).first():
        raise Conflict(f"Cases are offered to {code}: it must accept or reject them first.")
    cases = sa.select(sa.func.count()).where(case.c.office == code, case.c.state.not_in(FINAL_STATES))
    number = work.execute(cases).scalar_one()
    if number:
        raise Conflict(f"{code} looks after open cases ({number}): hand them to another office first.")


def _find(work: Work, code: str) -> sa.Row[Any] | None:
    return work.execute(sa.select(office).where(office.c.code == code).with_for_update()).first()

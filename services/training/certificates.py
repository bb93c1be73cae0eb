"""Certificates of officers: issued with a number and an expiry, told to the services that rely on them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import today
from limen.errors import Conflict, Invalid, NotFound
from limen.ids import new_id
from limen.work import Work
from services.training.events import event_row
from services.training.models import certificate, certificate_number


def issue(work: Work, event_id: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """Issue a certificate for the curriculum of an event."""
    held = event_row(work, event_id)
    issued_on = new.get("issued_on") or today()
    if new["expires_on"] <= issued_on:
        raise Invalid(errors=[{"pointer": "#/expires_on", "detail": "must lie after the day of issue"}])
    same = sa.select(certificate.c.number).where(
        certificate.c.event_id == event_id,
        certificate.c.officer == new["officer"],
        certificate.c.revoked_on.is_(None),
    )
    if work.execute(same).first():
        raise Conflict("The officer already holds a certificate of this event.")
    values = {
        "certificate_id": new_id(),
        "number": _next_number(work),
        "officer": new["officer"],
        "curriculum": held["curriculum"],
        "event_id": event_id,
        "issued_on": issued_on,
        "expires_on": new["expires_on"],
        "issued_by": work.actor.id,
        "version": 1,
    }
    work.execute(certificate.insert().values(values))
    work.record("certificate.issued", values["certificate_id"], number=values["number"], event=event_id)
    work.publish(
        "limen.training.certificate.issued.v1",
        values["certificate_id"],
        {
            **{name: values[name] for name in ("certificate_id", "number", "officer", "curriculum")},
            "issued_on": issued_on.isoformat(),
            "expires_on": new["expires_on"].isoformat(),
        },
    )
    return view(values)


def revoke(work: Work, certificate_id: str, reason: str) -> dict[str, Any]:
    """Revoke a certificate from today, with the reason."""
    row = (
        work.execute(
            sa.select(certificate).where(certificate.c.certificate_id == certificate_id).with_for_update()
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound("There is no such certificate.")
    work.check_version(row["version"])
    if row["revoked_on"]:
        raise Conflict("The certificate was already revoked.")
    changed = {"revoked_on": today(), "revoked_because": reason, "version": row["version"] + 1}
    work.execute(certificate.update().where(certificate.c.certificate_id == certificate_id).values(changed))
    work.record("certificate.revoked", certificate_id, number=row["number"])
    work.publish(
        "limen.training.certificate.revoked.v1",
        certificate_id,
        {
            **{name: row[name] for name in ("certificate_id", "number", "officer", "curriculum")},
            "revoked_on": today().isoformat(),
        },
    )
    return view({**row, **changed})


def view(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a certificate, saying whether it counts today."""
    revoked = row.get("revoked_on")
    return {
        **row,
        "revoked_on": revoked,
        "valid": revoked is None and row["issued_on"] <= today() <= row["expires_on"],
        "location": f"/api/v1/training/certificates/{row['certificate_id']}",
    }


def views(rows: Any) -> list[dict[str, Any]]:
    """Return several certificates."""
    return [view(dict(row)) for row in rows]


def _next_number(work: Work) -> str:
    """Take the next certificate number, for example `AL-CERT-2026-00012`."""
    year = today().year
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(certificate_number)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": certificate_number.c.last + 1})
        .returning(certificate_number.c.last)
    )
    return f"{work.runtime.settings.country}-CERT-{year}-{work.execute(statement).scalar_one():05d}"

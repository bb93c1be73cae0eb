"""Signatures that are kept apart, because no trusted key made them: nothing is lost, and nothing is taken."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, IllegalStep
from limen.ids import new_id
from limen.work import Work
from services.readmission.counterpart_keys.register import STANDINGS
from services.readmission.counterpart_keys.tables import signature_apart
from services.readmission.records import one, opener, sealed, set_values, told

_PLACE = "signature_apart.signed"


def keep(
    work: Work, row: sa.Row[Any], handover_id: str, thumbprint: str, why: str, signed: Mapping[str, Any]
) -> None:
    """Keep a signature apart; one that waits there already is not kept twice."""
    waiting = sa.select(signature_apart.c.apart_id).where(
        signature_apart.c.handover_id == handover_id,
        signature_apart.c.thumbprint == thumbprint,
        signature_apart.c.taken_at.is_(None),
    )
    if work.execute(waiting).first():
        return
    apart_id = new_id()
    work.execute(
        signature_apart.insert().values(
            apart_id=apart_id,
            case_id=row.case_id,
            handover_id=handover_id,
            thumbprint=thumbprint,
            why=why,
            signed=sealed(work, row, _PLACE, {"signed": dict(signed)}),
            received_by=work.actor.id,
            received_at=now(),
        )
    )
    told(work, row, "handover", "signature_kept_apart", handover=handover_id, key=thumbprint, why=why)


def refusal(thumbprint: str, why: str, authority: str) -> IllegalStep:
    """Return the refusal that names the key, whose it is said to be, and what stands against it."""
    whose = f" ({authority})" if authority else ""
    return IllegalStep(
        f"The signature was made with the key {thumbprint}{whose}: {STANDINGS[why]}. It is kept apart.",
        missing=[{"field": "signed", "detail": f"the key {thumbprint}{whose}: {STANDINGS[why]}"}],
        key=thumbprint,
        standing=why,
    )


def kept(work: Work, row: sa.Row[Any], handover_id: str, apart_id: str) -> dict[str, Any]:
    """Return a signature that was kept apart, to be tried again."""
    found = one(work, signature_apart, apart_id, "signature kept apart")
    if found.handover_id != handover_id or found.taken_at:
        raise Conflict("This signature does not wait for this record.")
    signed = opener(work, row)(_PLACE, found.signed).get("signed")
    if signed is None:
        raise Conflict("The data of this person were erased; nothing can be signed.")
    return dict(signed)


def taken(work: Work, handover_id: str, thumbprint: str) -> None:
    """Mark that a signature was taken after all."""
    query = sa.select(signature_apart.c.apart_id).where(
        signature_apart.c.handover_id == handover_id,
        signature_apart.c.thumbprint == thumbprint,
        signature_apart.c.taken_at.is_(None),
    )
    for apart_id in work.execute(query).scalars().all():
        set_values(work, signature_apart, apart_id, taken_at=now())


def of_handover(work: Work, handover_id: str) -> list[dict[str, Any]]:
    """Return what waits apart for a record: key, why, who received it and when."""
    columns = [column for column in signature_apart.c if column.name not in ("signed", "taken_at")]
    query = sa.select(*columns).where(
        signature_apart.c.handover_id == handover_id, signature_apart.c.taken_at.is_(None)
    )
    return [dict(item) for item in work.execute(query.order_by(signature_apart.c.apart_id)).mappings()]

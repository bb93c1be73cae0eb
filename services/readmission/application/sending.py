"""Keeping what was sent, as it was sent. A snapshot never changes; a case sent again gets a further one."""

from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.work import Work
from services.readmission.application.outgoing import document_of
from services.readmission.application.tables import sent_application
from services.readmission.persons import fields_of

_PLACE = "sent_application.document"


def keep_sent(work: Work, row: sa.Row[Any]) -> str | None:
    """Keep the document that leaves with this step, and return its SHA-256; None for an erased person."""
    fields = fields_of(work, row.person_id)
    if fields is None:
        return None
    outgoing = document_of(work, row)
    turn = len(_rows(work, row.case_id)) + 1
    work.execute(
        sent_application.insert().values(
            case_id=row.case_id,
            turn=turn,
            document=fields.seal(_PLACE, outgoing.document),
            sha256=outgoing.sha256,
            arrangement_hash=outgoing.document["arrangement"]["sha256"],
            sent_by=work.actor.id,
            sent_at=now(),
        )
    )
    work.record("application.sent", row.case_id, turn=turn, sha256=outgoing.sha256)
    return outgoing.sha256


def sent_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return what was sent for a case, the last one first; `document` is None once the person was erased."""
    fields = fields_of(work, row.person_id)
    return [
        {**item._mapping, "document": fields.open(_PLACE, item.document) if fields else None}
        for item in reversed(_rows(work, row.case_id))
    ]


def _rows(work: Work, case_id: str) -> list[sa.Row[Any]]:
    query = sa.select(sent_application).where(sent_application.c.case_id == case_id)
    return list(work.execute(query.order_by(sent_application.c.turn)))

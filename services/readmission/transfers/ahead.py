"""The transfer of a case that lies ahead, if any: read and ended here, planned in `planning`."""

from typing import Any

import sqlalchemy as sa

from limen.work import Work
from services.readmission.timeline.writing import note
from services.readmission.transfers.models import transfer

#: states of a transfer that still lies ahead
AHEAD = ("planned", "notified")


def transfer_ahead(work: Work, case_id: str) -> sa.Row[Any] | None:
    """Return the transfer of a case that is planned and not over."""
    query = sa.select(transfer).where(transfer.c.case_id == case_id, transfer.c.state.in_(AHEAD))
    return work.execute(query.order_by(transfer.c.transfer_id.desc()).limit(1)).first()


def cancel_ahead(work: Work, row: sa.Row[Any], why: str) -> None:
    """End the transfer of a case that lies ahead, with a coded reason, and tell timeline and audit log."""
    ahead = transfer_ahead(work, row.case_id)
    if ahead is None:
        return
    ended = transfer.update().where(transfer.c.transfer_id == ahead.transfer_id)
    work.execute(ended.values(state="cancelled", ended_why=why))
    facts = {"transfer": ahead.transfer_id, "why": why}
    note(work, row, "transfer", "transfer_cancelled", **facts)
    work.record("transfer.cancelled", row.case_id, **facts)

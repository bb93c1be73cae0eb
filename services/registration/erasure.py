"""Erasing a person: the key goes, and with it every sealed value here and in every backup.

What is left says that there was a person, that encounters took place and who recorded them; not of whom.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import NotFound, SafeguardPresent
from limen.storage.vault import Unreadable
from limen.work import Work
from services.registration import safeguards
from services.registration.models import person as table
from services.registration.models import search_key


class Reason(StrEnum):
    """Why a person is erased."""

    RETENTION_ENDED = "retention_ended"
    REQUEST_GRANTED = "request_granted"
    RECORDED_IN_ERROR = "recorded_in_error"
    COURT_ORDER = "court_order"


def erase(work: Work, person_id: str, reason: str) -> dict[str, Any]:
    """Erase a person for a coded reason. Refused while a safeguard protects the person."""
    row = work.execute(sa.select(table).where(table.c.id == person_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("there is no such person")
    work.check_version(row.version)
    if row.erased_at:
        raise Unreadable("the person's data were erased")
    if safeguards.present(work, person_id):
        raise SafeguardPresent("a safeguard protects this person: end it before erasing")
    moment = now()
    work.runtime.vault.erase(work.connection, person_id)
    work.execute(search_key.delete().where(search_key.c.person_id == person_id))
    work.execute(
        table.update().where(table.c.id == person_id).values(version=row.version + 1, erased_at=moment)
    )
    work.publish("limen.registration.person.erased.v1", person_id, {"person_id": person_id})
    work.record("person.erased", person_id, reason=reason)
    return {"id": person_id, "erased_at": moment}

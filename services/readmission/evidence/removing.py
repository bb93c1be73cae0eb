"""Deleting the content of files: of erased persons, of removed evidence, of infected files, of leftovers."""

import sqlalchemy as sa

from limen.clock import now
from limen.messaging.envelope import Event
from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission import persons
from services.readmission.evidence import folder
from services.readmission.evidence.scan import Scan
from services.readmission.evidence.tables import evidence_file

_BATCH = 200


def erase_person(work: Work, event: Event) -> None:
    """Erase a person's key, which makes the files unreadable at once; the timer deletes them."""
    persons.erase_person(work, event)
    is_of_person = evidence_file.c.person_id == event.data["person_id"]
    not_removed = evidence_file.c.removed_at.is_(None)
    work.execute(evidence_file.update().where(is_of_person, not_removed).values(removed_at=now()))


def delete_removed(runtime: Runtime) -> None:
    """Delete what nothing needs any more. A service's worker calls it; running it twice does no harm."""
    gone = sa.or_(evidence_file.c.removed_at.is_not(None), evidence_file.c.scan == Scan.INFECTED)
    query = sa.select(evidence_file.c.file_id).where(gone, evidence_file.c.deleted_at.is_(None))
    with runtime.database.read() as connection:
        ids = connection.execute(query.limit(_BATCH)).scalars().all()
    for file_id in ids:
        folder.delete(runtime, file_id)
    if ids:
        with unit_of_work(runtime, system_actor("evidence")) as work:
            work.execute(
                evidence_file.update().where(evidence_file.c.file_id.in_(ids)).values(deleted_at=now())
            )
            for file_id in ids:
                work.record("evidence.file_deleted", file_id)


def delete_left_over(runtime: Runtime) -> None:
    """Delete files that no record names: their transaction never committed."""
    for path in folder.left_over(runtime):
        named = sa.select(evidence_file.c.file_id).where(evidence_file.c.file_id == path.name.split(".")[0])
        with runtime.database.read() as connection:
            if connection.execute(named).first() is None:
                path.unlink(missing_ok=True)

"""Attaching a file to evidence, and giving it back."""

import hashlib
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, NotFound
from limen.ids import new_id
from limen.runtime import Runtime
from limen.storage.vault import Unreadable
from limen.web.files import File, Uploaded
from limen.work import Work
from services.readmission.cases import case_row, touch
from services.readmission.evidence import folder
from services.readmission.evidence.content import ending_of, media_type_of
from services.readmission.evidence.records import LABEL, evidence_row, one
from services.readmission.evidence.scan import Scan, first_state
from services.readmission.evidence.tables import evidence_file
from services.readmission.persons import fields_of

#: the most files of one means of evidence
MOST_FILES = 20


def attach(work: Work, case_id: str, evidence_id: str, uploaded: Uploaded) -> dict[str, Any]:
    """Keep a file with a means of evidence: sealed, outside the database, with the hash of its content."""
    row = case_row(work, case_id, lock=True)
    found = evidence_row(work, case_id, evidence_id)
    media_type = media_type_of(uploaded.content)
    fields = fields_of(work, found.person_id)
    if fields is None:
        raise Conflict("The data of this person were erased; nothing can be added.")
    count = sa.select(sa.func.count()).where(
        evidence_file.c.evidence_id == evidence_id, evidence_file.c.removed_at.is_(None)
    )
    if work.execute(count).scalar_one() >= MOST_FILES:
        raise Conflict(f"This evidence has {MOST_FILES} files, the most that it can have.")
    file_id = new_id()
    folder.write(work.runtime, file_id, fields.seal_bytes(_place(file_id), uploaded.content))
    values = {
        "file_id": file_id,
        "evidence_id": evidence_id,
        "person_id": found.person_id,
        "label": fields.seal(LABEL, {"label": uploaded.name}),
        "media_type": media_type,
        "size": len(uploaded.content),
        "sha256": hashlib.sha256(uploaded.content).hexdigest(),
        "scan": first_state(work.runtime).value,
        "added_by": work.actor.id,
        "added_at": now(),
    }
    work.execute(evidence_file.insert().values(values))
    touch(work, row)
    work.record("evidence.file_added", case_id, evidence=evidence_id, file=file_id, sha256=values["sha256"])
    return one(work, case_id, evidence_id)


def give(work: Work, case_id: str, evidence_id: str, file_id: str) -> File:
    """Return a file as it was attached, once it may be opened."""
    evidence_row(work, case_id, evidence_id)
    row = file_row(work, evidence_id, file_id)
    if not Scan(row.scan).may_be_opened:
        raise Conflict(
            "The file is not open: it waits for the virus scanner, or the scanner failed.", scan=row.scan
        )
    number = case_row(work, case_id).number
    name = f"{number}-{file_id[-8:]}.{ending_of(row.media_type)}"
    return File(content_of(work.runtime, work.connection, row), row.media_type, name)


def content_of(runtime: Runtime, connection: sa.Connection, row: sa.Row[Any]) -> bytes:
    """Return the content of a file; `Unreadable` when the person was erased or the file was altered."""
    fields = runtime.vault.fields_of(connection, row.person_id)
    try:
        sealed = folder.read(runtime, row.file_id)
    except FileNotFoundError:
        raise Unreadable("The file is not in the folder of attached files.") from None
    content = fields.open_bytes(_place(row.file_id), sealed)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Unreadable("The file is not the one that was attached.")
    return content


def file_row(work: Work, evidence_id: str, file_id: str) -> sa.Row[Any]:
    """Return a file of a means of evidence, or raise NotFound."""
    query = sa.select(evidence_file).where(
        evidence_file.c.file_id == file_id,
        evidence_file.c.evidence_id == evidence_id,
        evidence_file.c.removed_at.is_(None),
    )
    row = work.execute(query).first()
    if row is None:
        raise NotFound("This evidence has no such file.")
    return row


def _place(file_id: str) -> str:
    return f"evidence_file.{file_id}"

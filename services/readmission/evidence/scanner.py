"""Scanning attached files for malicious content with the scanner that the node names (`scan_command`).

The scanner gets a file on its input and ends with 0 when it is clean, with 1 when it is infected, as
`clamdscan --no-summary -` does. Whatever else happens, the file is held and tried again later.
"""

import shlex
import subprocess
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from limen.clock import now
from limen.runtime import Runtime
from limen.storage.vault import Unreadable
from limen.work import system_actor, unit_of_work
from services.readmission.evidence.attachments import content_of
from services.readmission.evidence.scan import Scan
from services.readmission.evidence.tables import evidence, evidence_file

SECONDS = 60
_BATCH = 20
_TRY_AGAIN = timedelta(minutes=5)
_ANSWERS = {0: Scan.CLEAN, 1: Scan.INFECTED}

log = structlog.get_logger()


def scan_waiting(runtime: Runtime) -> None:
    """Scan the files that wait for it, and those held some minutes ago. A service's worker calls it."""
    if not runtime.settings.scan_command:
        return
    due = sa.or_(
        evidence_file.c.scan == Scan.WAITING,
        sa.and_(evidence_file.c.scan == Scan.HELD, evidence_file.c.scanned_at < now() - _TRY_AGAIN),
    )
    query = sa.select(evidence_file).where(due, evidence_file.c.removed_at.is_(None))
    with runtime.database.read() as connection:
        waiting = connection.execute(query.order_by(evidence_file.c.file_id).limit(_BATCH)).all()
    for row in waiting:
        _keep(runtime, row, _scan(runtime, row))


def _scan(runtime: Runtime, row: sa.Row[Any]) -> Scan:
    """Ask the scanner, with no transaction open meanwhile."""
    try:
        with runtime.database.read() as connection:
            content = content_of(runtime, connection, row)
        done = subprocess.run(
            shlex.split(runtime.settings.scan_command),
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired, Unreadable) as error:
        log.error("scan_failed", file=row.file_id, reason=type(error).__name__)
        return Scan.HELD
    answer = _ANSWERS.get(done.returncode, Scan.HELD)
    if answer is Scan.HELD:
        log.error("scan_failed", file=row.file_id, reason=f"the scanner ended with {done.returncode}")
    return answer


def _keep(runtime: Runtime, row: sa.Row[Any], answer: Scan) -> None:
    with unit_of_work(runtime, system_actor("scanner")) as work:
        changed = work.execute(
            evidence_file.update()
            .where(evidence_file.c.file_id == row.file_id, evidence_file.c.scan == row.scan)
            .values(scan=answer.value, scanned_at=now())
        )
        if changed.rowcount:
            case_id = sa.select(evidence.c.case_id).where(evidence.c.evidence_id == row.evidence_id)
            subject = work.execute(case_id).scalar_one()
            work.record("evidence.file_scanned", subject, file=row.file_id, answer=answer.value)

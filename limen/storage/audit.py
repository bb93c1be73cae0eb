"""The audit log: a hash chain per service that shows any change, removal or insertion.

Each row's digest is SHA-256 over its canonical content (RFC 8785) and the digest before it; the head
row holds the last digest, so a cut-off tail is found as well. Rows hold ids and codes, never personal data.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rfc8785
import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.storage import rows
from limen.storage.tables import audit, audit_head

GENESIS = "0" * 64
_CHAINED = ("sequence", "at", "actor", "action", "subject", "purpose", "detail", "request_id", "previous")

# Built once: every request that writes runs them.
_LOCKED_HEAD = (
    sa.select(audit_head.c.sequence, audit_head.c.digest).where(audit_head.c.id == 1).with_for_update()
)
_MOVE_HEAD = audit_head.update().where(audit_head.c.id == 1)


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which record, and why."""

    actor: str
    action: str
    subject: str
    purpose: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    request_id: str = ""


@dataclass(frozen=True)
class BrokenLink:
    """The first entry of a chain that does not hold, and what is wrong with it."""

    sequence: int
    problem: str


def digest_of(row: Mapping[str, Any]) -> str:
    """Return the digest that an audit row must have."""
    return hashlib.sha256(rfc8785.dumps({name: row[name] for name in _CHAINED})).hexdigest()


def append(connection: sa.Connection, entries: Sequence[AuditEntry]) -> None:
    """Chain the entries to the log. Call it last in a transaction: it locks the head until the commit."""
    head = connection.execute(_LOCKED_HEAD).one()
    sequence, previous, chained = head.sequence, head.digest, []
    at = rfc3339(now())
    for entry in entries:
        sequence += 1
        row = {
            "sequence": sequence,
            "at": at,
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "purpose": entry.purpose,
            "detail": rfc8785.dumps(dict(entry.detail)).decode(),
            "request_id": entry.request_id,
            "previous": previous,
        }
        previous = row["digest"] = digest_of(row)
        chained.append(row)
    rows.insert(connection, {audit: chained})
    connection.execute(_MOVE_HEAD, {"sequence": sequence, "digest": previous})


def length(connection: sa.Connection) -> int:
    """Return how many entries the log holds."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one())


def verify(connection: sa.Connection) -> BrokenLink | None:
    """Walk the chain and return its first bad entry, or None when every entry holds."""
    sequence, previous = 0, GENESIS
    for row in _rows(connection):
        sequence += 1
        if row["sequence"] != sequence:
            return BrokenLink(sequence, "the entry was removed")
        if row["previous"] != previous:
            return BrokenLink(sequence, "the entry does not follow the one before it")
        if row["digest"] != digest_of(row):
            return BrokenLink(sequence, "the entry was altered")
        previous = row["digest"]
    head = connection.execute(sa.select(audit_head).where(audit_head.c.id == 1)).one_or_none()
    if head is None:
        return BrokenLink(sequence, "the head of the chain was removed")
    if head.sequence > sequence:
        return BrokenLink(sequence + 1, "the end of the log was cut off")
    if (head.sequence, head.digest) != (sequence, previous):
        return BrokenLink(sequence, "the entry does not agree with the head of the chain")
    return None


def _rows(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    query = sa.select(audit).order_by(audit.c.sequence).execution_options(yield_per=2000)
    for row in connection.execute(query).mappings():
        yield dict(row)

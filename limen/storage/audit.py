"""The audit log: a hash chain per service that shows any change, removal or insertion.

Each row's digest is SHA-256 over its canonical content (RFC 8785) and the digest before it; the head
row holds the last digest, so a cut-off tail is found as well. Rows hold ids and codes, never personal data.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import rfc8785
import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.storage import audit_postgresql, rows
from limen.storage.tables import audit, audit_head

GENESIS = "0" * 64
_CHAINED = ("sequence", "at", "actor", "action", "subject", "purpose", "detail", "request_id", "previous")

# Built once: every request that writes runs them.
_HEAD = sa.select(audit_head.c.sequence, audit_head.c.digest).where(audit_head.c.id == 1)
_IN_ORDER = sa.select(audit).order_by(audit.c.sequence).execution_options(yield_per=2000)
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


def append(connection: sa.Connection, entries: Sequence[AuditEntry], others: rows.Rows | None = None) -> None:
    """Chain the entries to the log, and insert rows of other tables along with them.

    Call it last in a transaction: it locks the head until the commit.
    """
    at = rfc3339(now())
    given = [
        {
            "at": at,
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "purpose": entry.purpose,
            "detail": rfc8785.dumps(dict(entry.detail)).decode(),
            "request_id": entry.request_id,
        }
        for entry in entries
    ]
    if connection.dialect.name == "postgresql":
        audit_postgresql.append(connection, given, others or {})
        return
    head = connection.execute(_HEAD).one_or_none()
    if head is None:
        raise LookupError("the audit log has no head")
    sequence, previous, chained = head.sequence, head.digest, []
    for content in given:
        sequence += 1
        row = {"sequence": sequence, **content, "previous": previous}
        previous = row["digest"] = digest_of(row)
        chained.append(row)
    rows.insert(connection, {**(others or {}), audit: chained})
    connection.execute(_MOVE_HEAD, {"sequence": sequence, "digest": previous})


def length(connection: sa.Connection) -> int:
    """Return how many entries the log holds."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one())


def verify(connection: sa.Connection) -> BrokenLink | None:
    """Walk the chain and return its first bad entry, or None when every entry holds.

    The connection must show one moment (`Database.snapshot`), or a log that grows looks cut off.
    """
    last = _Place(0, GENESIS)
    with connection.execute(_IN_ORDER) as rows:
        for row in rows.mappings():
            problem = _problem(dict(row), last)
            if problem:
                return BrokenLink(last.sequence + 1, problem)
            last = _Place(row["sequence"], row["digest"])
    head = connection.execute(sa.select(audit_head).where(audit_head.c.id == 1)).one_or_none()
    if head is None:
        return BrokenLink(last.sequence, "the head of the chain was removed")
    if head.sequence > last.sequence:
        return BrokenLink(last.sequence + 1, "the end of the log was cut off")
    if (head.sequence, head.digest) != (last.sequence, last.digest):
        return BrokenLink(last.sequence, "the entry does not agree with the head of the chain")
    return None


class _Place(NamedTuple):
    """An entry to which the next one must be chained."""

    sequence: int
    digest: str


def _problem(row: Mapping[str, Any], last: _Place) -> str:
    if row["sequence"] > last.sequence + 1:
        return "the entry was removed"
    if row["sequence"] <= last.sequence:
        return "an entry was put before it"
    if row["previous"] != last.digest:
        return "the entry does not follow the one before it"
    try:
        altered = row["digest"] != digest_of(row)
    except rfc8785.CanonicalizationError:  # SQLite keeps a value of any type, such as bytes
        altered = True
    return "the entry was altered" if altered else ""

"""Appending to the audit log on PostgreSQL: one statement locks the head, chains the entries and moves it.

Asking for the head and coming back with the digests would hold the lock, for which every other request that
writes waits, for two more round trips. The database computes the same digests as `limen.storage.audit`: over
the same canonical JSON (RFC 8785), in which it escapes texts as the standard says.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from limen.storage import rows

_GIVEN: Final = ("at", "actor", "action", "subject", "purpose", "detail", "request_id")
_CHAINED: Final = {name: f"to_json(new.{name})" for name in _GIVEN} | {
    "previous": "to_json(link.digest)",
    "sequence": "(link.sequence + 1)",
}
_CANONICAL: Final = " || ',' || ".join(
    f"""'"{name}":' || {value}::text""" for name, value in sorted(_CHAINED.items())
)
_COLUMNS: Final = ", ".join(f"new.{name}" for name in _GIVEN)

_EXPRESSIONS: Final = f"""
    head AS MATERIALIZED (
        SELECT sequence, digest::text AS digest FROM audit_head WHERE id = 1 FOR UPDATE
    ),
    new AS MATERIALIZED (
        SELECT row_number() OVER () AS place, given.*
        FROM json_populate_recordset(NULL::audit, %(entries)s::json) AS given
    ),
    link (place, sequence, previous, digest) AS (
        SELECT 0::bigint, sequence, digest, digest FROM head
        UNION ALL
        SELECT new.place, link.sequence + 1, link.digest,
               encode(sha256(convert_to('{{' || {_CANONICAL} || '}}', 'UTF8')), 'hex')
        FROM link JOIN new ON new.place = link.place + 1
    ),
    entry AS (
        INSERT INTO audit (sequence, {", ".join(_GIVEN)}, previous, digest)
        SELECT link.sequence, {_COLUMNS}, link.previous, link.digest FROM link JOIN new USING (place)
    )
"""  # noqa: S608  only names of our own
_MOVE: Final = """
    UPDATE audit_head SET sequence = link.sequence, digest = link.digest
    FROM link WHERE audit_head.id = 1 AND link.place = (SELECT count(*) FROM new)
"""


def append(connection: sa.Connection, entries: Sequence[Mapping[str, Any]], others: rows.Rows) -> None:
    """Insert audit rows, given without sequence and digests and chained in this order, and other rows."""
    also = rows.Also(_EXPRESSIONS, _MOVE, {"entries": rows.as_json(entries)})
    moved = rows.insert(connection, others, also)
    if moved != 1:
        raise LookupError("the audit log has no head")

"""Putting the record together, with the place of the case in the audit log, by which it can be checked.

The audit log is a chain: the digest of its last entry about the case vouches for every entry before it.
Whoever has the node's database can verify the chain and find the same digest.
"""

import hashlib
import json
from typing import Any, Final

import rfc8785
import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.storage.tables import audit
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.court.titles import title_of
from services.readmission.deadlines import deadlines_of
from services.readmission.persons import particulars_of
from services.readmission.timeline.reading import timeline_of
from services.readmission.views import arrangement_view

_ABOUT: Final = (
    "case_id",
    "number",
    "requesting_state",
    "requested_state",
    "category",
    "procedure",
    "role",
    "state",
    "office",
    "arrangement_hash",
    "opened_at",
)
#: what an explanation of a limit says of its grounds
_GROUNDS: Final = ("in_words", "reference", "source", "verified", "calendar", "calendar_version")


def record_of(work: Work, case_id: str) -> dict[str, Any]:
    """Return the record of a case: `case`, `person`, `entries`, `limits`, `audit` and `digest`.

    `digest` is SHA-256 over the canonical JSON (RFC 8785) of case number, entries and limits.
    """
    row = case_row(work, case_id)
    entries = [_entry(number, item, row.role) for number, item in enumerate(timeline_of(work, row), 1)]
    limits = [_limit(item) for item in deadlines_of(work, case_id)]
    return {
        "case": {name: row._mapping[name] for name in _ABOUT},
        "arrangement": arrangement_view(work, row),
        "person": particulars_of(work, row.person_id),
        "entries": entries,
        "limits": limits,
        "audit": _place_in_audit(work, case_id),
        "digest": _digest({"number": row.number, "entries": entries, "limits": limits}),
        "made_at": now(),
        "made_by": work.actor.id,
    }


def _entry(number: int, item: dict[str, Any], role: str) -> dict[str, Any]:
    return {
        "number": number,
        "at": rfc3339(item["at"]),
        "by": item["by"],
        "kind": item["kind"],
        "what": item["what"],
        "title": title_of(item["kind"], item["what"], item["facts"], role),
        "basis": item["basis"],
        "facts": {name: value for name, value in item["facts"].items() if value not in (None, "", [])},
        "words": item["words"] or "",
    }


def _limit(item: dict[str, Any]) -> dict[str, Any]:
    explanation = item["explanation"]
    return {
        "limit": item["limit"],
        "due": item["due"],
        "ended": item["ended"] or "",
        **{name: explanation.get(name, "") for name in _GROUNDS},
    }


def _place_in_audit(work: Work, case_id: str) -> dict[str, Any]:
    query = (
        sa.select(audit.c.sequence, audit.c.at, audit.c.action, audit.c.digest)
        .where(audit.c.subject == case_id)
        .order_by(audit.c.sequence.desc())
    )
    last = work.execute(query.limit(1)).one()
    counted = sa.select(sa.func.count()).select_from(audit).where(audit.c.subject == case_id)
    return {**last._mapping, "entries": work.execute(counted).scalar_one()}


def _digest(content: dict[str, Any]) -> str:
    plain = json.loads(json.dumps(content, default=str))
    return hashlib.sha256(rfc8785.dumps(plain)).hexdigest()

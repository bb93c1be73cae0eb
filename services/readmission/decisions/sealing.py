"""Sealing what an officer writes beside a record, and opening it again."""

from typing import Any

import sqlalchemy as sa

from limen.storage.vault import PersonFields
from limen.work import Work
from services.readmission.persons import fields_of


def sealed(work: Work, row: sa.Row[Any], place: str, words: str | None) -> bytes | None:
    """Return words sealed under the key of the case's person; None without words, or after erasure."""
    fields = fields_of(work, row.person_id) if words else None
    return fields.seal(place, {"words": words}) if fields else None


def opened(fields: PersonFields | None, place: str, box: bytes | None) -> str | None:
    """Return the words again; None where there are none or the person was erased."""
    words: str | None = fields.open(place, box)["words"] if fields and box else None
    return words

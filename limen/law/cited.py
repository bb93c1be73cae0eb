"""A value with the place where it was read. No legal value exists without one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import rfc8785

from limen.law.levels import Level


@dataclass(frozen=True)
class Cited:
    """A value, its article, its source and how far it was verified."""

    value: Any
    reference: str
    source: str
    verified: Level
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the value and its citation, JSON-safe."""
        return plain(vars(self))  # type: ignore[no-any-return]


def plain(value: Any) -> Any:
    """Return `value` with dates as ISO text and tuples as lists, so that it can be written as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def content_hash(value: Any) -> str:
    """Return the SHA-256 of `value` as canonical JSON (RFC 8785); a case pins its law by it."""
    return sha256(rfc8785.dumps(plain(value))).hexdigest()

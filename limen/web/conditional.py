"""Conditional requests: the strong ETag of a record is its version, `"7"`."""

import re
from typing import Any

from limen.errors import VersionRequired, VersionStale

_VERSION_TAG = re.compile(r'"([1-9][0-9]{0,9})"')


def etag(version: Any) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def expected_version(if_match: str | None, *, required: bool) -> int | None:
    """Read `If-Match`; `VersionRequired` when it is needed and missing.

    `*` names no version and counts as missing; a tag that no version has matches nothing: `VersionStale`.
    """
    if if_match is None or if_match.strip() == "*":
        if required:
            raise VersionRequired()
        return None
    match = _VERSION_TAG.fullmatch(if_match.strip())
    if not match:
        raise VersionStale('If-Match must hold the ETag that you read, for example "7"')
    return int(match[1])


def matches(if_none_match: str | None, tag: str) -> bool:
    """Tell whether `If-None-Match` names this tag (weak comparison, RFC 9110 section 13.1.2)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    return tag in (candidate.strip().removeprefix("W/") for candidate in if_none_match.split(","))

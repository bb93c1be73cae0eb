"""A request that succeeds when the officer may make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sample:
    """A request on one route. `shows`: the id of the record that a list must show to whoever may see it."""

    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    shows: str = ""

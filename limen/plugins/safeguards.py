"""Safeguards that national law adds to the core's, and where it regulates those of the core.

There is no way to say less than the core: a plugin can only name more that protects a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from limen.law.levels import Level
from limen.law.safeguards import Action, Safeguard
from limen.plugins.dated import Dated


@dataclass(frozen=True, kw_only=True)
class NationalSafeguard(Dated):
    """A circumstance in which national law forbids `blocks` steps of a readmission case.

    A case carries it as the core's `national_rule`, with this `code`. `labels` are by language (ISO 639);
    they are what an officer reads, so they name no reason that only protection officers may know.
    """

    code: str
    labels: Mapping[str, str]
    blocks: frozenset[Action]
    citation: str
    source: str
    verified: Level

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.code in set(Safeguard):
            raise ValueError(f"safeguard {self.code!r} is the core's own, which no plugin changes")
        if not self.labels or not self.blocks or not self.citation:
            raise ValueError(f"safeguard {self.code!r}: it needs a label, a step to block and a citation")


@dataclass(frozen=True, kw_only=True)
class SafeguardLaw(Dated):
    """The place at which national law regulates a safeguard of the core, for example a suspensive appeal.

    It is the legal basis that officers and courts read; what the safeguard blocks stays the core's.
    """

    safeguard: Safeguard
    citation: str
    source: str
    verified: Level

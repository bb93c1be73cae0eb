"""What a legal rule answers about a case: a finding, with its reason in plain words and its article."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a finding does to the step that was asked about."""

    #: the step may not be taken
    BLOCKS = "blocks"
    #: the case stands still until somebody has decided
    HOLDS = "holds"
    #: the step may be taken; the reason is shown
    WARNS = "warns"
    #: the step may be taken once the named evidence is there
    REQUIRES_EVIDENCE = "requires_evidence"

    @property
    def stops(self) -> bool:
        """Tell whether a step cannot be taken while this finding stands."""
        return self is not FindingKind.WARNS


@dataclass(frozen=True)
class Finding:
    """The answer of one rule. `code` is stable and machine-readable, `plugin` names who answered."""

    kind: FindingKind
    code: str
    reason: str
    reference: str
    source: str
    plugin: str

    def as_dict(self) -> dict[str, str]:
        """Return the finding, JSON-safe."""
        return {**asdict(self), "kind": self.kind.value}

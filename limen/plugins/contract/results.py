"""What a check of the contract kit says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from limen.plugins.contract.subject import Subject


class Verdict(StrEnum):
    """How a check came out. A warning does not fail the plugin."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """One sentence of one check."""

    check: str
    verdict: Verdict
    says: str


Check = Callable[[Subject], Iterator[tuple[Verdict, str]]]


def failed(says: str) -> tuple[Verdict, str]:
    """Return a failure."""
    return Verdict.FAILED, says


def warning(says: str) -> tuple[Verdict, str]:
    """Return a warning."""
    return Verdict.WARNING, says

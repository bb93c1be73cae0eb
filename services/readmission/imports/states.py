"""The states in which a case can be taken over, and what must be known of each.

A planned transfer is taken over as an acceptance and planned here, so that its gates are asked; a case whose
person was handed over runs no longer and stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.readmission.steps import STEPS


@dataclass(frozen=True)
class Taken:
    """A state: the steps that were taken before it, and the moments that it cannot be without."""

    steps: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()


_SENT: Final = ("submit", "receive")

STATES: Final[Mapping[str, Taken]] = {
    "draft": Taken(),
    "notified": Taken((), ("notice_given",)),
    "submitted": Taken(_SENT),
    "received": Taken(_SENT, ("receipt",)),
    "under_verification": Taken(_SENT, ("receipt",)),
    "information_requested": Taken(_SENT, ("receipt",)),
    "deferred": Taken(_SENT, ("receipt",)),
    "returned": Taken(_SENT),
    "accepted": Taken((*_SENT, "accept"), ("reply",)),
    "tacitly_accepted": Taken((*_SENT, "accept_tacitly"), ("expiry",)),
    "refused": Taken((*_SENT, "refuse"), ("reply",)),
}


def exists(state: str, procedure: str, role: str) -> bool:
    """Tell whether a case of this procedure can be in a state on this side."""
    return state == "draft" or any(
        step.leads_to == state and step.exists_in(procedure, role) for step in STEPS.values()
    )

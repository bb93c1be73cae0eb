"""What an officer must have learned before doing something."""

from dataclasses import dataclass

from limen.plugins.actions import check_action
from limen.plugins.dated import Dated


@dataclass(frozen=True, kw_only=True)
class TrainingRequirement(Dated):
    """An action that needs a valid certificate in a competence, on the days that the period covers.

    `competence` is the code that a certificate carries, `citation` the article that demands it,
    `source` where that text is found.
    """

    action: str
    competence: str
    citation: str
    source: str

    def __post_init__(self) -> None:
        super().__post_init__()
        check_action(self.action)

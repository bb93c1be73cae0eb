"""The authorities of a country that a readmission case or an encounter deals with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from limen.law.calendars import WorkingDays
from limen.law.levels import Level
from limen.plugins.dated import Dated


class Task(StrEnum):
    """What an authority is competent for."""

    BORDER_CONTROL = "border_control"
    READMISSION = "readmission"
    TRANSIT = "transit"
    TRAVEL_DOCUMENTS = "travel_documents"
    PROTECTION = "protection"
    TRAINING = "training"


@dataclass(frozen=True, kw_only=True)
class Authority(Dated):
    """An authority and what it is competent for, on the days that the period covers.

    `names` are by language (ISO 639). `calendar` only where its working days are not the country's.
    `source` is the code of the source that says that it is competent, `citation` its article or page and
    `verified` how far it was read.
    """

    code: str
    names: Mapping[str, str]
    tasks: frozenset[Task]
    source: str
    citation: str = ""
    verified: Level | None = None
    calendar: WorkingDays | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.names or not self.tasks or not self.source:
            raise ValueError(f"authority {self.code!r}: it needs a name, a task and a source")

"""A time limit as data: what a text says about a period, and, where it says nothing, `unstated`.

The field names and their values are those of the data files (arrangement-format.md). Made by
`limen.law.schemas.load_time_limit`, which checks the rules between the fields.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from limen.law.cited import content_hash, plain
from limen.law.levels import Entered, Level


class Unit(StrEnum):
    """What a period is counted in."""

    HOUR = "hour"
    #: the text says only "days"; the node's policy decides which kind
    DAY = "day"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    #: every day but Sundays and holidays ("Werktag"): Saturdays count
    WEEKDAY = "weekday"
    MONTH = "month"
    YEAR = "year"


class Start(StrEnum):
    """The event from which a period runs, or before which it ends."""

    KNOWLEDGE = "knowledge"
    ENTRY = "entry"
    APPREHENSION = "apprehension"
    RECEIPT = "receipt"
    RECEIPT_CONFIRMED = "receipt_confirmed"
    REGISTERED = "registered"
    REQUEST = "request"
    DOCUMENT_REQUEST = "document_request"
    REPLY = "reply"
    REPLY_RECEIVED = "reply_received"
    EXPIRY = "expiry"
    INTERVIEW = "interview"
    DOCUMENT_ISSUED = "document_issued"
    DOCUMENT_EXPIRED = "document_expired"
    RETURN = "return"
    PLANNED_TRANSFER = "planned_transfer"
    PLANNED_TRANSIT = "planned_transit"
    TRANSIT_REPLY = "transit_reply"
    INVOICE = "invoice"
    OBSTACLE_CEASED = "obstacle_ceased"
    UNSTATED = "unstated"


class FirstDay(StrEnum):
    """Whether the day of the event is counted."""

    EXCLUDED = "excluded"
    INCLUDED = "included"
    UNSTATED = "unstated"


class OnNonWorkingDay(StrEnum):
    """What happens to a last day that is not a working day."""

    STAYS = "stays"
    ROLLS_FORWARD = "rolls_forward"
    UNSTATED = "unstated"


class CalendarOf(StrEnum):
    """Whose weekend and holidays count."""

    REQUESTING = "requesting"
    REQUESTED = "requested"
    ACTING = "acting"
    BOTH = "both"
    UNSTATED = "unstated"


class Side(StrEnum):
    """The two sides of a case."""

    REQUESTING = "requesting"
    REQUESTED = "requested"


class Runs(StrEnum):
    """Whether the period runs after its event or ends before it."""

    AFTER = "after"
    BEFORE = "before"


class Silence(StrEnum):
    """What the text attaches to a limit that passes without an answer."""

    CONSENT = "consent"
    #: the text says that silence has no effect
    NONE = "none"
    NATIONALITY_ONLY = "nationality_only"
    #: silence counts as a refusal
    REFUSAL = "refusal"
    #: the text does not say; never read as consent
    UNSTATED = "unstated"


class Procedure(StrEnum):
    """The procedure to which a limit belongs."""

    NORMAL = "normal"
    ACCELERATED = "accelerated"
    AIRPORT = "airport"
    WRITTEN_NOTIFICATION = "written_notification"


class ExtensionKind(StrEnum):
    """How a limit becomes longer."""

    BY = "by"
    TO_TOTAL = "to_total"
    TIME_NEEDED = "time_needed"
    UNTIL_OBSTACLE_CEASES = "until_obstacle_ceases"

    @property
    def needs_obstacle(self) -> bool:
        """Tell whether the dates of the obstacle are needed to compute it."""
        return self in (ExtensionKind.TIME_NEEDED, ExtensionKind.UNTIL_OBSTACLE_CEASES)


class Upon(StrEnum):
    """What brings an extension about."""

    REQUEST = "request"
    REASONED_REQUEST = "reasoned_request"
    NOTICE = "notice"
    AGREEMENT = "agreement"
    UNSTATED = "unstated"


#: name of a time limit -> who has to act, and what must happen within it
LIMITS: dict[str, tuple[Side, str]] = {
    "submit": (Side.REQUESTING, "the application is handed in"),
    "reply": (Side.REQUESTED, "the application is answered"),
    "register_check": (Side.REQUESTED, "the registers are checked"),
    "interview": (Side.REQUESTED, "the person is interviewed"),
    "interview_report": (Side.REQUESTED, "the result of the interview is told"),
    "nationality_objection": (Side.REQUESTED, "a stated nationality is contested"),
    "travel_document": (Side.REQUESTED, "the travel document is issued"),
    "travel_document_renewal": (Side.REQUESTED, "the expired travel document is renewed"),
    "travel_document_validity": (Side.REQUESTED, "the time for which the travel document must be valid"),
    "entry_visa": (Side.REQUESTED, "the entry visa is issued"),
    "entry_visa_validity": (Side.REQUESTED, "the time for which the entry visa must be valid"),
    "transfer": (Side.REQUESTING, "the person is transferred"),
    "advance_notice": (Side.REQUESTING, "the transfer is announced"),
    "transit_application": (Side.REQUESTING, "the transit application is handed in"),
    "transit_reply": (Side.REQUESTED, "the transit application is answered"),
    "transit_execution": (Side.REQUESTING, "the transit is carried out"),
    "readmission_in_error": (Side.REQUESTED, "it is found that the person was taken back in error"),
    "cost_payment": (Side.REQUESTING, "costs are paid"),
}


@dataclass(frozen=True)
class Quantity:
    """A number of units, for example 15 calendar days."""

    value: int
    unit: Unit

    def __str__(self) -> str:
        """Return the quantity in words: "15 calendar days"."""
        return f"{self.value} {self.unit.value.replace('_', ' ')}{'' if self.value == 1 else 's'}"


@dataclass(frozen=True)
class Extension:
    """How a text lets a limit become longer. `amount` is None where the text gives no number."""

    kind: ExtensionKind
    reference: str
    amount: Quantity | None = None
    upon: Upon = Upon.UNSTATED
    silence: Silence = Silence.UNSTATED
    note: str | None = None


@dataclass(frozen=True)
class TimeLimit:
    """A time limit of a text. `amount` is None where the text only says "without delay"."""

    name: str
    amount: Quantity | None
    start: tuple[Start, ...]
    acts: Side
    reference: str
    source: str
    verified: Level | Entered
    first_day: FirstDay = FirstDay.UNSTATED
    on_non_working_day: OnNonWorkingDay = OnNonWorkingDay.UNSTATED
    calendar_of: CalendarOf = CalendarOf.UNSTATED
    runs: Runs = Runs.AFTER
    silence: Silence = Silence.UNSTATED
    promptly: bool = False
    #: the number is a minimum, for example of a document's validity
    at_least: bool = False
    late: str | None = None
    plus: Quantity | None = None
    latest: Quantity | None = None
    extension: Extension | None = None
    procedure: Procedure = Procedure.NORMAL
    #: it holds only for persons found within this distance of the border (or airport), in kilometres
    within_km: int | None = None
    variant: str | None = None
    requested: frozenset[str] = frozenset()
    applies_to: frozenset[str] = frozenset()
    note: str | None = None
    #: id of the arrangement in which it stands; empty for a limit that a case officer entered
    arrangement: str = ""

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of everything that the limit says."""
        return content_hash(self.as_dict())

    def holds_for(self, category: str, requested: str) -> bool:
        """Tell whether the limit is meant for this category of person and this requested state."""
        return (not self.applies_to or category in self.applies_to) and (
            not self.requested or requested in self.requested
        )

    def silence_when(self, extended: bool) -> Silence:
        """Return what the text attaches to silence, for the plain limit or the extended one."""
        return self.extension.silence if extended and self.extension else self.silence

    def as_dict(self) -> dict[str, Any]:
        """Return the limit, JSON-safe."""
        values = {key: item for key, item in vars(self).items() if key != "content_hash"}
        for key in ("amount", "plus", "latest"):
            values[key] = vars(values[key]) if values[key] else None
        if self.extension:
            amount = self.extension.amount
            values["extension"] = {**vars(self.extension), "amount": vars(amount) if amount else None}
        return plain(values)  # type: ignore[no-any-return]

"""What holds from one day to another: law, offices and names change."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Holds from `valid_from` to `valid_to`, both days included; None leaves that side open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        kind = type(self).__name__
        for name, day in (("valid_from", self.valid_from), ("valid_to", self.valid_to)):
            if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
                raise ValueError(f"{kind}: {name} must be a day (YYYY-MM-DD), not {day!r}")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"{kind}: valid_to {self.valid_to} lies before valid_from {self.valid_from}")

    def in_force(self, on: date) -> bool:
        """Tell whether this holds on the day `on`."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

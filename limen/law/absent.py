"""Why a value is absent from an arrangement: the text has none, it was not read, or it was not verified."""

from dataclasses import dataclass
from enum import StrEnum


class Absence(StrEnum):
    """Why an arrangement does not carry a value; of two texts the later reason decides."""

    #: the full text was read and has none
    SILENT = "silent"
    #: the text, or the part where the value would stand, was not read
    NOT_READ = "not_read"
    #: a value was found, and too weakly to be used
    NOT_VERIFIED = "not_verified"

    @property
    def in_words(self) -> str:
        """Return the reason as an officer reads it."""
        return _ABSENCE[self]


class Found(StrEnum):
    """How a value was found that may not ship."""

    UNNAMED_COPY = "unnamed_copy"
    WEAK_SOURCE = "weak_source"
    EXPECTED = "expected"
    TWO_READINGS = "two_readings"
    INFERRED = "inferred"
    UNSOURCED = "unsourced"

    @property
    def in_words(self) -> str:
        """Return it as a lawyer reads it."""
        return _FOUND[self]


@dataclass(frozen=True)
class Withheld:
    """A value that was found and is not carried; `value` names it (`time_limits.reply`), never gives it."""

    value: str
    found: Found
    reason: str


@dataclass(frozen=True)
class Absent:
    """Why one text lacks a value; `withheld` is what was found of it, where something was."""

    text: str
    why: Absence
    withheld: Withheld | None = None

    @property
    def found(self) -> str | None:
        """How it was found and why that is too weak, in words; None: nothing was found."""
        return f"{self.withheld.found.in_words}: {self.withheld.reason}" if self.withheld else None

    @property
    def in_words(self) -> str:
        """Return the reason with the text that it is about."""
        return f"{self.text}: {self.why.in_words}" + (f", {self.found}" if self.found else "")


#: no text is silent on the days on which it was signed and took effect: they were not read
NEVER_SILENT = frozenset({"frame.signed", "frame.in_force"})

_ABSENCE = {
    Absence.SILENT: "the text was read in full and has none",
    Absence.NOT_READ: "the place in the text was not read",
    Absence.NOT_VERIFIED: "something was found, and not verified well enough to be used",
}
_FOUND = {
    Found.UNNAMED_COPY: "in a copy that does not name its agreement",
    Found.WEAK_SOURCE: "in a weak source only",
    Found.EXPECTED: "as expected only, before it happened",
    Found.TWO_READINGS: "in words that allow two readings",
    Found.INFERRED: "inferred, not read",
    Found.UNSOURCED: "in no source",
}

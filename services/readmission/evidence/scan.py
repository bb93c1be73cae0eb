"""What is known of an attached file's harmlessness."""

from enum import StrEnum

from limen.runtime import Runtime


class Scan(StrEnum):
    """The answer of the virus scanner."""

    #: the node has a scanner, which did not get to it yet
    WAITING = "waiting"
    CLEAN = "clean"
    #: the file was deleted; its record and hash stay
    INFECTED = "infected"
    #: the scanner failed: nobody opens the file before it answers
    HELD = "held"
    #: the node has no scanner
    NOT_SCANNED = "not_scanned"

    @property
    def may_be_opened(self) -> bool:
        """Tell whether officers may open the file, and whether it may be sent."""
        return self in (Scan.CLEAN, Scan.NOT_SCANNED)


def first_state(runtime: Runtime) -> Scan:
    """Return the state of a file that has just arrived."""
    return Scan.WAITING if runtime.settings.scan_command else Scan.NOT_SCANNED

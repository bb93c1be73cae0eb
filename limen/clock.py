"""The one clock: aware UTC times, written as RFC 3339 with milliseconds."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment as an aware UTC time."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in UTC."""
    return now().date()


def rfc3339(moment: datetime) -> str:
    """Write an aware time as RFC 3339 in UTC, for example `2026-03-06T08:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(moment: datetime) -> str:
    """Write an aware time for paper, to the minute: `2026-03-06 08:00 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def from_rfc3339(text: str) -> datetime:
    """Read an RFC 3339 time; a time without an offset is refused with ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the time {text!r} has no offset")
    return moment.astimezone(UTC)

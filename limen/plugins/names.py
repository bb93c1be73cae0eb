"""A misspelt name is answered with the names that exist."""

from collections.abc import Collection
from difflib import get_close_matches


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return `: did you mean 'x'?`, or the list of known names where none is close."""
    close = get_close_matches(name, sorted(known), n=1)
    if close:
        return f": did you mean {close[0]!r}?"
    return ": known are " + (", ".join(sorted(known)) or "none")

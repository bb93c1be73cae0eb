"""What may be said of an error that arose while personal data was at hand."""

from traceback import extract_tb

from limen.errors import LimenError


def describe(error: BaseException) -> str:
    """Return the type of an error and where it arose; of foreign errors never the message.

    A driver's message shows the row that it could not write, a KeyError the key; our own errors hold no
    personal data by rule (`limen.errors`), so their text is kept.
    """
    name = type(error).__name__
    if isinstance(error, LimenError):
        return _storable(f"{name}: {error.detail}")
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    if not ours:
        return name
    place = ours[-1]
    return f"{name} in {place.name}, {_short(place.filename)}:{place.lineno}"


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])


def _storable(text: str) -> str:
    """Return what every database can hold: no NUL, no lone surrogates, not endless."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:500]

"""What printing needs of a machine, and the error where it is not there."""

from collections.abc import Sequence

from limen.errors import Unavailable
from limen.printing import fonts

_NO_FONTS = "printing needs the packaged fonts: run script/assets, or install the wheel"


class PrintingUnavailable(Unavailable):
    """This machine cannot print."""

    code = "printing-unavailable"


def missing_parts() -> Sequence[str]:
    """Return what the machine lacks for printing, as sentences that say what to do; empty: nothing."""
    return [] if fonts.installed() else [_NO_FONTS]


def require_fonts() -> None:
    """Raise `PrintingUnavailable` without the packaged fonts: a form of empty boxes is worse than none."""
    if not fonts.installed():
        raise PrintingUnavailable(_NO_FONTS)

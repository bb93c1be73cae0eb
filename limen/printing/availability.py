"""What printing needs of a machine, and the error where it is not there."""

import contextlib
import importlib
import io
from collections.abc import Sequence
from types import ModuleType

from limen.errors import Unavailable
from limen.printing import fonts

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_NO_PANGO = f"printing needs libpango: apt install {LIBRARIES}"
_NO_FONTS = "printing needs the packaged fonts: run script/assets, or install the wheel"


class PrintingUnavailable(Unavailable):
    """This machine cannot print."""

    code = "printing-unavailable"


def missing_parts() -> Sequence[str]:
    """Return what the machine lacks for printing, as sentences that say what to do; empty: nothing."""
    missing = [] if fonts.installed() else [_NO_FONTS]
    try:
        load_engine()
    except PrintingUnavailable as error:
        missing.append(error.detail)
    return missing


def load_engine() -> ModuleType:
    """Return `limen.printing.engine`, imported at the first use.

    It loads libpango when it is imported; without the library this raises `PrintingUnavailable`.
    """
    try:
        # The library prints advice for its developers before it raises; ours stands in the error.
        with contextlib.redirect_stdout(io.StringIO()):
            return importlib.import_module("limen.printing.engine")
    except OSError as error:
        raise PrintingUnavailable(_NO_PANGO) from error


def require_fonts() -> None:
    """Raise `PrintingUnavailable` without the packaged fonts: a form of empty boxes is worse than none."""
    if not fonts.installed():
        raise PrintingUnavailable(_NO_FONTS)

"""The library of readmission agreements: what the texts say, as dated data with article and source.

`data/` holds one file an agreement, in the shape of `limen/law/arrangement-format.md`. A value stands there
only after it was read in the text; what a text leaves open is `unstated`, and what nobody could read is
absent and listed in the file's `not_verified`. `cases/` says in sentences what must follow from the texts.
"""

from limen.plugins import Arrangement, hookimpl
from plugins.agreements.library import load_library


@hookimpl
def arrangements() -> list[Arrangement]:
    """Return every agreement in `data/`, by file name."""
    return load_library()

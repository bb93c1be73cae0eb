"""Paths within the console, so that no form or link leads anywhere else."""

import re
from typing import Final

#: a path of ours: it begins with one slash, holds nothing that a browser reads as another host
_OWN: Final = re.compile(r"/(?![/\\])[A-Za-z0-9/_\-.?=&%]*")


def own_path(wanted: str) -> str:
    """Return a path that came with a request, or the home page where it is not one of ours."""
    return wanted if _OWN.fullmatch(wanted) else "/"

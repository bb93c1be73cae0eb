"""deploy/env.example: every setting as a line of an environment file, with what it is for."""

from collections.abc import Iterator
from dataclasses import MISSING, Field
from typing import Any

from limen.config import PREFIX, setting_fields

_HEAD = """\
# The settings of a Limen node, made from the code by `python -m limen.docs`.
# Copy this file to node.env and take the # away before what you set; the others keep the default shown.
# A secret is given by a file: LIMEN_<NAME>_FILE names it, and its text never stands in an environment.
# compose.yaml and the systemd units name the files of the secrets themselves: leave those as they are.
"""


def render() -> str:
    """Return the file."""
    return "\n".join([_HEAD, *("\n".join([*_lines(item), ""]) for item in setting_fields())])


def _lines(item: Field[Any]) -> Iterator[str]:
    meta, name = item.metadata, PREFIX + item.name.upper()
    required = " (required)" if item.default is MISSING else ""
    yield f"# {meta['help']}{required}"
    if meta["choices"]:
        yield f"# one of: {', '.join(meta['choices'])}"
    yield f"#{name}_FILE=" if meta["secret"] else f"#{name}={_text(item.default)}"


def _text(default: Any) -> str:
    """Return a default as the environment writes it."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return ",".join(default)
    return "" if default is MISSING else str(default)

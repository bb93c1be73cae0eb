"""The folder of attached files. Each lies under its own id, sealed; no name from outside becomes a path.

A file is complete on the disk before the transaction that names it commits. What a transaction did not
name in the end, and what was removed, the timer deletes.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from limen.ids import is_id
from limen.runtime import Runtime

_ENDING = ".sealed"
#: seconds after which a file that no record names is a leftover
_LEFT_OVER = 3600


def write(runtime: Runtime, file_id: str, sealed: bytes) -> None:
    """Keep a sealed file; it is on the disk when this returns."""
    path = path_of(runtime, file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(runtime: Runtime, file_id: str) -> bytes:
    """Return a sealed file; FileNotFoundError when it is not there."""
    return path_of(runtime, file_id).read_bytes()


def delete(runtime: Runtime, file_id: str) -> None:
    """Delete a file, if it is there."""
    path_of(runtime, file_id).unlink(missing_ok=True)


def left_over(runtime: Runtime) -> Iterator[Path]:
    """Yield the files that are old enough to have a record, for the caller to compare."""
    before = time.time() - _LEFT_OVER
    for path in _root(runtime).glob("*/*"):
        if path.suffix in (_ENDING, ".part") and path.stat().st_mtime < before:
            yield path


def path_of(runtime: Runtime, file_id: str) -> Path:
    """Return where a file lies; ValueError for what is no id."""
    if not is_id(file_id):
        raise ValueError("an attached file is named by its id")
    # UUIDv7 begin with the time; their end spreads evenly over folders.
    return _root(runtime) / file_id[-2:] / f"{file_id}{_ENDING}"


def _root(runtime: Runtime) -> Path:
    return runtime.settings.attachments_of(runtime.service.name)

"""Checking data files of arrangements: what breaks a rule, and what wants attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from limen.errors import NotFound
from limen.law.arrangement import Arrangement
from limen.law.errors import LawDataInvalid
from limen.law.library import Library
from limen.law.loading import load_arrangement
from services.readmission.arrangements.review import warnings


@dataclass(frozen=True)
class Remark:
    """Something about a file: an error or a warning, the field (empty: the whole file), and the rule."""

    kind: str
    file: str
    field: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """Return the remark, JSON-safe."""
        return dict(vars(self))


def lint_files(paths: Sequence[Path], known: Iterable[Arrangement], on: date, days: int) -> list[Remark]:
    """Check files and the library that they make together with what is known already.

    A file takes the place of the known arrangement of its id. NotFound where there is no such file.
    """
    remarks, loaded = [], []
    for path in _files(paths):
        try:
            loaded.append(load_arrangement(path))
        except LawDataInvalid as error:
            remarks += [Remark("error", error.file, field, rule) for field, rule in error.problems]
    names = {item.id for item in loaded}
    remarks += lint([*(item for item in known if item.id not in names), *loaded])
    remarks += [remark for item in loaded for remark in _warn(item, on, days)]
    return remarks


def lint_known(known: Iterable[Arrangement], on: date, days: int) -> list[Remark]:
    """Return the warnings about arrangements that are loaded already; their rules were checked then."""
    return [remark for item in known for remark in _warn(item, on, days)]


def lint(arrangements: Iterable[Arrangement]) -> list[Remark]:
    """Check whether these arrangements make a library without two answers to one question."""
    try:
        Library(arrangements)
    except LawDataInvalid as error:
        return [Remark("error", error.file, field, rule) for field, rule in error.problems]
    return []


def _warn(item: Arrangement, on: date, days: int) -> list[Remark]:
    return [Remark("warning", item.id, "", sentence) for sentence in warnings(item, on, days)]


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(path.glob("*.yaml"))
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound(f"There is no file or folder {path}.")
    return found

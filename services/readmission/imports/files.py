"""Reading a file of cases: JSON lines, or CSV with the same column names."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limen.errors import LimenError
from services.readmission.imports.schemas import ImportLine

#: columns whose cell in a CSV file holds several values, with spaces between
_LISTS = ("safeguards", "nationalities")


class ImportRefused(LimenError):
    """The file is not imported.

    `problems` name line, field and rule.
    """

    status = 422
    code = "import-refused"


@dataclass(frozen=True)
class Read:
    """A line of a file: its number there, counted from 1, and its columns."""

    number: int
    columns: Mapping[str, Any]


def read_lines(file: Path) -> list[Read]:
    """Return the lines of a file (`.csv`: CSV, else JSON); ImportRefused names each that is no record."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(problems=[f"{file.name}: must be UTF-8"]) from error
    found = list(_csv(text) if file.suffix.lower() == ".csv" else _json(text))
    wrong = [f"line {number}: {columns}" for number, columns in found if isinstance(columns, str)]
    if wrong or not found:
        raise ImportRefused(problems=wrong or [f"{file.name} has no line"])
    return [Read(number, columns) for number, columns in found if not isinstance(columns, str)]


def errors_of(lines: list[Read]) -> list[str]:
    """Return what is wrong with lines by themselves, as `line 7, birth_date: rule`."""
    schema = ImportLine()
    return [
        f"line {item.number}, {name}: {_first(found)}"
        for item in lines
        for name, found in schema.validate(dict(item.columns)).items()
    ]


def _first(found: Any) -> str:
    while isinstance(found, dict | list) and found:
        found = next(iter(found.values())) if isinstance(found, dict) else found[0]
    return str(found)


def _json(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            columns = json.loads(line)
        except ValueError as error:
            columns = f"must be a JSON object on one line ({error})"
        yield number, columns if isinstance(columns, dict | str) else "must be a JSON object"


def _csv(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                yield reader.line_num, f"must have {len(reader.fieldnames or ())} cells"
            else:
                yield reader.line_num, _typed(row)
    except csv.Error as error:
        yield reader.line_num, f"must be CSV ({error})"


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells that hold something: lists split, and the number as a number where it is one."""
    cells: dict[str, Any] = {name: cell.strip() for name, cell in row.items() if cell.strip()}
    cells |= {name: cells[name].split() for name in _LISTS if name in cells}
    if cells.get("sex", "").isdecimal():
        cells["sex"] = int(cells["sex"])
    return cells

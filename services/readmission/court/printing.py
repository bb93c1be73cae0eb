"""What the printed record of a case says of its parts."""

from collections.abc import Mapping
from typing import Any

from limen.codes import country_name
from limen.ids import is_id


def for_paper(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record (`schemas.CourtRecord`, dumped) as the page takes it."""
    case = record["case"]
    states = {name: _named(case[name]) for name in ("requesting_state", "requested_state")}
    entries = [
        {**entry, "at": f"{entry['at'][:10]} {entry['at'][11:19]}", "facts": _facts(entry.get("facts") or {})}
        for entry in record["entries"]
    ]
    return {**record, "case": {**case, **states}, "entries": entries}


def _named(state: str) -> str:
    return f"{country_name(state, 'en')} ({state})"


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return facts in words, without those that only a machine can follow."""
    return [
        (name.replace("_", " "), str(value).replace("_", " "))
        for name, value in sorted(facts.items())
        if not is_id(str(value))
    ]

"""What readers of the library see: the list, one arrangement with every value, the matrix of pairs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from limen.errors import NotFound
from limen.law.arrangement import Arrangement
from limen.law.library import Library
from services.readmission.arrangements.coverage import counts, pairs, value_names
from services.readmission.arrangements.review import reading_in_words, review_due, warnings
from services.readmission.arrangements.values import CORE, entries_of, levels_of


def listed(library: Library, on: date, days: int) -> dict[str, Any]:
    """Return every arrangement in short, and every pair of states with what holds between them on a day."""
    names = value_names(library)
    items = [{**_short(item, on, days), "values": counts(item, names)} for item in library]
    return {"items": items, "pairs": pairs(library, on), "on": on, "review_days": days}


def shown(library: Library, arrangement_id: str, on: date, days: int) -> dict[str, Any]:
    """Return one arrangement with every value, what it lacks, its sources and the protocols over it."""
    item = library.get(arrangement_id.upper())
    if item is None:
        known = ", ".join(entry.id for entry in library)
        raise NotFound(f"The library has no arrangement {arrangement_id}. There are: {known}.")
    names = value_names(library)
    present = levels_of(item)
    return {
        **_short(item, on, days),
        "values": counts(item, names),
        "entries": [entry.as_dict() for entry in entries_of(item)],
        "absent": _absent(item, (name for name in names if name not in present)),
        "withheld": [
            {"value": held.value, "found": held.found.in_words, "reason": held.reason}
            for held in item.withheld
        ],
        "not_verified": list(item.not_verified),
        "warnings": list(warnings(item, on, days)),
        "sources": [
            {
                "code": code,
                "title": source.title,
                "publication": source.publication,
                "read_on": source.read_on,
                "address": source.address,
            }
            for code, source in item.sources.items()
        ],
        "protocols": [other.id for other in library if other.overlays == item.id],
        "pairs": [row for row in pairs(library, on) if row["arrangement"] == item.id],
    }


def _short(item: Arrangement, on: date, days: int) -> dict[str, Any]:
    present = levels_of(item)
    days_in_force = [entry.day.value for entry in item.in_force]
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "overlays": item.overlays,
        "content_hash": item.content_hash,
        "parties": [
            {"name": party.name, "states": sorted({member.state for member in party.members})}
            for party in item.parties
        ],
        "in_force": min(days_in_force, default=None),
        "terminated": item.terminated.value if item.terminated else None,
        "variants": sorted(
            {limit.variant for limits in item.time_limits.values() for limit in limits if limit.variant}
        ),
        "missing": _absent(item, (name for name in CORE if name not in present)),
        "in_doubt": item.in_doubt,
        "rests_on": reading_in_words(item),
        "reviewed_on": item.reviewed_on,
        "second_reading": item.second_reading,
        "review_due": review_due(item, on, days),
    }


def _absent(item: Arrangement, values: Iterable[str]) -> list[dict[str, Any]]:
    return [{"value": value, "why": item.absence(value)} for value in values]

"""The coverage of the library: arrangement by value by level, and which pairs of states are covered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.levels import Level
from limen.law.library import Library
from services.readmission.arrangements.values import FRAME, PARTS, levels_of

#: how a level is written in a narrow table
LETTERS = {Level.FULL_TEXT: "F", Level.EXCERPT: "E", Level.SECONDARY: "S", None: "–"}
LEGEND = (
    "F: read in the full official text. E: read in an excerpt. S: read in an official secondary source. "
    "–: absent: the text does not say it, or nobody could verify it."
)


def value_names(arrangements: Iterable[Arrangement]) -> list[str]:
    """Return the names of all values that any of these arrangements has, in the order of the parts."""
    found = {value for item in arrangements for value in levels_of(item)}

    def place(value: str) -> tuple[int, int, str]:
        part, _, name = value.partition(".")
        return PARTS.index(part), FRAME.index(name) if part == "frame" else 0, name

    return sorted(found, key=place)


def coverage(library: Library) -> list[dict[str, Any]]:
    """Return one row for each arrangement and value: arrangement, value, level (None: absent)."""
    names = value_names(library)
    rows = []
    for item in library:
        levels = levels_of(item)
        for name in names:
            level = levels.get(name)
            rows.append({"arrangement": item.id, "value": name, "level": level.value if level else None})
    return rows


def counts(arrangement: Arrangement, names: Sequence[str]) -> dict[str, int]:
    """Return how many values an arrangement has at each level, and how many of `names` it lacks."""
    levels = levels_of(arrangement)
    found = {level.value: sum(value is level for value in levels.values()) for level in Level}
    return {**found, "absent": sum(name not in levels for name in names)}


def pairs(library: Library, on: date) -> list[dict[str, Any]]:
    """Return every pair of states that an arrangement joins, with what holds between them on a day.

    One row a pair and agreement: since when, whether it applies on the day to own nationals and to
    third-country nationals (None: yes; else why not), and the weakest level of its time limits.
    """
    rows = []
    for item in library:
        if item.kind != "agreement":
            continue
        limits = [level for value, level in levels_of(item).items() if value.startswith("time_limits.")]
        levels = sorted({level.value for level in limits})
        for one, other in item.pairs():
            since = item.since(one, other, Category.OWN_NATIONAL)
            rows.append(
                {
                    "one": one,
                    "other": other,
                    "arrangement": item.id,
                    "since": since,
                    "own_nationals": _why_not(item, one, other, on, Category.OWN_NATIONAL),
                    "third_country_nationals": _why_not(
                        item, one, other, on, Category.THIRD_COUNTRY_NATIONAL
                    ),
                    "levels": levels,
                    "protocols": [
                        protocol.id
                        for protocol in library
                        if protocol.overlays == item.id and protocol.joins(one, other, on)
                    ],
                }
            )
    return sorted(rows, key=lambda row: (row["one"], row["other"], row["arrangement"]))


def _why_not(item: Arrangement, one: str, other: str, on: date, category: Category) -> str | None:
    """Return why it does not apply in either direction; None where it does in one at least."""
    reasons = [item.why_not(*states, on, category) for states in ((one, other), (other, one))]
    return None if None in reasons else reasons[0]


def as_markdown(library: Library) -> str:
    """Return the coverage as markdown tables, one for each part, and what is not verified as a list."""
    names, lines = value_names(library), [LEGEND, ""]
    for part in PARTS:
        columns = [name for name in names if name.startswith(f"{part}.")]
        if not columns:
            continue
        lines += [f"### {part.replace('_', ' ').capitalize()}", ""]
        titles = [name.partition(".")[2].replace("_", " ") for name in columns]
        lines.append("| arrangement | " + " | ".join(titles) + " |")
        lines.append("|---" * (len(columns) + 1) + "|")
        for item in library:
            levels = levels_of(item)
            lines.append(f"| {item.id} | " + " | ".join(LETTERS[levels.get(name)] for name in columns) + " |")
        lines.append("")
    lines += ["### Not verified", ""]
    for item in library:
        lines += [f"- {item.id}: {sentence}" for sentence in item.not_verified]
    return "\n".join(lines) + "\n"

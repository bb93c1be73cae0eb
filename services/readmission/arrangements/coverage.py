"""The coverage of the library: arrangement by value by level, why some are absent, and the pairs covered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from limen.law.absent import Absence
from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.levels import Level
from limen.law.library import Library
from services.readmission.arrangements.review import reading_in_words
from services.readmission.arrangements.values import FRAME, PARTS, levels_of

#: how a level, or why there is none, is written in a narrow table
LETTERS: dict[Level | Absence, str] = {
    Level.FULL_TEXT: "F",
    Level.EXCERPT: "E",
    Level.SECONDARY: "S",
    Absence.SILENT: "–",
    Absence.NOT_READ: "?",
    Absence.NOT_VERIFIED: "×",
}
LEGEND = (
    "F: read in the full official text. E: read in an excerpt. S: read in an official secondary source. "
    "–: absent: the text was read in full and has none (among other rules: none kept under this name). "
    "?: absent: the place was not read. "
    "×: absent: something was found, and not verified well enough."
)


def value_names(arrangements: Iterable[Arrangement]) -> list[str]:
    """Return the names of all values that any of these arrangements has, in the order of the parts."""
    found = {value for item in arrangements for value in levels_of(item)}

    def place(value: str) -> tuple[int, int, str]:
        part, _, name = value.partition(".")
        return PARTS.index(part), FRAME.index(name) if part == "frame" else 0, name

    return sorted(found, key=place)


def coverage(library: Library) -> list[dict[str, Any]]:
    """Return one row for each arrangement and value: its level, or None and why it is absent."""
    names = value_names(library)
    rows = []
    for item in library:
        levels = levels_of(item)
        for name in names:
            level = levels.get(name)
            rows.append(
                {
                    "arrangement": item.id,
                    "value": name,
                    "level": level,
                    "absent": None if level else item.absence(name),
                }
            )
    return rows


def counts(arrangement: Arrangement, names: Sequence[str]) -> dict[str, int]:
    """Return how many values an arrangement has at each level, and how many of `names` it lacks, and why."""
    levels = levels_of(arrangement)
    lacks = [arrangement.absence(name) for name in names if name not in levels]
    found = {level.value: sum(value is level for value in levels.values()) for level in Level}
    return {**found, "absent": len(lacks), **{why.value: lacks.count(why) for why in Absence}}


def pairs(library: Library, on: date) -> list[dict[str, Any]]:
    """Return every pair of states that an arrangement joins, with what holds between them on a day.

    One row a pair and agreement: since when, whether it applies on the day to own nationals and to
    third-country nationals (None: yes; else why not), and the levels of its time limits.
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
                    "in_doubt": item.in_doubt,
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
    """Return the coverage as markdown: what each file rests on, a table a part, and what could not ship."""
    names, lines = value_names(library), ["# Coverage of the library of agreements", "", LEGEND, ""]
    lines += [
        "## What each file rests on",
        "",
        "| arrangement | rests on | in force | reviewed |",
        "|---" * 4 + "|",
    ]
    for item in library:
        days = ", ".join(str(entry.day.value) for entry in item.in_force) or "not verified: only listed"
        lines.append(f"| {item.id} | {reading_in_words(item)} | {days} | {item.reviewed_on or 'never'} |")
    lines.append("")
    for part in PARTS:
        columns = [name for name in names if name.startswith(f"{part}.")]
        if not columns:
            continue
        lines += [f"## {part.replace('_', ' ').capitalize()}", ""]
        titles = [name.partition(".")[2].replace("_", " ") for name in columns]
        lines.append("| arrangement | " + " | ".join(titles) + " |")
        lines.append("|---" * (len(columns) + 1) + "|")
        for item in library:
            levels = levels_of(item)
            cells = [LETTERS[levels.get(name) or item.absence(name)] for name in columns]
            lines.append(f"| {item.id} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += ["## May not be applied", ""]
    lines += [f"- {item.id}: {item.in_doubt}" for item in library if item.in_doubt]
    lines += [
        "",
        "## What was found and could not ship",
        "",
        "The values themselves are not printed, so that nobody uses them.",
        "",
    ]
    lines += ["| arrangement | value | was found | reason |", "|---" * 4 + "|"]
    for item in library:
        for held in item.withheld:
            lines.append(f"| {item.id} | {held.value} | {held.found.in_words} | {held.reason} |")
    lines += ["", "## What is open", ""]
    for item in library:
        lines += [f"- {item.id}: {sentence}" for sentence in item.not_verified]
    return "\n".join(lines) + "\n"

"""The tables of `limen arrangements`."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from limen.law.levels import Level
from services.readmission.arrangements.coverage import LEGEND, LETTERS

_STYLES = {"error": "bold red", "warning": "yellow", "added": "green", "removed": "red", "changed": "bold"}


def library(console: Console, found: Mapping[str, Any]) -> None:
    """Print the list of arrangements."""
    table = _table("id", "between", "in force", "F", "E", "S", "–", "reviewed", "read twice")
    for column in table.columns:
        column.no_wrap = column.header != "between"
    for item in found["items"]:
        parties = " – ".join(_party(party) for party in item["parties"])
        reviewed = str(item["reviewed_on"] or "never") + (" (due)" if item["review_due"] else "")
        force = str(item["in_force"] or "not verified")
        values = item["values"]
        table.add_row(
            item["id"],
            parties,
            f"to {item['terminated']}" if item["terminated"] else force,
            *(str(values[name]) for name in ("full_text", "excerpt", "secondary", "absent")),
            reviewed,
            str(item["second_reading"] or "–"),
        )
    console.print(table)
    console.print(
        f"{len(found['items'])} arrangements, {len(found['pairs'])} pairs of states; a review is due after "
        f"{found['review_days']} days.",
        highlight=False,
    )
    console.print(LEGEND, highlight=False)


def arrangement(console: Console, found: Mapping[str, Any]) -> None:
    """Print one arrangement."""
    console.print(f"[bold]{found['id']}[/]: {found['title']}", highlight=False)
    for sentence in found["warnings"]:
        console.print(f"[yellow]{found['id']} {sentence}.[/]", highlight=False)
    table = _table("value", "holds for", "what it says", "article", "source", "level")
    for entry in found["entries"]:
        words = entry["words"] + (f"\n({entry['note']})" if entry["note"] else "")
        level = Level(entry["verified"])
        table.add_row(
            f"{entry['part']}.{entry['name']}".replace("frame.", ""),
            entry["holds_for"],
            words,
            entry["reference"],
            entry["source"],
            f"{LETTERS[level]}",
        )
    console.print(table)
    console.print(f"Absent here: {', '.join(found['absent']) or 'nothing'}.", highlight=False)
    for sentence in found["not_verified"]:
        console.print(f"Not verified: {sentence}", markup=False, highlight=False)
    for source in found["sources"]:
        console.print(
            f"{source['code']}: {source['title']}, {source['publication']}, read on {source['read_on']}",
            markup=False,
            highlight=False,
        )
    console.print(LEGEND, highlight=False)


def differences(console: Console, found: Sequence[Mapping[str, Any]]) -> None:
    """Print what differs between two arrangements."""
    table = _table("value", "holds for", "", "before", "after", "article")
    for item in found:
        table.add_row(
            item["value"],
            item["holds_for"],
            item["kind"],
            item["before"] or "–",
            item["after"] or "–",
            item["reference"],
            style=_STYLES.get(item["kind"], ""),
        )
    console.print(table if found else "The two say the same.")


def remarks(console: Console, found: Sequence[Mapping[str, Any]]) -> None:
    """Print errors and warnings about data files."""
    for item in found:
        where = f"{item['file']}: {item['field']}" if item["field"] else item["file"]
        console.print(f"[{_STYLES[item['kind']]}]{item['kind']}[/] {where}: ", end="", highlight=False)
        console.print(item["detail"], markup=False, highlight=False, soft_wrap=True)
    errors = sum(item["kind"] == "error" for item in found)
    console.print(f"{errors} errors, {len(found) - errors} warnings", highlight=False)


def coverage(console: Console, found: Sequence[Mapping[str, Any]]) -> None:
    """Print the coverage: values down, arrangements across, as many as fit."""
    names = list(dict.fromkeys(row["arrangement"] for row in found))
    values = list(dict.fromkeys(row["value"] for row in found))
    levels = {(row["value"], row["arrangement"]): row["level"] for row in found}
    fits = max(1, (console.width - 40) // 9)
    for start in range(0, len(names), fits):
        part = names[start : start + fits]
        table = _table("value", *part)
        for value in values:
            cells = [levels[value, name] for name in part]
            table.add_row(value, *(LETTERS[Level(level) if level else None] for level in cells))
        console.print(table)
    console.print(LEGEND, highlight=False)


def _party(party: Mapping[str, Any]) -> str:
    states = party["states"]
    if len(states) == 1:
        return str(states[0])
    return f"{party['name']} ({', '.join(states) if len(states) < 5 else len(states)})"


def _table(*headings: str) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table

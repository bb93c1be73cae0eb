"""The tables of `limen arrangements`."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from limen.cli.tables import WIDE
from limen.cli.tables import table as _table
from limen.law.absent import Absence
from limen.law.levels import Level
from services.readmission.arrangements.coverage import LEGEND, LETTERS

_STYLES = {"error": "bold red", "warning": "yellow", "added": "green", "removed": "red", "changed": "bold"}


def library(console: Console, found: Mapping[str, Any]) -> None:
    """Print the list of arrangements."""
    wide = console.width >= WIDE
    rest = ("rests on", "reviewed") if wide else ("reviewed",)
    table = _table("id", "between", "in force", "F", "E", "S", "–", "?", "×", *rest)
    for column in table.columns:
        column.no_wrap = column.header not in ("between", "rests on")
    for item in found["items"]:
        parties = " – ".join(_party(party) for party in item["parties"])
        reviewed = str(item["reviewed_on"] or "never") + (" (due)" if item["review_due"] else "")
        force = str(item["in_force"] or "not verified")
        values = item["values"]
        table.add_row(
            item["id"],
            parties,
            f"to {item['terminated']}" if item["terminated"] else force,
            *(str(values[name]) for name in (*Level, *Absence)),
            *((item["rests_on"], reviewed) if wide else (reviewed,)),
        )
    console.print(table)
    console.print(
        f"{len(found['items'])} arrangements, {len(found['pairs'])} pairs of states; a review is due after "
        f"{found['review_days']} days.",
        highlight=False,
    )
    console.print(LEGEND, highlight=False)
    console.print("`limen arrangements show ID` says what one rests on.", highlight=False)


def arrangement(console: Console, found: Mapping[str, Any]) -> None:
    """Print one arrangement."""
    console.print(f"[bold]{found['id']}[/]: {found['title']}", highlight=False)
    console.print(f"It rests on {found['rests_on']}.", highlight=False)
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
    for why in Absence:
        names = [item["value"].replace("frame.", "") for item in found["absent"] if item["why"] is why]
        if names:
            console.print(f"Absent, {why.in_words}: {', '.join(names)}.", highlight=False)
    for item in found["withheld"]:
        console.print(
            f"Not shipped: {item['value']}, found {item['found']}. {item['reason']}",
            markup=False,
            highlight=False,
        )
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
            item["value"].replace("frame.", ""),
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
    """Print the coverage: values down, arrangements across, as many as fit, and why the rest is absent."""
    names = list(dict.fromkeys(row["arrangement"] for row in found))
    values = list(dict.fromkeys(row["value"] for row in found))
    cells = {(row["value"], row["arrangement"]): LETTERS[row["level"] or row["absent"]] for row in found}
    fits = max(1, (console.width - 40) // 9)
    for start in range(0, len(names), fits):
        part = names[start : start + fits]
        table = _table("value", *part)
        for value in values:
            table.add_row(value, *(cells[value, name] for name in part))
        console.print(table)
    console.print(LEGEND, highlight=False)


def sources(console: Console, found: Mapping[str, Any]) -> None:
    """Print what each file rests on, and which reviews are overdue."""
    table = _table("id", "rests on", "reviewed", "may not be applied")
    for item in found["items"]:
        table.add_row(
            item["id"], item["rests_on"], str(item["reviewed_on"] or "never"), item["in_doubt"] or ""
        )
    console.print(table)
    due = [item["id"] for item in found["items"] if item["review_due"]]
    if due:
        console.print(f"[yellow]Review overdue: {', '.join(due)}.[/]", highlight=False)
    else:
        console.print(f"No review is older than {found['review_days']} days.", highlight=False)


def _party(party: Mapping[str, Any]) -> str:
    states = party["states"]
    if len(states) == 1:
        return str(states[0])
    return f"{party['name']} ({', '.join(states) if len(states) < 5 else len(states)})"

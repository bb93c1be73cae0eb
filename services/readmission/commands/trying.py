"""`limen arrangements try FILE`: what a changed or new text would do to the cases of a node."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from limen.cli.folder import DataOption, node_settings
from limen.clock import today
from limen.law.loading import load_arrangement
from limen.storage.database import Database
from services.readmission.calculator.book import book_of_folder
from services.readmission.dry_run.effects import changed_values
from services.readmission.dry_run.running import Affected, dry_run

#: cases that a table shows; the rest is counted
_SHOWN = 50


def try_text(
    file: Annotated[Path, typer.Argument(help="The changed or new text.", exists=True, dir_okay=False)],
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day as seen from which; default: today."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every case, not only the first ones.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a case, as they come.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Show which cases, open and past, would change a date, a gate or an outcome, and by which article."""
    book, text = book_of_folder(data), load_arrangement(file)
    database = Database(node_settings(data).database_url_of("readmission"))
    out, told = Console(), Console(stderr=True)
    counted: Counter[str] = Counter()
    table, affected = _table(), 0
    try:
        with _progress(told) as bar:
            task = bar.add_task("cases", total=None)
            rows = dry_run(
                database,
                book,
                text,
                on.date() if on else today(),
                lambda done, total: bar.update(task, completed=done, total=total),
            )
            for row in rows:
                affected += 1
                counted.update({effect.kind for effect in row.effects})
                if as_json:
                    typer.echo(json.dumps(_as_dict(row), ensure_ascii=False))
                elif all_ or affected <= _SHOWN:
                    _add(table, row)
            seen = int(bar.tasks[0].completed)
    finally:
        database.close()
    if as_json:
        return
    out.print(f"[bold]{text.id}[/] changes {', '.join(changed_values(book.library.get(text.id), text))}.")
    if table.row_count:
        out.print(table)
    if affected > _SHOWN and not all_:
        out.print(f"… and {affected - _SHOWN} more cases; --all shows them, --json streams them.")
    kinds = ", ".join(f"{number} change {_KINDS[kind]}" for kind, number in sorted(counted.items()))
    out.print(
        f"{seen} cases looked at, {affected} affected{': ' + kinds if kinds else ''}. Nothing was written."
    )


_KINDS = {"date": "a date", "gate": "a gate", "outcome": "an outcome"}


def _table() -> Table:
    table = Table()
    for heading in ("case", "state", "what", "about", "before", "after", "article"):
        table.add_column(heading, overflow="fold")
    return table


def _add(table: Table, row: Affected) -> None:
    for place, effect in enumerate(row.effects):
        table.add_row(
            row.number if place == 0 else "",
            row.state if place == 0 else "",
            effect.kind,
            effect.about,
            effect.before or "–",
            effect.after or "–",
            effect.reference,
        )


def _as_dict(row: Affected) -> dict[str, object]:
    effects = [effect.as_dict() for effect in row.effects]
    return {"number": row.number, "case_id": row.case_id, "state": row.state, "effects": effects}


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )

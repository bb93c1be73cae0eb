"""`limen arrangements`: list, show, compare, check and cover the library of agreements."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from limen.cli.folder import DataOption
from limen.clock import today
from limen.law.cited import plain
from services.readmission.arrangements import coverage as covering
from services.readmission.arrangements import views
from services.readmission.arrangements.annex import annex as written
from services.readmission.arrangements.differences import differences
from services.readmission.arrangements.linting import lint_files, lint_known
from services.readmission.calculator.book import book_of_folder
from services.readmission.commands import tables
from services.readmission.commands.texts import cases_folder, text_of
from services.readmission.commands.trying import try_text

app = typer.Typer(help="The library of readmission agreements.", no_args_is_help=True)
app.command("try")(try_text)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_arrangements(as_json: JsonOption = False, data: DataOption = None) -> None:
    """List the agreements and protocols: parties, in force, review, and how well verified."""
    book = book_of_folder(data)
    found = views.listed(book.library, today(), book.days_to_review)
    _show(found, as_json, tables.library)


@app.command()
def show(
    arrangement: Annotated[str, typer.Argument(help="Id, for example CH-BA.")],
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show one arrangement: every value with article, source and level, and what it lacks."""
    book = book_of_folder(data)
    _show(views.shown(book.library, arrangement, today(), book.days_to_review), as_json, tables.arrangement)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="An id of the library, or a file.")],
    after: Annotated[str, typer.Argument(help="Another one, or another version of it as a file.")],
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Compare two arrangements, or two versions of one, value by value."""
    library = book_of_folder(data).library
    found = differences(text_of(before, library), text_of(after, library))
    _show([item.as_dict() for item in found], as_json, tables.differences)


@app.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; without one, the library of the node.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(help="Warn of reviews older than this; default: the node's setting.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Check data files against the rules of the format; warn of what was not reviewed for too long."""
    book = book_of_folder(data)
    limit = book.days_to_review if days is None else days
    found = (
        lint_files(paths, book.library, today(), limit) if paths else lint_known(book.library, today(), limit)
    )
    _show([item.as_dict() for item in found], as_json, tables.remarks)
    bad = [item for item in found if strict or item.kind == "error"]
    raise typer.Exit(code=1 if bad else 0)


@app.command()
def coverage(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print markdown tables.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show arrangement by value by level: what is verified how well, what is absent, and why."""
    book = book_of_folder(data)
    if markdown:
        typer.echo(covering.as_markdown(book.library), nl=False)
        return
    _show(covering.coverage(book.library), as_json, tables.coverage)
    if not as_json:
        tables.sources(Console(), views.listed(book.library, today(), book.days_to_review))


@app.command()
def annex(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with case files; without one, that of the library.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Print the cases of the library as sentences that a lawyer can read, in markdown."""
    typer.echo(written(folder or cases_folder(), book_of_folder(data).library), nl=False)


def _show(found: Any, as_json: bool, table: Any) -> None:
    console = Console()
    if as_json:
        console.print_json(json.dumps(plain(found), ensure_ascii=False))
    else:
        table(console, found)

"""`limen plugin list`, `limen plugin check` and `limen plugin new`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from limen.cli.folder import DataOption, node_settings

app = typer.Typer(help="Plugins: which there are, whether they keep the contract, how one begins.")

_COLOURS = {"passed": "green", "warning": "yellow", "failed": "bold red"}


@app.command("list")
def list_plugins(
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    open_points: Annotated[bool, typer.Option("--open", help="Say what each plugin leaves open.")] = False,
    installed: Annotated[
        bool, typer.Option("--installed", help="List all that are installed here, without a node.")
    ] = False,
    data: DataOption = None,
) -> None:
    """List the plugins of the node: version, hooks, health, coverage, licence and last review."""
    from limen import logs
    from limen.plugins.host import load_plugins, plugins_of
    from limen.plugins.installed import installed_plugins
    from limen.plugins.report import reports

    if installed:
        logs.configure("command", "warning", sys.stderr)
        host = load_plugins([plugin.pin() for plugin in installed_plugins()])
    else:
        host = plugins_of(node_settings(data))
    found = reports(host)
    console = Console()
    if as_json:
        console.print_json(json.dumps([item.as_dict() for item in found], default=str))
        return
    table = Table(title="Plugins", caption="Health: every hook was asked just now.")
    for heading in ("plugin", "version", "country", "hooks", "health", "covers", "open", "licence", "review"):
        table.add_column(heading, overflow="fold")
    for item in found:
        table.add_row(
            item.name,
            item.version,
            item.country or "-",
            str(len(item.hooks)),
            f"[{'green' if item.well else 'bold red'}]{item.health}[/]",
            item.coverage.in_words,
            str(item.coverage.open_points),
            item.licence or "none named",
            str(item.coverage.reviewed_on or "-") + (" (due)" if item.review_due else ""),
        )
    console.print(table)
    for item in found if open_points else ():
        for subject, sentences in item.coverage.not_verified.items():
            for sentence in sentences:
                console.print(f"{item.name}, {subject}: {sentence}", soft_wrap=True, markup=False)


@app.command()
def check(
    plugin: Annotated[str, typer.Argument(help="Name of an installed plugin, or a distribution's folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Run the contract kit; exit code 1 where something fails, 0 where there are warnings at most."""
    from limen.plugins.contract import Verdict, examine, find_subject

    subject = find_subject(plugin)
    results = examine(subject)
    console = Console()
    if as_json:
        rows: list[dict[str, Any]] = [vars(result) for result in results]
        console.print_json(json.dumps(rows))
    else:
        table = Table(title=f"{subject.name} {subject.version}")
        for heading in ("check", "result", "what it says"):
            table.add_column(heading, overflow="fold")
        for result in results:
            colour = _COLOURS[result.verdict]
            table.add_row(result.check, f"[{colour}]{result.verdict}[/]", result.says)
        console.print(table)
    counts = {verdict: sum(item.verdict is verdict for item in results) for verdict in Verdict}
    if not as_json:
        console.print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    raise typer.Exit(code=1 if counts[Verdict.FAILED] else 0)


@app.command()
def new(
    country: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-2, XK, or QM to QZ for an invented one.")],
    name: Annotated[str, typer.Option(help="The country's name; an invented one needs it.")] = "",
    folder: Annotated[Path, typer.Option(help="Where the new folder goes.")] = Path(),
) -> None:
    """Begin a country: a distribution of its own, whose tests pass at once."""
    from limen.plugins.scaffold import new_country

    root = new_country(country.upper(), folder, name)
    console = Console()
    console.print(f"Wrote {root}", soft_wrap=True)
    console.print(f"Next: cd {root.name}, python -m pytest, limen plugin check .", soft_wrap=True)

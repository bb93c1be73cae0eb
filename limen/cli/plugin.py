"""`limen plugin list`, `limen plugin show`, `limen plugin check` and `limen plugin new`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.cli.tables import table
from limen.errors import NotFound

if TYPE_CHECKING:
    from limen.plugins.report import PluginReport

app = typer.Typer(help="Plugins: which there are, whether they keep the contract, how one begins.")

_COLOURS = {"passed": "green", "warning": "yellow", "failed": "bold red"}


InstalledOption = Annotated[
    bool, typer.Option("--installed", help="Look at all that are installed here, without a node.")
]


@app.command("list")
def list_plugins(
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    open_points: Annotated[bool, typer.Option("--open", help="Say what each plugin leaves open.")] = False,
    installed: InstalledOption = False,
    data: DataOption = None,
) -> None:
    """List the plugins of the node: version, country, health, open points and last review."""
    found = _reports(data, installed=installed)
    console = Console()
    if as_json:
        console.print_json(json.dumps([item.as_dict() for item in found], default=str))
        return
    caption = "Health: every hook was asked just now. `limen plugin show NAME` says what one covers."
    shown = table("plugin", "version", "country", "health", "open", "reviewed", caption=caption)
    for item in found:
        shown.add_row(
            item.name,
            item.version,
            item.country or "-",
            f"[{'green' if item.well else 'bold red'}]{item.health}[/]",
            str(item.coverage.open_points),
            _reviewed(item),
        )
    console.print(shown)
    for item in found if open_points else ():
        _print_open_points(console, item)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of a plugin, as `limen plugin list` shows it.")],
    installed: InstalledOption = False,
    data: DataOption = None,
) -> None:
    """Show one plugin: what it covers, its hooks, its content, and what it leaves open."""
    from limen.law.levels import Level

    found = next((item for item in _reports(data, installed=installed) if item.name == name), None)
    if found is None:
        raise NotFound(f"the node has no plugin {name!r}; `limen plugin list` shows those it has")
    levels = found.coverage.levels
    told = {
        "version": f"{found.version}, {found.distribution}, {found.licence or 'no licence named'}",
        "country": found.country or "none",
        "health": found.health,
        "covers": found.coverage.in_words,
        "verified": ", ".join(f"{count} {Level(code).in_words}" for code, count in levels.items()) or "-",
        "prints in": ", ".join(found.coverage.languages) or "-",
        "not reviewed": ", ".join(found.coverage.not_reviewed) or "-",
        "hooks": ", ".join(found.hooks),
        "content": found.digest or "-",
        "reviewed": _reviewed(found),
    }
    shown = table("", "", title=found.name)
    shown.show_header = False
    for heading, value in told.items():
        shown.add_row(heading, value)
    console = Console()
    console.print(shown)
    _print_open_points(console, found)


def _reports(data: Path | None, *, installed: bool) -> list["PluginReport"]:
    from limen import logs
    from limen.plugins.host import load_plugins, plugins_of
    from limen.plugins.installed import installed_plugins
    from limen.plugins.report import reports

    if not installed:
        return reports(plugins_of(node_settings(data)))
    logs.configure("command", "warning", sys.stderr)
    return reports(load_plugins([plugin.pin() for plugin in installed_plugins()]))


def _reviewed(item: "PluginReport") -> str:
    return str(item.coverage.reviewed_on or "-") + (" (due)" if item.review_due else "")


def _print_open_points(console: Console, item: "PluginReport") -> None:
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
        shown = table("check", "result", "what it says", title=f"{subject.name} {subject.version}")
        for result in results:
            colour = _COLOURS[result.verdict]
            shown.add_row(result.check, f"[{colour}]{result.verdict}[/]", result.says)
        console.print(shown)
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

"""`limen countries`, `limen deadlines explain`."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from limen.cli.folder import DataOption, node_settings
from limen.errors import NotFound

deadlines = typer.Typer(help="Time limits of cases.", no_args_is_help=True)


def countries(
    pins: Annotated[
        bool, typer.Option("--pins", help="Print the pins of what is installed, for `plugins`.")
    ] = False,
    data: DataOption = None,
) -> None:
    """List the plugins that the node loads, and which are installed."""
    from limen.plugins.errors import PluginRefused
    from limen.plugins.host import load_plugins
    from limen.plugins.installed import installed_plugins

    console = Console()
    if pins:
        for plugin in installed_plugins():
            try:
                line = str(plugin.pin())
            except PluginRefused as refusal:
                line = f"# {refusal}"
            console.print(line, soft_wrap=True, highlight=False)
        return
    settings = node_settings(data)
    host = load_plugins(settings.plugins, require_digest=settings.shape != "embedded")
    table = Table(title=f"Plugins of {settings.node}")
    for heading in ("plugin", "version", "country", "hooks", "content"):
        table.add_column(heading, overflow="fold")
    for item in host.describe():
        table.add_row(
            item["name"],
            item["version"],
            item["country"] or "-",
            ", ".join(item["hooks"]),
            item["digest"][:19],
        )
    console.print(table)
    others = sorted({plugin.name for plugin in installed_plugins()} - set(host.plugins))
    if others:
        console.print(f"Installed and not loaded: {', '.join(others)}")


@deadlines.callback()
def _deadlines() -> None:
    """Time limits of cases."""


@deadlines.command()
def explain(
    case: Annotated[str, typer.Argument(help="Number or id of the case.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
    data: DataOption = None,
) -> None:
    """Say of every time limit of a case when it ends, and why then."""
    import sqlalchemy as sa

    from limen.storage.database import Database

    database = Database(node_settings(data).database_url_of("readmission"))
    # Plain SQL on purpose: the command belongs to the shared package and imports no service.
    query = sa.text(
        'SELECT d."limit", d.due, d.ended, d.explanation FROM deadline d'
        " JOIN readmission_case c ON c.case_id = d.case_id"
        " WHERE c.number = :case OR c.case_id = :case ORDER BY d.deadline_id"
    )
    with database.read() as connection:
        rows = connection.execute(query, {"case": case}).all()
    database.close()
    if not rows:
        raise NotFound(f"There is no case {case}, or no time limit runs for it yet.")
    console = Console()
    if as_json:
        console.print_json(json.dumps([json.loads(row.explanation) for row in rows]))
        return
    for row in rows:
        console.print(f"[bold]{row.limit}[/]: due {row.due}" + (f" ({row.ended})" if row.ended else ""))
        for sentence in json.loads(row.explanation)["in_words"]:
            console.print(f"  {sentence}", markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(countries)
    app.add_typer(deadlines, name="deadlines")

"""`limen audit verify`."""

import typer
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.service import SERVICE_NAMES

app = typer.Typer(help="The audit logs.", no_args_is_help=True)


@app.callback()
def _audit() -> None:
    """The audit logs."""


@app.command()
def verify(data: DataOption = None) -> None:
    """Check the hash chain of every service; name the first entry that does not hold."""
    from limen.storage import audit
    from limen.storage.database import Database

    console, broken = Console(), False
    settings = node_settings(data)
    for name in SERVICE_NAMES:
        database = Database(settings.database_url_of(name))
        with database.snapshot() as connection:
            link, entries = audit.verify(connection), audit.length(connection)
        database.close()
        if link is None:
            console.print(f"[green]{name}: {entries} entries, every one holds[/]")
        else:
            broken = True
            console.print(f"[bold red]{name}: entry {link.sequence}: {link.problem}[/]")
    raise typer.Exit(code=1 if broken else 0)

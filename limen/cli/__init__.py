"""The `limen` command: run a node, serve its services, look after it."""

import sys

import typer
from rich.console import Console

from limen.cli import audit, events, law, nodes, records, serving
from limen.errors import LimenError

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
serving.register(app)
nodes.register(app)
law.register(app)
records.register(app)
app.add_typer(events.app, name="events")
app.add_typer(audit.app, name="audit")


def main() -> None:
    """Run the command; an error of ours is one line, not a traceback."""
    try:
        app()
    except LimenError as error:
        console = Console(stderr=True)
        problems = error.facts.get("problems") or [error.detail]
        console.print(f"[bold red]{error.title()}[/]")
        for problem in problems:
            console.print(f"  {problem}", soft_wrap=True, markup=False, highlight=False)
        sys.exit(1)

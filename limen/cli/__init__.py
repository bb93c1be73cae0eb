"""The `limen` command: run a node, serve its services, look after it.

Services bring commands of their own by entry points in the group `limen.commands`. They are loaded only
when they are asked for, because a service is heavy and most commands are not.
"""

import sys
from importlib.metadata import entry_points

import typer

from limen.cli import audit, countries, events, nodes, plugin, records, serving
from limen.errors import LimenError
from limen.telling import exit_code, tell

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Run a node, serve its services, look after it.",
    pretty_exceptions_enable=False,
)
serving.register(app)
nodes.register(app)
countries.register(app)
records.register(app)
app.add_typer(events.app, name="events")
app.add_typer(audit.app, name="audit")
app.add_typer(plugin.app, name="plugin")


def with_service_commands(first_word: str = "") -> typer.Typer:
    """Return the app with the services' commands: the one that is asked for, or all for a help page."""
    for entry in entry_points(group="limen.commands"):
        if first_word in ("", "--help", entry.name):
            app.add_typer(entry.load(), name=entry.name)
    return app


def main() -> None:
    """Run the command; an error of ours is one line, not a traceback."""
    try:
        with_service_commands("".join(sys.argv[1:2]))()
    except LimenError as error:
        tell(error)
        sys.exit(exit_code(error))

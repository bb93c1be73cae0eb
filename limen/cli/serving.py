"""`limen run`, `limen serve`, `limen work`, `limen db upgrade`.

What is heavy is imported by the command that needs it: `limen run` only starts the process that serves.
"""

import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from limen import node
from limen.cli.folder import DataOption, node_folder, node_settings
from limen.cli.tables import table
from limen.config import PREFIX, Settings
from limen.service import SERVICE_NAMES

ServiceArgument = Annotated[str, typer.Argument(help=f"One of: {', '.join(SERVICE_NAMES)}.")]


def run(
    country: Annotated[str, typer.Option(help="State that runs the node, ISO 3166-1 alpha-2 or XK.")] = "BA",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    data: Annotated[Path, typer.Option(help="The node's folder; made if it is not there.")] = Path("data"),
    empty: Annotated[
        bool, typer.Option("--empty", help="Start without demonstration data and accounts.")
    ] = False,
    safe: Annotated[
        bool, typer.Option("--safe", help="Start without any plugin; LIMEN_SAFE_MODE names single ones.")
    ] = False,
) -> None:
    """Start a whole node in one process: SQLite, no broker. Ctrl-C stops it."""
    from limen.server import serve_node

    is_new = not (data / node.CONFIG_NAME).exists()
    if is_new:
        node.init_node(
            data,
            country=country.upper(),
            node=f"{country.lower()}-node",
            demonstration=not empty,
            plugins=node.default_plugins(digest=empty),
        )
    if safe:
        os.environ[f"{PREFIX}SAFE_MODE"] = "all"  # in the environment, for the process that serves
    settings = node.settings_of(data, port=port)
    console = Console()
    ready = threading.Event()

    def announce() -> None:
        ready.set()
        _announce(console, data, settings)

    serve_node(data, settings, announce)
    if not ready.is_set():  # what is wrong was told
        raise typer.Exit(code=1)
    console.print("The node has stopped. Nothing is lost; start it again with the same command.")


def _announce(console: Console, data: Path, settings: Settings) -> None:
    console.print(f"[bold]Limen is ready at http://{settings.host}:{settings.port}[/]  (Ctrl-C stops it)")
    if settings.safe_mode:
        left_out = "any plugin" if "all" in settings.safe_mode else ", ".join(settings.safe_mode)
        console.print(f"[bold red]Safe mode: started without {left_out}. Cases are held.[/]")
    console.print(f"Data and keys: {data.resolve()}   Log: {node.log_file(data).resolve()}", soft_wrap=True)
    if settings.demonstration:
        title = "Demonstration accounts (synthetic; never use them in production)"
        accounts = table("account", "password", "roles", "posts", title=title)
        for account in node.demonstration_accounts():
            accounts.add_row(
                account["account"],
                account["password"],
                ", ".join(account["roles"]),
                ", ".join(account["posts"]),
            )
        console.print(accounts)


def serve(service: ServiceArgument, data: DataOption = None) -> None:
    """Serve one service of a host over HTTP."""
    from limen import logs
    from limen.server import serve_service

    settings = node_settings(data)
    logs.configure(service, settings.log_level)
    serve_service(service, settings, node_folder(data))


def work(service: ServiceArgument, data: DataOption = None) -> None:
    """Run one service's worker: its events, its timers."""
    from prometheus_client import start_http_server

    from limen import logs
    from limen.messaging.worker import Worker
    from limen.runtime import open_runtime
    from limen.service import load_service

    settings = node_settings(data)
    logs.configure(service, settings.log_level)
    runtime = open_runtime(settings, load_service(service))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker = Worker(runtime)
    worker.start()
    if settings.metrics_port:
        start_http_server(settings.metrics_port, settings.host)
    stop.wait()
    worker.stop()
    runtime.close()


def upgrade(
    service: Annotated[str | None, typer.Argument(help="One service; without it all.")] = None,
    data: DataOption = None,
) -> None:
    """Bring the databases up to date."""
    from limen.embedded import migrate

    applied = migrate(node_settings(data), [service] if service else SERVICE_NAMES)
    for name, revisions in applied.items():
        Console().print(f"{name}: {', '.join(revisions) or 'up to date'}")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(run)
    app.command()(serve)
    app.command()(work)
    database = typer.Typer(help="The node's databases.", no_args_is_help=True)
    database.command("upgrade")(upgrade)
    app.add_typer(database, name="db")

    @database.callback()
    def _databases() -> None:
        """The node's databases."""

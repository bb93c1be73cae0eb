"""`limen init` and `limen doctor`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from limen import node
from limen.cli.folder import DataOption, node_settings


def init(
    folder: Annotated[Path, typer.Argument(help="Where the node's configuration and keys go.")] = Path(
        "data"
    ),
    country: Annotated[str, typer.Option(prompt="State that runs the node (ISO 3166-1 alpha-2, or XK)")] = "",
    shape: Annotated[str, typer.Option(help="embedded or host")] = "embedded",
) -> None:
    """Write a node's configuration and keys. No account and no default secret is made."""
    path = node.init_node(
        folder,
        country=country.upper(),
        node=f"{country.lower()}-node",
        shape=shape,
        plugins=node.default_plugins(),
    )
    console = Console()
    console.print(f"Wrote {path} and the keys in {folder / 'keys'}.", soft_wrap=True)
    console.print("Next: `limen db upgrade`, then `limen accounts add`, then `limen doctor`.")


def doctor(data: DataOption = None) -> None:
    """Say what is wrong with the node's configuration and how to mend it."""
    from limen.doctor import examine

    console = Console()
    findings = examine(node_settings(data))
    for finding in findings:
        console.print(finding.problem, style="bold red", markup=False, highlight=False, soft_wrap=True)
        console.print(f"  {finding.remedy}", markup=False, soft_wrap=True)
    if not findings:
        console.print("[green]The node is in order.[/]")
    raise typer.Exit(code=1 if findings else 0)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(init)
    app.command()(doctor)

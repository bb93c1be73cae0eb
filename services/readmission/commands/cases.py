"""`limen cases import FILE`: cases of another register, sent through the public API."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from limen.cli.records import Client
from services.readmission.imports.files import ImportRefused, errors_of, read_lines
from services.readmission.imports.sending import CHECKING, REGISTERING, TAKING, send_file

app = typer.Typer(help="Readmission cases.", no_args_is_help=True)


@app.callback()
def _cases() -> None:
    """Readmission cases."""


@app.command("import")
def import_cases(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines, or CSV with the same columns.")
    ],
    source: Annotated[str, typer.Option(help="The register that the cases come from.")],
    post: Annotated[
        str, typer.Option(help="Border post at which persons are registered who are not yet.")
    ] = "",
    address: Annotated[str, typer.Option(help="Address of the node.")] = "http://127.0.0.1:8000",
    account: Annotated[str, typer.Option(prompt=True, help="Account that may import cases.")] = "",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="LIMEN_PASSWORD")] = "",
    code: Annotated[str, typer.Option(help="Code of the second factor, where there is one.")] = "",
) -> None:
    """Take cases over, running or over. All lines are checked first; importing a file again changes nothing.

    Columns: GET /api/v1/readmission/imports/line.json. Persons are registered by an account that is border
    officer or shift leader at the post as well; a line with a person_id needs no registration.
    """
    lines = read_lines(file)
    wrong = errors_of(lines)
    if wrong:
        raise ImportRefused(problems=wrong)
    client = Client(address)
    client.sign_in(account, password, code)
    with Progress(console=Console(stderr=True)) as bars:
        tasks = {name: bars.add_task(name, total=len(lines)) for name in (CHECKING, REGISTERING, TAKING)}
        done = send_file(
            lines, source, post, client.post, lambda name, count: bars.advance(tasks[name], count)
        )
    typer.echo(f"{done['imported']} imported, {done['there_already']} there already")

"""`limen deadlines`: explain the time limits of a case, and compute one without a case."""

import typer

from services.readmission.commands.computing import compute
from services.readmission.commands.explaining import explain

app = typer.Typer(help="Time limits: of cases, and without one.", no_args_is_help=True)
app.command()(explain)
app.command()(compute)

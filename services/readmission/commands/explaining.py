"""`limen deadlines explain CASE`: when a case's time limits end, and why then."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.errors import NotFound
from limen.storage.database import Database
from services.readmission.models import case, deadline


def explain(
    case_name: Annotated[str, typer.Argument(metavar="CASE", help="Number or id of the case.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
    data: DataOption = None,
) -> None:
    """Say of every time limit of a case when it ends, and why then."""
    rows = _rows(case_name, data)
    console = Console()
    if as_json:
        console.print_json(json.dumps([json.loads(row.explanation) for row in rows]))
        return
    for row in rows:
        ended = f" ({row.ended})" if row.ended else ""
        console.print(f"[bold]{row.limit}[/]: due {row.due}{ended}")
        for sentence in json.loads(row.explanation)["in_words"]:
            console.print(f"  {sentence}", markup=False, soft_wrap=True)


def _rows(case_name: str, data: DataOption) -> Sequence[Any]:
    query = (
        sa.select(deadline.c.limit, deadline.c.due, deadline.c.ended, deadline.c.explanation)
        .join(case, case.c.case_id == deadline.c.case_id)
        .where(sa.or_(case.c.number == case_name, case.c.case_id == case_name))
        .order_by(deadline.c.deadline_id)
    )
    database = Database(node_settings(data).database_url_of("readmission"))
    try:
        with database.read() as connection:
            rows = connection.execute(query).all()
    finally:
        database.close()
    if not rows:
        raise NotFound(f"There is no case {case_name}, or no time limit runs for it yet.")
    return rows

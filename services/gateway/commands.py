"""`limen accounts add|list|reset|second-factor`: local accounts, for whoever runs the node.

Mounted by the entry point group `limen.commands`, so that `limen` imports no service.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Annotated, Any

import segno
import sqlalchemy as sa
import typer
from marshmallow import ValidationError
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.cli.tables import table
from limen.errors import Invalid, NotFound
from limen.runtime import open_runtime
from limen.service import load_service
from limen.web.policy import ROLES
from limen.work import Actor, Work, unit_of_work
from services.gateway import accounts, schemas
from services.gateway.models import account

app = typer.Typer(help="Local accounts of officers.", no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(help="What the officer types to sign in.")]
GenerateOption = Annotated[
    bool, typer.Option("--generate", help="Make a password and show it, once, instead of asking for one.")
]


@app.command()
def add(
    login: LoginArgument,
    name: Annotated[str, typer.Option(prompt="Name of the officer")],
    role: Annotated[list[str], typer.Option(help=f"One of {', '.join(ROLES)}; may be repeated.")],
    post: Annotated[list[str] | None, typer.Option(help="Code of a border post; may be repeated.")] = None,
    agency: Annotated[str, typer.Option(help="The officer's agency.")] = "",
    generate: GenerateOption = False,
    data: DataOption = None,
) -> None:
    """Make an account."""
    new = {"login": login, "name": name, "roles": role, "posts": post or [], "agency": agency}
    password = _password(generate)
    with _work_on(data) as work:
        accounts.add_account(work, schemas.NewAccount().load({**new, "password": password}))
    _tell(f"The account {login} is there.", password if generate else "")


@app.command("list")
def list_accounts(data: DataOption = None) -> None:
    """List the accounts."""
    shown = table("account", "name", "roles", "posts", "state", "2nd factor")
    shown.columns[0].no_wrap = shown.columns[2].no_wrap = True
    with _work_on(data) as work:
        rows = work.execute(sa.select(account).order_by(account.c.login)).mappings().all()
        for item in accounts.seen_all([dict(row) for row in rows]):
            state = "disabled" if item["disabled"] else "locked" if item["locked"] else "open"
            shown.add_row(
                item["login"],
                item["name"],
                ", ".join(item["roles"]),
                ", ".join(item["posts"]),
                state,
                "yes" if item["second_factor"] else "no",
            )
    Console().print(shown if shown.row_count else "There is no account yet: `limen accounts add`.")


@app.command()
def reset(
    login: LoginArgument,
    generate: GenerateOption = False,
    without_second_factor: Annotated[
        bool, typer.Option("--without-second-factor", help="Also take the second factor away.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Give an account a new password and unlock it; its sessions end."""
    password = _password(generate)
    with _work_on(data) as work:
        account_id = _id_of(work, login)
        change = schemas.AccountChange().load({"password": password, "unlock": True})
        accounts.change_account(work, account_id, change)
        if without_second_factor:
            accounts.end_totp(work, account_id)
    _tell(f"The account {login} has a new password.", password if generate else "")


@app.command()
def second_factor(login: LoginArgument, data: DataOption = None) -> None:
    """Give an account a second factor, and show its secret this one time."""
    with _work_on(data) as work:
        begun = accounts.begin_totp(work, _id_of(work, login))
    segno.make(begun["address"], micro=False).terminal(compact=True)
    _tell(f"Scan it, or type the secret: {begun['secret']}")


@contextmanager
def _work_on(data: DataOption) -> Iterator[Work]:
    runtime = open_runtime(node_settings(data), load_service("gateway"))
    try:
        # The name of the shell's user stands in the audit log: whoever may run this owns the keys anyway.
        with unit_of_work(runtime, Actor(id=f"shell:{getuser()}"), purpose="command line") as work:
            yield work
    except ValidationError as error:
        for field, wrong in error.normalized_messages().items():
            _tell(f"{field}: {_first(wrong)}")
        raise typer.Exit(code=1) from error
    except Invalid as error:
        for item in error.errors:
            _tell(f"{item.get('pointer', '').removeprefix('#/')}: {item['detail']}")
        raise typer.Exit(code=1) from error
    finally:
        runtime.close()


def _id_of(work: Work, login: str) -> str:
    found = work.execute(sa.select(account.c.account_id).where(account.c.login == login)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no account {login}.")
    return str(found)


def _first(wrong: Any) -> str:
    """Return the first of marshmallow's messages, whatever it is nested in."""
    while not isinstance(wrong, str):
        wrong = next(iter(wrong.values() if isinstance(wrong, dict) else wrong))
    return wrong


def _password(generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(15)
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _tell(text: str, password: str = "") -> None:
    console = Console()
    console.print(text, markup=False, highlight=False, soft_wrap=True)
    if password:
        console.print(f"Password: {password}", markup=False, highlight=False, soft_wrap=True)

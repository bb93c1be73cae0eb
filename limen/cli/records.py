"""`limen load`: a data file's records, sent through the public API as an officer would."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console


def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML file with records.")],
    address: Annotated[str, typer.Option(help="Address of the node.")] = "http://127.0.0.1:8000",
    account: Annotated[str, typer.Option(prompt=True, help="Account that may add these records.")] = "",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="LIMEN_PASSWORD")] = "",
    code: Annotated[str, typer.Option(help="Code of the second factor, where there is one.")] = "",
) -> None:
    """Send a file's records to a running node. Sending the same file again adds nothing."""
    from limen.records import load_records

    client = Client(address)
    client.sign_in(account, password, code)
    console = Console()
    for number, (to, _answer) in enumerate(load_records(file, client.post), 1):
        console.print(f"{number:>4}  {to}")


class Client:
    """A node over HTTP, as somebody who signs in."""

    def __init__(self, address: str) -> None:
        """`address`: of the gateway, for example http://127.0.0.1:8000."""
        import requests

        self._address = address.rstrip("/")
        self._session = requests.Session()

    def sign_in(self, account: str, password: str, code: str) -> None:
        """Get a token, or raise NotSignedIn."""
        from limen.errors import NotSignedIn

        credentials = {"account": account, "password": password, "code": code}
        status, answer = self.post("/api/v1/auth/token", credentials, "")
        if status != 200:
            raise NotSignedIn(answer.get("detail", "") if isinstance(answer, dict) else "")
        self._session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    def post(self, path: str, body: Any, key: str) -> tuple[int, Any]:
        """Send something to a path; return status and answer. Unavailable where no node answers."""
        from requests import RequestException

        from limen.errors import Unavailable

        headers = {"Idempotency-Key": key} if key else {}
        try:
            answer = self._session.post(self._address + path, json=body, headers=headers, timeout=30)
            return answer.status_code, answer.json()
        except (RequestException, ValueError) as error:
            raise Unavailable(f"No node answers at {self._address}.") from error


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(load)

"""Officers who ask a node over HTTP, through its gateway."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from limen.runtime import open_runtime
from limen.service import load_service
from limen.work import system_actor, unit_of_work
from services.gateway.accounts import add_account
from tests.e2e.nodes import Node

PASSWORD = "a password of the tests, long enough"
HERE, ELSEWHERE = "CH-CHIASSO", "CH-BASEL"

#: account -> roles and posts: each role once, and a second person where the law asks for two
ACCOUNTS: dict[str, tuple[list[str], list[str]]] = {
    "officer": (["border_officer"], [HERE]),
    "colleague": (["border_officer"], [HERE]),
    "stranger": (["border_officer"], [ELSEWHERE]),
    "leader": (["shift_leader"], [HERE]),
    "readmission": (["readmission_officer"], []),
    "protection": (["protection_officer"], []),
    "protection-2": (["protection_officer"], []),
    "trainer": (["trainer"], []),
    "administrator": (["administrator"], []),
    "monitor": (["monitor"], []),
    "return-monitor": (["return_monitor"], []),
}


@dataclass(frozen=True)
class Answer:
    """What the node answered; `body` is the JSON document, None without one."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def problem(self) -> str:
        """The code of a problem, empty for any other answer."""
        kind = self.body.get("type", "") if isinstance(self.body, dict) else ""
        return kind.removeprefix("urn:limen:problem:") if kind.startswith("urn:limen:problem:") else ""


class Officer:
    """Somebody who is signed in, or not."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url, self.token = url, token
        self._pool = urllib3.PoolManager(
            maxsize=8, retries=False, timeout=urllib3.Timeout(connect=5, read=40)
        )

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request to `/api/v1/<path>`; header names are written with `_` for `-`.

        Raises urllib3's HTTPError where no answer comes.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        answer = self._pool.request(method, f"{self.url}/api/v1/{path}", body=data, headers=sent)
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(answer.status, json.loads(answer.data) if is_json else None, answer.headers)

    def send_file(self, path: str, name: str, content: bytes) -> Any:
        """Send a file that must be taken; return the body of the answer."""
        body, content_type = urllib3.encode_multipart_formdata({"file": (name, content)})
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": content_type}
        answer = self._pool.request("POST", f"{self.url}/api/v1/{path}", body=body, headers=headers)
        assert answer.status == 201, answer.data
        return json.loads(answer.data)

    def download(self, path: str) -> bytes:
        """Read a file that must be there."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self._pool.request("GET", f"{self.url}/api/v1/{path}", headers=headers)
        assert answer.status == 200, answer.data
        return bytes(answer.data)

    def get(self, path: str, expected: int = 200, **headers: str) -> Any:
        """Read something that must answer so; return the body."""
        return _expect(self("GET", path, **headers), expected).body

    def post(self, path: str, body: Any, expected: int = 201, **headers: str) -> Any:
        """Send something that must be answered so; return the body."""
        return _expect(self("POST", path, body, **headers), expected).body


def _expect(answer: Answer, status: int) -> Answer:
    assert answer.status == status, f"{answer.status} instead of {status}: {answer.body}"
    return answer


def add_accounts(node: Node) -> None:
    """Make the accounts at the node's machine, as an administrator does before the first sign-in."""
    runtime = open_runtime(node.settings(), load_service("gateway"))
    with unit_of_work(runtime, system_actor("test")) as work:
        for login, (roles, posts) in ACCOUNTS.items():
            named = {"login": login, "name": f"Test {login.title()}", "password": PASSWORD}
            add_account(work, {**named, "roles": roles, "posts": posts})
    runtime.close()


def sign_in(url: str, account: str) -> Officer:
    """Sign in with account and password; return the officer with the token."""
    anybody = Officer(url)
    signed = anybody.post("auth/token", {"account": account, "password": PASSWORD}, expected=200)
    return Officer(url, signed["access_token"])


def sign_all_in(url: str) -> dict[str, Officer]:
    """Return every officer by account."""
    return {account: sign_in(url, account) for account in ACCOUNTS}


def add_posts(administrator: Officer) -> None:
    """Open the two border posts."""
    for code, kind in ((HERE, "road"), (ELSEWHERE, "rail")):
        post = {"code": code, "name": code, "country": "CH", "kind": kind, "valid_from": "2000-01-01"}
        administrator.post("registration/posts", post)

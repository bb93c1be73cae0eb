"""A whole embedded node with demonstration data, and officers in front of its console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from limen import node as nodes
from limen.embedded import Node, open_node
from services.gateway.demonstration import PASSWORD
from services.gateway.sessions import resume
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import open_case, person_of, register

#: officers beside those of the demonstration: login -> roles and posts
MORE = {
    "protection-2": (["protection_officer"], []),
    "leader-2": (["shift_leader"], ["POST-2"]),
    "posted-nowhere": (["border_officer"], []),
    "administrator-2": (["administrator"], []),
}


def make_node(folder: Path, country: str = "CH", **settings: object) -> Node:
    """Start an embedded node with demonstration data in this process."""
    plugins = nodes.default_plugins(digest=False)
    nodes.init_node(folder, country=country, node="ch-node", demonstration=True, plugins=plugins)
    known = {"rate_limit": "100000 per minute", "sign_in_limit": "100000 per minute", **settings}
    return open_node(nodes.settings_of(folder, environment={}, **known))


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One node for all tests of the console; each test brings persons of its own."""
    from limen.work import system_actor, unit_of_work
    from services.gateway.accounts import add_account

    made = make_node(tmp_path_factory.mktemp("node"))
    with unit_of_work(made.runtimes["gateway"], system_actor("test")) as work:
        for login, (roles, posts) in MORE.items():
            new = {"login": login, "name": f"Test {login}", "password": PASSWORD, "roles": roles}
            add_account(work, {**new, "posts": posts})
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(node: Node) -> Flask:
    """The gateway of the node."""
    assert isinstance(node.application, Flask)
    return node.application


@pytest.fixture
def anybody(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture(scope="session")
def _signed_in() -> dict[str, Browser]:
    return {}


@pytest.fixture
def as_(app: Flask, node: Node, _signed_in: dict[str, Browser]) -> Callable[[str], Browser]:
    """Return a browser in which an officer is signed in: `as_("officer")`.

    A password takes longer to check than most tests, so an officer's browsers share a session while it lasts.
    """

    def signed_in(account: str) -> Browser:
        known = _signed_in.get(account)
        if known is None or resume(node.runtimes["gateway"], known.cookie("limen-session")) is None:
            known = _signed_in[account] = Browser(app)
            page = known.sign_in(account, PASSWORD)
            assert page.status == 200, page.text
        return known.like_this()

    return signed_in


@pytest.fixture
def readmission(as_: Callable[[str], Browser]) -> Browser:
    """A readmission officer."""
    return as_("readmission")


@pytest.fixture
def draft(as_: Callable[[str], Browser], readmission: Browser) -> Page:
    """The page of a case that was just opened for a person who was just registered."""
    return open_case(readmission, person_of(register(as_("officer"))))

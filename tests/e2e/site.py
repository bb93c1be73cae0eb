"""A started node with its officers signed in and its posts open: what most tests begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.nodes import EmbeddedNode, HostNode, Node
from tests.e2e.officers import Officer, add_accounts, add_posts, sign_all_in

#: the two shapes, for `pytest.fixture(params=...)`
SHAPES = ["embedded", pytest.param("host", marks=[pytest.mark.rabbitmq, pytest.mark.postgres])]


@dataclass
class Site:
    """A node and its officers by account."""

    node: Node
    officers: dict[str, Officer]

    def __getattr__(self, account: str) -> Officer:
        """Return an officer: `site.officer`, `site.protection_2`."""
        try:
            return self.officers[account.replace("_", "-")]
        except KeyError:
            raise AttributeError(account) from None


def make_node(shape: str, folder: Path, get: Callable[[str], object]) -> Node:
    """Make a node that is not started; `get` gives fixtures by name (`request.getfixturevalue`)."""
    keeper = get("keeper")
    if shape == "embedded":
        return EmbeddedNode(folder, keeper)
    return HostNode(folder, keeper, get("postgres_server"), get("rabbitmq_server").new_vhost())


@contextmanager
def opened(node: Node) -> Iterator[Site]:
    """Start a node, make its accounts and posts; at the end it must have had no fault, and is ended."""
    try:
        node.start()
        add_accounts(node)
        site = Site(node, sign_all_in(node.url))
        add_posts(site.administrator)
        yield site
        faults = node.faults()
        assert not faults, "\n".join(faults)
    finally:
        node.close()

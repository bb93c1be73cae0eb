"""One node of each shape for all journeys: each test brings persons of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.site import SHAPES, Site, make_node, opened


@pytest.fixture(scope="session")
def embedded_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An embedded node with officers and posts."""
    with opened(make_node("embedded", _folder(tmp_path_factory), request.getfixturevalue)) as site:
        yield site


@pytest.fixture(scope="session")
def host_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A node on a host with officers and posts."""
    with opened(make_node("host", _folder(tmp_path_factory), request.getfixturevalue)) as site:
        yield site


@pytest.fixture(scope="module", params=SHAPES)
def site(request: pytest.FixtureRequest) -> Site:
    """A node with officers and posts; tests run once for each shape, which both stay up from file to file."""
    return request.getfixturevalue(f"{request.param}_site")


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("node")

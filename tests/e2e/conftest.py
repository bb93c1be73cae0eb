"""One node of each shape for all journeys: each test brings persons of its own."""

from collections.abc import Iterator

import pytest

from tests.e2e.site import SHAPES, Site, make_node, opened


@pytest.fixture(scope="session", params=SHAPES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A node with officers and posts; tests run once for each shape."""
    node = make_node(request.param, tmp_path_factory.mktemp(request.param), request.getfixturevalue)
    with opened(node) as site:
        yield site

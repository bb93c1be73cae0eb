"""Schemathesis over every service's OpenAPI document: no server error and no answer that it does not promise.

Each operation is asked as an officer who may do it, on records that exist and on made-up ones, rightly and
wrongly; and as one who may not, who must get nothing but a documented refusal.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from limen.service import SERVICE_NAMES, load_service
from limen.web.policy import ROLES
from tests.promises import keep_promises, operations
from tests.proof.requests import SAMPLES
from tests.proof.test_authorization import ROWS, Row
from tests.proof.world import OWN, World, world_in

OPERATIONS = [
    pytest.param(service, method, path, id=f"{method.upper()} {path.removeprefix('/api/v1/')}")
    for service in SERVICE_NAMES
    for method, path in operations(load_service(service))
]
#: requests for each operation, of each kind: rightly, wrongly, and by somebody who may not
EXAMPLES = [pytest.param(3, id="some"), pytest.param(150, id="many", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_in(tmp_path_factory.mktemp("world")) as world:
        yield world


def record_of(world: World, route: str) -> dict[str, str]:
    """Make what the route's own sample asks for; return the path's parameters by name."""
    template, path = route.split()[1], SAMPLES[route](world, OWN).path.partition("?")[0]
    return {
        name[1:-1]: value
        for name, value in zip(template.split("/"), path.split("/"), strict=True)
        if name.startswith("{")
    }


def who(row: Row) -> tuple[str, str]:
    """Return a role that may do what the row says, and one that may not (empty where all may)."""
    allowed = [role for role in ROLES if row.allows(role, OWN)]
    refused = [role for role in ROLES if role not in allowed]
    return allowed[0], refused[0] if refused else ""


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize(("service", "method", "path"), OPERATIONS)
def test_no_service_fails_or_answers_what_its_document_does_not_promise(
    world: World, service: str, method: str, path: str, examples: int
):
    route = f"{method.upper()} {path.removeprefix('/api/v1/')}"
    allowed, refused = who(ROWS[route])
    known = record_of(world, route)
    statuses = ask(world, service, method, path, allowed, examples, known)
    assert {200, 201, 204, 304, 409, 412, 422} & statuses, statuses  # a request got as far as the handler
    if refused:
        assert not {200, 201, 204} & ask(world, service, method, path, refused, examples // 3, known)


def ask(
    world: World, service: str, method: str, path: str, role: str, examples: int, known: dict[str, str]
) -> set[int]:
    """Send an operation rightly and wrongly as an officer with this role; return the statuses."""
    headers = {"Authorization": f"Bearer {world.token(role, OWN)}"}
    app = world.apps[service]
    found = keep_promises(app, load_service(service), method, path, headers, examples, known)
    return {status for statuses in found.values() for status in statuses}

"""No installed service has a route under /api that is neither a command nor a query."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from limen.config import Settings
from limen.errors import StartRefused
from limen.keys import new_token_keys
from limen.plugins.host import PluginHost
from limen.runtime import Runtime, open_runtime
from limen.service import SERVICE_NAMES, load_service
from limen.storage.vault import new_master_key
from limen.web import policy
from limen.web.app import SHARED_ENDPOINTS, create_app
from limen.web.blueprint import route_of, routes_in
from tests.limen.web.conftest import Desk

#: (service, endpoint): what passes requests on to the services, which check them, and the public document
UNCHECKED = {("gateway", "route"), ("gateway", "merged_openapi")}


def strays(app: Flask) -> Iterator[str]:
    """Yield every route under /api that nothing checks."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.endpoint in SHARED_ENDPOINTS:
            continue
        if (app.name, rule.endpoint) in UNCHECKED:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            if route_of(_function(app, rule, method)) is None:
                yield f"{method} {rule.rule}"


def _function(app: Flask, rule: Rule, method: str) -> Any:
    view_class = getattr(app.view_functions[rule.endpoint], "view_class", None)
    return getattr(view_class, method.lower(), None)


@pytest.fixture(params=SERVICE_NAMES)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    try:
        service = load_service(request.param)
    except (ImportError, StartRefused) as error:
        pytest.skip(f"{request.param} is not installed: {error}")
    private, public = new_token_keys()
    known = Settings(
        data=tmp_path,
        master_key=new_master_key(),
        token_key=private,
        token_public_keys=public,
        session_key="a session key for tests",
    )
    runtime: Runtime = open_runtime(known, service, PluginHost())
    yield create_app(runtime)
    runtime.close()


def test_every_route_of_every_service_is_a_command_or_a_query(app: Flask) -> None:
    assert list(strays(app)) == []


def test_every_route_asks_for_a_permission_of_its_own_service(app: Flask) -> None:
    shared = {policy.PUBLIC, policy.SIGNED_IN}
    prefixes = {"gateway": ("accounts.", "audit.", "node.")}
    for path, method, route in routes_in(app):
        allowed = (f"{app.name}.", *prefixes.get(app.name, ("node.", "audit.")))
        assert route.permission in shared or route.permission.startswith(allowed), (method, path)


def test_a_route_that_nothing_checks_is_found(client: Desk) -> None:
    client.app._got_first_request = False
    client.app.add_url_rule("/api/v1/desk/back-door", "back_door", lambda: "open", methods=["GET", "POST"])
    assert list(strays(client.app)) == ["GET /api/v1/desk/back-door", "POST /api/v1/desk/back-door"]

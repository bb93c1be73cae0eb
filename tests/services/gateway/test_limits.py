"""Nobody asks the node more often than its limits allow, and one client's haste is not another's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from limen.errors import StartRefused
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.web.app import create_app
from services.gateway.limits import Limit, Window, add_limits
from services.training.app import SERVICE
from tests.services import kit

PATH = "events"


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    settings = replace(kit.make_settings(tmp_path), rate_limit="3 per day", sign_in_limit="2 per day")
    runtime = kit.open_service(settings, SERVICE, f"sqlite:///{tmp_path / 'limits.sqlite'}", PluginHost())
    yield runtime
    runtime.close()


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    """An app of any service, with the gateway's limits."""
    app = create_app(runtime)
    app.add_url_rule("/sign-in", "auth.Tokens", lambda: "", methods=["GET", "POST"])
    add_limits(app, runtime)
    return app


def test_the_request_over_the_limit_is_a_problem_that_says_when_to_come_back(
    app: Flask, runtime: Runtime
) -> None:
    officer = kit.Officer(runtime, app.test_client(), kit.actor("trainer"))
    assert [officer.get(PATH).status_code for _ in range(3)] == [200, 200, 200]
    refused = officer.get(PATH)
    assert refused.status_code == 429
    assert refused.json["type"] == "urn:limen:problem:too-many-requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400


def test_each_officer_has_a_limit_of_their_own(app: Flask, runtime: Runtime) -> None:
    hasty = kit.Officer(runtime, app.test_client(), kit.actor("trainer"))
    assert [hasty.get(PATH).status_code for _ in range(4)][-1] == 429
    assert hasty.as_("trainer", 2).get(PATH).status_code == 200


def test_tokens_that_do_not_count_share_the_limit_of_their_address(app: Flask) -> None:
    client = app.test_client()
    answers = [
        client.get("/api/v1/training/events", headers={"Authorization": f"Bearer made-up-{number}"})
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


def test_signing_in_has_a_stricter_limit(app: Flask) -> None:
    client = app.test_client()
    assert [client.post("/sign-in").status_code for _ in range(3)] == [200, 200, 429]


def test_health_is_never_limited(app: Flask) -> None:
    client = app.test_client()
    assert {client.get("/health/live").status_code for _ in range(6)} == {200}


def test_a_new_window_begins_with_nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    window, moment = Window(Limit(2, 60)), 59.5
    monkeypatch.setattr("services.gateway.limits.time.monotonic", lambda: moment)
    assert [window.take("anna") for _ in range(3)] == [0, 0, 1]
    moment = 60.0
    assert [window.take("anna") for _ in range(3)] == [0, 0, 60]


@pytest.mark.parametrize("text", ["", "many", "0 per minute", "10 per fortnight", "-1 per day", "10/minute"])
def test_what_is_no_limit_stops_the_start(text: str) -> None:
    with pytest.raises(StartRefused, match="is not a limit"):
        Limit.parse(text)

"""Behind a reverse proxy each client keeps its own limit, and no client can pass itself off as another."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from limen.plugins.host import PluginHost
from limen.web.app import create_app
from services.gateway.limits import add_limits
from services.training.app import SERVICE
from tests.services import kit


def ask(client: FlaskClient, forwarded: str) -> int:
    return client.post("/sign-in", headers={"X-Forwarded-For": forwarded}).status_code


@pytest.fixture
def make_client(tmp_path: Path):
    runtimes = []

    def make(proxies: int) -> FlaskClient:
        settings = replace(kit.make_settings(tmp_path), sign_in_limit="1 per day", proxies=proxies)
        url = f"sqlite:///{tmp_path / 'proxies.sqlite'}"
        runtimes.append(kit.open_service(settings, SERVICE, url, PluginHost()))
        app = create_app(runtimes[0])
        app.add_url_rule("/sign-in", "auth.Tokens", lambda: "", methods=["POST"])
        add_limits(app, runtimes[0])
        return app.test_client()

    yield make
    for runtime in runtimes:
        runtime.close()


def test_clients_of_one_proxy_have_limits_of_their_own(make_client):
    client = make_client(proxies=1)
    assert [ask(client, "192.0.2.1"), ask(client, "192.0.2.2"), ask(client, "192.0.2.1")] == [200, 200, 429]


def test_what_a_client_claims_to_have_been_forwarded_for_does_not_count(make_client):
    client = make_client(proxies=1)
    assert [ask(client, "198.51.100.7, 192.0.2.1"), ask(client, "198.51.100.8, 192.0.2.1")] == [200, 429]


def test_without_a_proxy_the_header_means_nothing(make_client):
    client = make_client(proxies=0)
    assert [ask(client, "192.0.2.1"), ask(client, "192.0.2.2")] == [200, 429]

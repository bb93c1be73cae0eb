"""Registration on real databases, and officers who ask it over HTTP."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from limen.config import Settings
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.web.tokens import TokenIssuer
from limen.work import Actor, unit_of_work
from services.registration import posts
from services.registration.app import SERVICE
from tests.services.conftest import Keep
from tests.services.kept import KeptService
from tests.services.kit import make_settings, open_service

HANI, MORINE = "AL-HANI-I-HOTIT", "AL-MORINE"

BORDER_OFFICER = Actor(
    "officer-1", roles=frozenset({"border_officer"}), posts=frozenset({HANI}), country="AL"
)
COLLEAGUE = replace(BORDER_OFFICER, id="officer-2")
ELSEWHERE = replace(BORDER_OFFICER, id="officer-3", posts=frozenset({MORINE}))
READMISSION = Actor("readmission-1", roles=frozenset({"readmission_officer"}), country="AL")
PROTECTION = Actor("protection-1", roles=frozenset({"protection_officer"}), country="AL")
PROTECTION_2 = replace(PROTECTION, id="protection-2")
MONITOR = Actor("monitor-1", roles=frozenset({"monitor"}), country="AL")
ADMINISTRATOR = Actor("administrator-1", roles=frozenset({"administrator"}), country="AL")

#: the specimen of ICAO Doc 9303 part 4
ERIKSSON = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, "AL")


@pytest.fixture
def plugins() -> PluginHost:
    """No plugin; a test that needs one overrides this fixture or sets `runtime.plugins`."""
    return PluginHost()


@pytest.fixture
def kept(keep: Keep, settings: Settings) -> KeptService:
    """Registration of an Albanian node on each database in turn."""
    return keep("registration", lambda url: open_service(settings, SERVICE, url, PluginHost()))


@pytest.fixture
def runtime(kept: KeptService, tmp_path: Path, plugins: PluginHost) -> Runtime:
    """Registration with nothing in it but two posts."""
    runtime = kept.as_new(tmp_path)
    runtime.plugins = plugins
    with unit_of_work(runtime, ADMINISTRATOR) as work:
        for code, neighbour in ((HANI, "ME"), (MORINE, "XK")):
            posts.create(
                work,
                {
                    "code": code,
                    "name": code.title(),
                    "country": "AL",
                    "neighbour": neighbour,
                    "kind": "road",
                    "valid_from": date(2000, 1, 1),
                },
            )
    return runtime


class Officer:
    """Somebody who asks registration over HTTP."""

    def __init__(self, runtime: Runtime, client: FlaskClient, actor: Actor) -> None:
        self.runtime = runtime
        self.actor = actor
        self._client = client
        settings = runtime.settings
        self._token = TokenIssuer(settings.token_key, settings.node).issue(actor, 10)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request; header names are written with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.open(
            path if path.startswith("/") else f"/api/v1/registration/{path}",
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {self._token}", **sent},
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send something."""
        return self("POST", path, body, **headers)

    def meets(self, *, expected: int = 201, **encounter: Any) -> dict[str, Any]:
        """Record an encounter at Hani i Hotit and return the answer."""
        answer = self.post("encounters", {"post": HANI, "kind": "entry", **encounter})
        assert answer.status_code == expected, answer.get_data(as_text=True)
        return dict(answer.get_json())

    def as_(self, actor: Actor) -> "Officer":
        """Return another officer of the same service."""
        return Officer(self.runtime, self._client, actor)


@pytest.fixture
def officer(runtime: Runtime, kept: KeptService) -> Officer:
    """A border officer at Hani i Hotit."""
    return Officer(runtime, kept.app.test_client(), BORDER_OFFICER)

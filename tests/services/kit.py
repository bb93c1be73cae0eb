"""One service on a real database, and officers who ask it over HTTP: shared by the services' tests."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from urllib3 import encode_multipart_formdata
from werkzeug.test import TestResponse

from limen.config import Settings
from limen.keys import new_token_keys
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.service import Service
from limen.storage import migrations
from limen.storage.database import Database
from limen.storage.vault import Vault, new_master_key
from limen.web.tokens import TokenIssuer
from limen.work import Actor


def make_settings(folder: Path, country: str = "CH") -> Settings:
    """Settings of a node with fresh keys."""
    private, public = new_token_keys()
    return Settings(
        node="test",
        country=country,
        data=folder,
        master_key=new_master_key(),
        token_key=private,
        token_public_keys=public,
        session_key="session key of a test, thirty-two characters",
    )


def open_service(settings: Settings, service: Service, url: str, plugins: PluginHost) -> Runtime:
    """Open a service on a migrated database."""
    database = Database(url)
    migrations.upgrade(database, service.name)
    return Runtime(settings, service, database, Vault(settings.master_key, service.name), plugins)


def actor(role: str, number: int = 1, *posts: str) -> Actor:
    """Somebody with one role."""
    return Actor(f"{role}-{number}", roles=frozenset({role}), posts=frozenset(posts), country="CH")


class Officer:
    """Somebody who asks a service over HTTP."""

    def __init__(self, runtime: Runtime, client: FlaskClient, who: Actor) -> None:
        self.runtime = runtime
        self.actor = who
        self._client = client
        self._issuer = TokenIssuer(runtime.settings.token_key, runtime.settings.node)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request; header names are written with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        token = self._issuer.issue(self.actor, 10)  # each time anew: tests travel in time
        return self._client.open(
            f"/api/v1/{self.runtime.service.name}/{path}",
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {token}", **sent},
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send something."""
        return self("POST", path, body, **headers)

    def upload(self, path: str, content: bytes, name: str = "scan.pdf", **headers: str) -> TestResponse:
        """Send one file."""
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        token = self._issuer.issue(self.actor, 10)
        body, content_type = encode_multipart_formdata({"file": (name, content)})
        return self._client.post(
            f"/api/v1/{self.runtime.service.name}/{path}",
            data=body,
            content_type=content_type,
            headers={"Authorization": f"Bearer {token}", **sent},
        )

    def as_(self, role: str, number: int = 1, *posts: str) -> "Officer":
        """Return another officer of the same service."""
        return Officer(self.runtime, self._client, actor(role, number, *posts))

    def of_post(self, *posts: str) -> "Officer":
        """Return the same officer at other posts."""
        return Officer(self.runtime, self._client, replace(self.actor, posts=frozenset(posts)))

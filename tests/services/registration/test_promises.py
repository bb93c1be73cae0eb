"""Whatever is sent, registration never fails and never answers what its document does not promise."""

from collections.abc import Iterator

import pytest
from flask import Flask

from limen.config import Settings
from limen.keys import new_token_keys
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.storage import migrations
from limen.storage.database import Database
from limen.storage.vault import Vault, new_master_key
from limen.web.app import create_app
from limen.web.policy import ROLES
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from services.registration import demonstration
from services.registration.app import SERVICE
from tests.promises import keep_promises, operations

EVERYBODY = Actor("everybody", roles=frozenset(ROLES))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Registration with the demonstration's data."""
    private, public = new_token_keys()
    settings = Settings(
        country="AL", master_key=new_master_key(), token_key=private, token_public_keys=public
    )
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('registration') / 'registration.sqlite'}")
    migrations.upgrade(database, "registration")
    runtime = Runtime(settings, SERVICE, database, Vault(settings.master_key, "registration"), PluginHost())
    demonstration.load(runtime)
    yield create_app(runtime)
    database.close()


@pytest.mark.parametrize(("method", "path"), operations(SERVICE))
def test_every_answer_is_one_that_the_document_promises(app: Flask, method: str, path: str) -> None:
    settings = app.extensions["limen"].runtime.settings
    token = TokenIssuer(settings.token_key, settings.node).issue(EVERYBODY, 60)

    statuses = keep_promises(app, SERVICE, method, path, {"Authorization": f"Bearer {token}"})

    assert statuses["what it asks for"]
    refused = set(statuses["what it refuses"])
    assert not refused or refused & {400, 401, 404, 405, 415, 422, 428}

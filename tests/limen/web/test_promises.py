"""Whatever is sent, a service never fails and never answers what its document does not promise."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from limen.config import Settings
from limen.keys import new_token_keys
from limen.storage.database import Database
from limen.storage.vault import new_master_key
from limen.web.app import create_app
from tests.limen.web import desk
from tests.limen.web.conftest import ANNA, Desk, make_runtime
from tests.promises import keep_promises, operations


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    private, public = new_token_keys()
    known = Settings(master_key=new_master_key(), token_key=private, token_public_keys=public)
    folder: Path = tmp_path_factory.mktemp("desk")
    database = Database(f"sqlite:///{folder / 'desk.sqlite'}")
    everybody = replace(ANNA, roles=frozenset({"border_officer", "administrator"}))
    yield Desk(create_app(make_runtime(database, known)), everybody)
    database.close()


@pytest.mark.parametrize(("method", "path"), operations(desk.SERVICE))
def test_every_answer_is_one_that_the_document_promises(client: Desk, method: str, path: str) -> None:
    statuses = keep_promises(client.app, desk.SERVICE, method, path, {"Authorization": client.authorization})
    asked, refused = statuses["what it asks for"], statuses["what it refuses"]
    assert {200, 201, 304} & set(asked) or "{" in path  # a made-up id leads nowhere
    assert not refused or set(refused) & {400, 401, 404, 405, 415, 422, 428}


def test_a_promise_that_is_broken_is_found(client: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself can fail: a page that forgets `next` breaks its schema."""
    monkeypatch.setattr(desk, "paginate", lambda *_, **__: {"items": [{"party": -1}]})
    with pytest.raises(BaseException, match="next"):
        keep_promises(
            client.app,
            desk.SERVICE,
            "get",
            "/api/v1/desk/visits",
            {"Authorization": client.authorization},
        )

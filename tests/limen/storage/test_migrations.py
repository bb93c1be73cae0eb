"""A database is brought up to date once, and a start that has nothing to migrate does not need Alembic."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from limen.service import SERVICE_NAMES
from limen.storage import migrations
from limen.storage.database import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path / 'new.sqlite'}"
    database = Database(url)
    yield database
    database.close()


def test_a_new_database_lacks_everything_and_is_brought_up_to_date(database: Database) -> None:
    lacking = migrations.newest("registration")
    assert {revision.rpartition("_")[0] for revision in lacking} == {"registration", "shared"}
    assert migrations.current(database) == set()
    assert migrations.missing(database, "registration") == lacking
    assert set(migrations.upgrade(database, "registration")) >= lacking
    assert migrations.current(database) == lacking
    assert migrations.missing(database, "registration") == set()


def test_a_second_upgrade_applies_nothing(database: Database) -> None:
    migrations.upgrade(database, "training")
    assert migrations.upgrade(database, "training") == []


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_the_newest_revisions_are_those_that_alembic_finds(service: str) -> None:
    folders = [files("limen.storage") / "versions", files(f"services.{service}") / "versions"]
    scripts = ScriptDirectory(str(files("limen.storage")), version_locations=list(map(str, folders)))
    assert migrations.newest(service) == set(scripts.get_heads())


def test_of_several_revisions_only_the_last_of_each_line_is_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for revision, follows in (("a_1", "None"), ("a_2", '"a_1"'), ("b_1", "None")):
        text = (
            f'revision = "{revision}"\ndown_revision = {follows}\nbranch_labels = None\ndepends_on = None\n'
        )
        (tmp_path / f"{revision}.py").write_text(text)
    monkeypatch.setattr(migrations, "_folders", lambda _service: [tmp_path])
    found = ScriptDirectory(str(tmp_path), version_locations=[str(tmp_path)]).get_heads()
    assert migrations.newest("any") == {"a_2", "b_1"} == set(found)


def test_a_start_that_has_nothing_to_migrate_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'again.sqlite'}"
    database = Database(url)
    migrations.upgrade(database, "gateway")
    database.close()
    code = (
        "import sys\n"
        "from limen.storage.database import Database\n"
        "from limen.storage import migrations\n"
        f"assert migrations.upgrade(Database({url!r}), 'gateway') == []\n"
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

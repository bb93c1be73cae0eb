"""Migrations: the shared tables' lineage and one lineage per service, on SQLite and PostgreSQL.

Each service's folder `versions` holds its own Alembic revisions under a branch label with the
service's name; the shared tables stand under the label `shared`. An upgrade runs all heads.
Alembic is imported only when there is something to migrate: it would be a tenth of a node's memory.
"""

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from limen.storage.database import Database

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext

#: number of PostgreSQL's advisory lock that lets one process migrate at a time
_LOCK = 7_061_001
#: where Alembic keeps the revisions that a database stands at
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
#: the two lines of a revision's file that say what it is and what it follows
_LINEAGE = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


def upgrade(database: Database, service: str) -> list[str]:
    """Bring a service's database up to date; return the revisions that were applied."""
    before = current(database)
    if newest(service) <= before:
        return []
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(
        str(files("limen.storage")), version_locations=[str(folder) for folder in _folders(service)]
    )

    def upgrade_to_heads(revision: Any, _context: "MigrationContext") -> Any:
        return scripts._upgrade_revs("heads", revision)

    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        environment = EnvironmentContext(Config(), scripts, fn=upgrade_to_heads)
        environment.configure(
            connection=connection, target_metadata=None, transactional_ddl=False, fn=upgrade_to_heads
        )
        with environment:
            environment.run_migrations()
    return sorted(current(database) - before)


def current(database: Database) -> set[str]:
    """Return the revisions that the database stands at; empty for a new database."""
    with database.read() as connection:
        if not sa.inspect(connection).has_table(_VERSION.name):
            return set()
        return set(connection.scalars(sa.select(_VERSION.c.version_num)))


def newest(service: str) -> set[str]:
    """Return the newest revisions of a service and of the shared tables, as their files say."""
    lineage = [
        _LINEAGE.findall(path.read_text()) for folder in _folders(service) for path in folder.glob("*.py")
    ]
    stated = [(name, revision) for lines in lineage for name, revision in lines]
    followed = {revision for name, revision in stated if name == "down_revision"}
    return {revision for name, revision in stated if name == "revision"} - followed


def missing(database: Database, service: str) -> set[str]:
    """Return the revisions that a service needs and its database lacks."""
    return newest(service) - current(database)


def _folders(service: str) -> list[Path]:
    places = [files("limen.storage") / "versions", files(f"services.{service}") / "versions"]
    return [Path(str(place)) for place in places if place.is_dir()]

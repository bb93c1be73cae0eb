"""Migrations: the shared tables' lineage and one lineage per service, on SQLite and PostgreSQL.

Each service's folder `versions` holds its own Alembic revisions under a branch label with the
service's name; the shared tables stand under the label `shared`. An upgrade runs all heads.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from limen.storage.database import Database

#: number of PostgreSQL's advisory lock that lets one process migrate at a time
_LOCK = 7_061_001


def upgrade(database: Database, service: str) -> list[str]:
    """Bring a service's database up to date; return the revisions that were applied."""
    scripts = _scripts(service)
    before = current(database)

    def upgrade_to_heads(revision: Any, _context: MigrationContext) -> Any:
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
        return set(MigrationContext.configure(connection).get_current_heads())


def missing(database: Database, service: str) -> set[str]:
    """Return the revisions that a service needs and its database lacks."""
    return set(_scripts(service).get_heads()) - current(database)


def _scripts(service: str) -> ScriptDirectory:
    places = [files("limen.storage") / "versions", files(f"services.{service}") / "versions"]
    here = Path(str(files("limen.storage")))
    return ScriptDirectory(str(here), version_locations=[str(place) for place in places if place.is_dir()])

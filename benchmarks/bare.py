"""The limit of a registration: a bare Flask route with the same validation and one insert.

No sign-in, no search, no encryption, no audit, no events, no gateway: what is left is the least that any
Flask service does. It runs on granian with the same workers and threads, on the same database.
"""

import os
from typing import Any

import sqlalchemy as sa
from flask import Flask, jsonify, request

from limen.clock import now
from limen.ids import new_id
from limen.storage.database import Database
from services.registration.models import Id
from services.registration.schemas.encounters import NewEncounter

DATABASE_URL = "BARE_DATABASE_URL"

metadata = sa.MetaData()
table = sa.Table(
    "bare_encounter",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("post", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("mrz", sa.String(200), nullable=False),
    sa.Column("recorded_at", sa.String(40), nullable=False),
)


def application() -> Flask:
    """Factory of a granian worker."""
    app, schema, insert = Flask("bare"), NewEncounter(), table.insert()
    database = Database(os.environ[DATABASE_URL])

    @app.post("/encounters")
    def add() -> Any:
        new = schema.load(request.get_json())
        row = {"id": new_id(), "post": new["post"], "kind": new["kind"], "mrz": new["mrz"]}
        with database.write() as connection:
            connection.execute(insert, {**row, "recorded_at": now().isoformat()})
        return jsonify(row), 201

    return app


def main() -> None:
    """Serve it: `python -m benchmarks.bare PORT WORKERS THREADS`."""
    import sys

    from granian import Granian
    from granian.constants import Interfaces

    port, workers, threads = map(int, sys.argv[1:])
    Granian(
        "benchmarks.bare:application",
        factory=True,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()

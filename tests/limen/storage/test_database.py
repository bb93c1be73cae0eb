"""Sessions of the pool: one that ended is replaced before anybody uses it."""

import psycopg
import sqlalchemy as sa

from limen.storage.database import Database

TERMINATE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_session_that_the_server_ended_fails_no_request(postgres_url):
    database = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with database.read() as first, database.read() as second:
        before = {each.scalar(sa.text("SELECT pg_backend_pid()")) for each in (first, second)}
    with psycopg.connect(postgres_url, autocommit=True) as administrator:
        ended = administrator.execute(TERMINATE).fetchall()
    assert ended == [(True,), (True,)]
    with database.read() as first, database.write() as second:
        after = {each.scalar(sa.text("SELECT pg_backend_pid()")) for each in (first, second)}
    assert not before & after
    database.close()

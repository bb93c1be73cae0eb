"""Leadership: one at a time for each name, and a leader that dies is followed."""

import threading

import pytest
import sqlalchemy as sa

from limen.errors import DatabaseUnavailable
from limen.messaging import leader as leader_module
from limen.messaging.leader import leadership
from limen.storage.database import Database


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(leader_module, "RETRY_SECONDS", 0.01)


@pytest.fixture
def databases(new_postgres):
    """Two workers' connections to the same database."""
    url = new_postgres()
    pair = Database(url), Database(url)
    yield pair
    for database in pair:
        database.close()


def lead_elsewhere(database: Database, name: str, stop: threading.Event) -> tuple[threading.Thread, list]:
    """Try to lead in a thread, which notes what it got and lets go at once."""
    got: list = []

    def lead() -> None:
        with leadership(database, name, stop) as leader:
            got.append(leader)

    thread = threading.Thread(target=lead)
    thread.start()
    return thread, got


def test_a_second_leader_waits_for_the_first(databases):
    with leadership(databases[0], "relay", threading.Event()):
        thread, got = lead_elsewhere(databases[1], "relay", threading.Event())
        thread.join(0.2)
        assert thread.is_alive()
        assert not got
    thread.join(10)
    assert got[0] is not None


def test_who_waits_can_be_stopped(databases):
    stop = threading.Event()
    with leadership(databases[0], "relay", threading.Event()):
        thread, got = lead_elsewhere(databases[1], "relay", stop)
        stop.set()
        thread.join(10)
    assert got == [None]


def test_leaders_of_different_names_do_not_meet(databases):
    with leadership(databases[0], "relay", threading.Event()):
        thread, got = lead_elsewhere(databases[1], "timers", threading.Event())
        thread.join(10)
        assert got[0] is not None


def end_session(database: Database, connection: sa.Connection) -> None:
    number = connection.scalar(sa.select(sa.func.pg_backend_pid()))
    with database.write() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(number)))


def lead_and_lose(databases) -> None:
    with leadership(databases[0], "relay", threading.Event()) as leader:
        leader.check()
        end_session(databases[1], leader.connection)
        leader.check()


def test_a_leader_that_lost_its_session_learns_of_it_and_is_followed(databases):
    with pytest.raises(DatabaseUnavailable):
        lead_and_lose(databases)
    thread, got = lead_elsewhere(databases[1], "relay", threading.Event())
    thread.join(10)
    assert got[0] is not None


def test_a_leader_s_session_does_not_go_back_to_the_pool(databases):
    with leadership(databases[0], "relay", threading.Event()):
        pass
    query = sa.text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with databases[0].read() as connection:
        assert connection.scalar(query) == 0


def test_on_sqlite_a_worker_is_alone_and_leads_at_once(new_sqlite):
    database = Database(new_sqlite())
    with leadership(database, "relay", threading.Event()) as leader:
        leader.check()
    database.close()

"""Timers run at their interval, on one worker, and one that fails keeps none of the others."""

import threading
import time

import pytest
from structlog.testing import capture_logs

from limen.errors import DatabaseUnavailable
from limen.ids import new_id
from limen.messaging import leader as leader_module
from limen.messaging import timers
from limen.messaging.timers import PRUNE, run_clock, run_timers
from limen.service import Timer
from limen.storage import tables
from tests.limen.messaging.kit import count, open_service, publish
from tests.limen.messaging.test_outbox import age
from tests.rig.waiting import wait_until


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(timers, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(leader_module, "RETRY_SECONDS", 0.01)


class Counted:
    """A timer that counts its runs."""

    def __init__(self, every_seconds: float, error: Exception | None = None) -> None:
        self.runs: list[float] = []
        self._error = error
        self.timer = Timer(f"counted-{new_id()}", every_seconds, self._run)

    def _run(self, _runtime) -> None:
        self.runs.append(time.monotonic())
        if self._error:
            raise self._error


class Running:
    """Timers that run in a thread until the end of the `with` block."""

    def __init__(self, runtime, *counted: Counted) -> None:
        self._stop = threading.Event()
        arguments = (runtime, [each.timer for each in counted], self._stop)
        self.thread = threading.Thread(target=run_timers, args=arguments)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


def test_a_timer_runs_at_once_and_then_at_its_interval(registration):
    often, seldom = Counted(0.05), Counted(3600)
    with Running(registration, often, seldom):
        wait_until(lambda: len(often.runs) >= 4, "the timer ran four times")
    assert len(seldom.runs) == 1
    assert all(later - earlier >= 0.05 for earlier, later in zip(often.runs, often.runs[1:], strict=False))


def test_a_timer_that_fails_keeps_running_and_keeps_none_of_the_others(registration):
    failing, sound = Counted(0.01, ValueError("Anna Maria ERIKSSON")), Counted(0.01)
    with capture_logs() as logs, Running(registration, failing, sound):
        wait_until(lambda: len(failing.runs) >= 3 and len(sound.runs) >= 3, "both ran three times")
    assert {entry["timer"] for entry in logs} == {failing.timer.name}
    assert "ERIKSSON" not in str(logs)


def test_a_timer_that_finds_the_database_away_ends_the_life_of_its_thread(registration):
    away = Counted(0.01, DatabaseUnavailable())
    with pytest.raises(DatabaseUnavailable):
        run_timers(registration, [away.timer], threading.Event())


def test_of_several_workers_one_runs_the_timers_and_another_takes_over(new_postgres):
    url = new_postgres()
    runtimes = [open_service("registration", url) for _ in range(2)]
    first, second = Counted(0.01), Counted(0.01)
    with Running(runtimes[1], second) as follower:
        wait_until(lambda: second.runs, "the first to come leads")
        with Running(runtimes[0], first):
            before = len(second.runs)
            wait_until(lambda: len(second.runs) > before + 5, "the leader goes on")
            assert not first.runs
            follower.__exit__()
            wait_until(lambda: first.runs, "the other takes over")
    for runtime in runtimes:
        runtime.close()


def test_the_clock_takes_its_steps_again_and_again(registration):
    stop, steps = threading.Event(), []

    def step() -> None:
        steps.append(1)
        if len(steps) == 3:
            stop.set()

    run_clock(registration, [step], stop)
    assert len(steps) == 3


def test_old_events_are_pruned_by_a_timer_of_every_service(registration):
    publish(registration, new_id())
    age(registration, days=31)
    PRUNE.run(registration)
    assert count(registration, tables.outbox) == 0

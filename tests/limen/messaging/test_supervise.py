"""A part that breaks down comes back, until it is told to stop."""

import threading

from structlog.testing import capture_logs

from limen.errors import BrokerUnavailable
from limen.messaging import metrics, supervise
from limen.messaging.supervise import Supervised


def lives(monkeypatch, *endings: BaseException | None) -> list[dict]:
    """Run a part whose lives end so, then stop it; return what was logged."""
    monkeypatch.setattr(supervise, "BACKOFF_SECONDS", (0.001, 0.004))
    stop, left = threading.Event(), list(endings)

    def run(event: threading.Event) -> None:
        if not left:
            event.set()
        elif error := left.pop(0):
            raise error

    with capture_logs() as logs:
        thread = Supervised("readmission", "consumer", run, stop)
        thread.start()
        thread.join(10)
    assert not thread.is_alive()
    assert not left
    return logs


def test_a_part_that_fails_is_started_again(monkeypatch):
    failures = metrics.FAILURES.labels("readmission", "consumer")
    before = failures._value.get()
    logs = lives(monkeypatch, ValueError("Anna Maria ERIKSSON"), None, ValueError())
    assert [entry["event"] for entry in logs] == ["worker.failed"] * 2
    assert failures._value.get() == before + 2
    assert "ERIKSSON" not in str(logs)


def test_the_pauses_grow_up_to_a_limit(monkeypatch):
    logs = lives(monkeypatch, *(BrokerUnavailable() for _ in range(4)))
    assert [entry["seconds"] for entry in logs] == [0.001, 0.002, 0.004, 0.004]


def test_a_side_that_is_away_is_a_warning_not_a_failure(monkeypatch):
    (entry,) = lives(monkeypatch, BrokerUnavailable())
    assert (entry["event"], entry["log_level"]) == ("worker.waits", "warning")


def test_after_a_good_life_the_pause_is_short_again(monkeypatch):
    monkeypatch.setattr(supervise, "GOOD_LIFE_SECONDS", -1.0)
    logs = lives(monkeypatch, BrokerUnavailable(), BrokerUnavailable(), BrokerUnavailable())
    assert [entry["seconds"] for entry in logs][1:] == [0.002, 0.002]

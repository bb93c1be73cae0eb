"""The processes of a host: a service in several web processes, and its worker."""

import multiprocessing
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3

from limen import server
from limen.keys import write_keys
from limen.node import init_node
from limen.plugins.errors import PluginAltered
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

REQUESTS = 20
#: nothing listens there
SILENT = "127.0.0.1:9"


@pytest.fixture
def start(tmp_path: Path, keeper: Keeper) -> Iterator[Callable[..., str]]:
    """Starts `limen` with arguments and settings, and returns where it answers; stops it at the end."""
    started: list[OwnedProcess] = []

    def start(*arguments: str, **settings: object) -> str:
        port = free_port()
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
        for name, value in {"port": port, "web_workers": 2, "metrics_port": port, **settings}.items():
            environment[f"LIMEN_{name.upper()}"] = str(value)
        command = [str(Path(sys.executable).with_name("limen")), *arguments]
        log = tmp_path / "limen.log"
        started.append(OwnedProcess(command, keeper=keeper, log=log, env=environment, user=None))
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        try:
            process.ask_to_stop(signal.SIGTERM, 60)
        finally:
            process.kill()


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    """The settings that name a node's keys."""
    return {f"{setting}_file": path for setting, path in write_keys(tmp_path / "keys").items()}


def ask(url: str) -> str | None:
    """Return what is answered over a connection of its own, or None while nobody listens."""
    try:
        answer = urllib3.request("GET", url, retries=False, timeout=5, headers={"Connection": "close"})
    except urllib3.exceptions.HTTPError:
        return None
    assert answer.status == 200, answer.data
    return answer.data.decode()


def answer(url: str) -> str:
    """Wait until somebody listens, and return the answer."""
    return wait_until(lambda: ask(url), f"{url} answers", 60) or ""


def test_each_process_of_a_service_tells_the_metrics_of_all(start, keys, tmp_path):
    address = start("serve", "training", data=tmp_path, **keys)
    assert answer(f"{address}/health/live")
    for _ in range(REQUESTS - 1):
        assert ask(f"{address}/health/live")
    for _ in range(REQUESTS):
        lines = (ask(f"{address}/metrics") or "").splitlines()
        counted = [line for line in lines if line.startswith("limen_http_requests_total") and "live" in line]
        assert [line.rpartition(" ")[2] for line in counted] == [f"{REQUESTS}.0"]


def test_a_service_is_served_from_a_nodes_folder(start, tmp_path):
    init_node(tmp_path / "node", country="CH")
    address = start("serve", "training", "--data", str(tmp_path / "node"))
    assert "training" in answer(f"{address}/health/live")


def test_a_worker_shows_its_metrics_though_its_servers_are_away(start, keys):
    silent = {"database_url": f"postgresql+psycopg://{SILENT}/none", "broker_url": f"amqp://{SILENT}"}
    address = start("work", "training", shape="host", **silent, **keys)
    assert "limen_worker_failures" in answer(f"{address}/metrics")


def test_a_connection_stays_open_though_a_request_was_refused_before_its_body_came(start, keys, tmp_path):
    """Else the next request of somebody else, over a proxy's connection, would get no answer."""
    address = start("serve", "training", data=tmp_path, **keys)
    assert answer(f"{address}/health/live")
    with (
        socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=30) as connection,
        connection.makefile("rb") as received,
    ):
        connection.sendall(b"POST /nowhere HTTP/1.1\r\nHost: limen\r\nContent-Length: 2\r\n\r\n")
        assert select.select([connection], [], [], 0.5)[0] == []  # the answer waits for the body
        connection.sendall(b"{}GET /health/live HTTP/1.1\r\nHost: limen\r\nConnection: close\r\n\r\n")
        answers = received.read()
    assert answers.startswith(b"HTTP/1.1 404 ")
    assert b"HTTP/1.1 200 OK" in answers


def test_a_node_that_refuses_to_start_says_why_in_words_and_is_not_begun_anew(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped: list[int] = []
    monkeypatch.setattr("limen.server.os.kill", lambda _pid, number: stopped.append(number))
    monkeypatch.setattr("limen.server.multiprocessing.parent_process", multiprocessing.current_process)
    with pytest.raises(SystemExit, match="3"), server._refusal_told():
        raise PluginAltered("serbia", "version 2 is pinned, 1 is installed")
    assert stopped == [signal.SIGUSR1]
    told = capsys.readouterr().err
    assert "plugin 'serbia': version 2 is pinned, 1 is installed" in told
    assert "LIMEN_SAFE_MODE=serbia starts without it." in told

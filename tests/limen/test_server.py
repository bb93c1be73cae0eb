"""Serving one service in several processes."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from limen.keys import KEY_FILES, write_keys
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

REQUESTS = 20


@pytest.fixture
def address(tmp_path: Path, keeper: Keeper) -> Iterator[str]:
    """Where a service answers that runs in two web processes."""
    keys, port = write_keys(tmp_path / "keys"), free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(tmp_path),
        "LIMEN_DATA": str(tmp_path),
        "LIMEN_PORT": str(port),
        "LIMEN_WEB_WORKERS": "2",
        **{f"LIMEN_{setting.upper()}_FILE": str(keys[setting]) for setting in KEY_FILES},
    }
    command = [str(Path(sys.executable).with_name("limen")), "serve", "training"]
    log = tmp_path / "training.log"
    process = OwnedProcess(command, keeper=keeper, log=log, env=environment, user=None)
    try:
        yield f"http://127.0.0.1:{port}"
        process.ask_to_stop(signal.SIGTERM, 30)
    finally:
        process.kill()


def ask(url: str) -> str | None:
    """Return what is answered over a connection of its own, or None while nobody listens."""
    try:
        answer = urllib3.request("GET", url, retries=False, timeout=5, headers={"Connection": "close"})
    except urllib3.exceptions.HTTPError:
        return None
    assert answer.status == 200, answer.data
    return answer.data.decode()


def test_each_process_of_a_service_tells_the_metrics_of_all(address):
    wait_until(lambda: ask(f"{address}/health/live"), "the service answers", 60)
    for _ in range(REQUESTS - 1):
        assert ask(f"{address}/health/live")
    for _ in range(REQUESTS):
        lines = (ask(f"{address}/metrics") or "").splitlines()
        counted = [line for line in lines if line.startswith("limen_http_requests_total") and "live" in line]
        assert [line.rpartition(" ")[2] for line in counted] == [f"{REQUESTS}.0"]

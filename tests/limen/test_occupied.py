"""A port and a node's folder belong to one process; the second is refused with what to do."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from limen import occupied
from limen.config import Settings
from limen.errors import StartRefused
from limen.occupied import only_node_of, refuse_taken_port

HOLD = "import sys; from pathlib import Path; from limen.occupied import only_node_of\n"
HOLD += "with only_node_of(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occupied, "PATIENCE", 0.0)


def test_a_port_on_which_somebody_listens_is_refused_until_it_is_free():
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        settings = Settings(host="127.0.0.1", port=port, master_key="", token_public_keys="")
        with pytest.raises(StartRefused, match=f"127.0.0.1:{port}.*choose another port"):
            refuse_taken_port(settings)
    refuse_taken_port(settings)


def test_a_folder_in_which_a_node_runs_is_refused_until_that_ends_even_by_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StartRefused, match="another process runs the node"), only_node_of(tmp_path):
            pass
        other.kill()
    with only_node_of(tmp_path):
        pass

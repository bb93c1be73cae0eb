"""The README's tour runs as it stands, against a node started the way the README says."""

import os
import re
from pathlib import Path

import pytest

from tests.e2e.nodes import LIMEN
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def port(tmp_path: Path, keeper: Keeper):
    """The port of a demonstration node."""
    port = free_port()
    command = [LIMEN, "run", "--country", "CH", "--data", str(tmp_path / "node"), "--port", str(port)]
    log = tmp_path / "log"
    process = OwnedProcess(command, keeper=keeper, log=log, env=dict(os.environ), user=None)
    wait_until(lambda: "Limen is ready" in log.read_text(), "the node is ready", deadline=60)
    yield port
    process.kill()


def test_the_tour_of_the_readme_ends_at_the_safeguard(port: int, capsys: pytest.CaptureFixture[str]):
    """Block by block in one session, as a reader would paste them."""
    blocks = _BLOCK.findall(README.read_text())
    assert len(blocks) == 5
    session: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("127.0.0.1:8000", f"127.0.0.1:{port}"), session)  # noqa: S102
    shown = capsys.readouterr().out
    assert "check digit" in shown
    assert "Switzerland and Bosnia and Herzegovina" in shown
    assert "Art. 10(2)" in shown
    assert "409 Nothing may be sent and nobody handed over: an asylum claim is pending." in shown


def test_every_file_that_the_readme_links_is_there():
    """No link leads nowhere."""
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text())
    assert links
    missing = [link for link in links if not (README.parent / link).exists()]
    assert not missing

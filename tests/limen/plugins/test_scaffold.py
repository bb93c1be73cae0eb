"""`limen plugin new` writes a distribution that keeps the contract from the first minute."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from limen.errors import Invalid
from limen.plugins.scaffold import new_country

ROOT = Path(__file__).parents[3]


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with Limen on its path."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=240
    )


@pytest.mark.parametrize(
    ("alpha2", "name", "folder"),
    [("KE", "", "limen-kenya"), ("AQ", "", "limen-antarctica"), ("QZ", "Erewhon", "limen-erewhon")],
    ids=["a-country", "one-without-a-calendar", "an-invented-one"],
)
def test_the_tests_of_a_new_country_pass_at_once(tmp_path, alpha2, name, folder):
    root = new_country(alpha2, tmp_path, name)
    assert root == tmp_path / folder
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_kit_finds_nothing_that_fails_in_a_new_country(tmp_path):
    root = new_country("IR", tmp_path)
    done = python("-c", "from limen.cli import main; main()", "plugin", "check", ".", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout


@pytest.mark.parametrize(("alpha2", "problem"), [("ZZ", "is no ISO 3166-1"), ("QZ", "give its name")])
def test_a_country_that_cannot_be_is_refused(tmp_path, alpha2, problem):
    with pytest.raises(Invalid, match=problem):
        new_country(alpha2, tmp_path)


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    new_country("KE", tmp_path)
    with pytest.raises(Invalid, match="limen-kenya is already there"):
        new_country("KE", tmp_path)

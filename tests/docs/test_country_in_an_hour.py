"""The page on countries is followed to the letter in a fresh folder: each command, each file."""

import os
import re
import subprocess
import sys
from pathlib import Path

from limen.plugins.contract import CHECKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "country-plugins.md").read_text()
_STEP = re.compile(r"<!-- follow: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def run(commands: str, folder: Path) -> None:
    """Run commands as a reader would paste them into a shell."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": programs, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-eu", "-c", commands],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"


def test_the_page_leads_to_a_country_that_keeps_the_contract(tmp_path):
    steps = _STEP.findall(PAGE)
    assert [kind for kind, _ in steps] == [
        "sh",
        "limen_erewhon/country.yaml",
        "limen_erewhon/rules.yaml",
        "limen_erewhon/cases.yaml",
        "limen_erewhon/texts/cy.yaml",
        "sh",
    ]
    folder = tmp_path
    for kind, block in steps:
        if kind == "sh":
            run(block, folder)
            folder = tmp_path / "limen-erewhon"
        else:
            (folder / kind).write_text(block)


def test_the_page_names_every_check_of_the_contract_kit():
    for name, check in CHECKS.items():
        assert f"| {name} | {(check.__doc__ or '').strip().splitlines()[0]} |" in PAGE

"""The commands that look at plugins: readable on a narrow terminal, details of one on request."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from limen.cli import app
from limen.errors import NotFound
from limen.node import init_node
from limen.plugins.installed import find_plugin

LONGEST, OTHER = "bosnia_and_herzegovina", "kosovo"


@pytest.fixture
def node(tmp_path: Path) -> str:
    """A node with two countries."""
    pins = [str(find_plugin(name).pin(digest=False)) for name in (LONGEST, OTHER)]
    init_node(tmp_path / "node", country="BA", plugins=pins)
    return str(tmp_path / "node")


@pytest.mark.parametrize("command", [["plugin", "list"], ["countries"]])
def test_each_plugin_stands_on_one_line_of_eighty_columns(node: str, command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--data", node], env={"COLUMNS": "80"})
    assert shown.exit_code == 0, shown.output
    lines = [line.split() for line in shown.stdout.splitlines()]
    for name, country in ((LONGEST, "BA"), (OTHER, "XK")):
        assert [line[2] for line in lines if line[:1] == [name]] == [country]


def test_one_plugin_is_shown_with_what_it_covers_and_leaves_open(node: str) -> None:
    shown = CliRunner().invoke(app, ["plugin", "show", OTHER, "--data", node], env={"COLUMNS": "80"})
    assert shown.exit_code == 0, shown.output
    for said in ("4 authorities", "legal_rules", "kosovo, identity_numbers:"):
        assert said in shown.stdout


def test_a_plugin_that_the_node_does_not_have_is_named(node: str) -> None:
    refused = CliRunner().invoke(app, ["plugin", "show", "serbia", "--data", node])
    assert isinstance(refused.exception, NotFound)
    assert "no plugin 'serbia'" in str(refused.exception)

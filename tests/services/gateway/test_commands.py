"""`limen accounts`: accounts at the node's machine, without a service that runs."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from limen import node
from limen.embedded import migrate
from limen.errors import NotFound
from limen.runtime import Runtime, open_runtime
from limen.service import load_service
from services.gateway.commands import app
from services.gateway.signing_in import sign_in

PASSWORD = "a password of the tests"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new node without any account."""
    node.init_node(tmp_path, country="CH", node="ch-node", plugins=node.default_plugins(digest=False))
    migrate(node.settings_of(tmp_path, environment={}))
    return tmp_path


def run(folder: Path, *arguments: str, password: str = PASSWORD, **options: object) -> Result:
    typed = f"{password}\n{password}\n"
    return CliRunner().invoke(
        app, [*arguments, "--data", str(folder)], input=typed, env={"COLUMNS": "200"}, **options
    )


def add(folder: Path, *options: str, password: str = PASSWORD) -> Result:
    wanted = options or ("--role", "border_officer", "--post", "POST-1")
    return run(folder, "add", "anna", "--name", "Anna", *wanted, password=password)


@pytest.fixture
def runtime(folder: Path) -> Runtime:
    return open_runtime(node.settings_of(folder, environment={}), load_service("gateway"))


def test_an_account_that_was_added_signs_in(folder: Path, runtime: Runtime) -> None:
    added = add(folder)
    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    actor = sign_in(runtime, "anna", PASSWORD)
    assert (actor.roles, actor.posts, actor.country) == ({"border_officer"}, {"POST-1"}, "CH")
    runtime.close()


@pytest.mark.parametrize(
    ("options", "password", "said"),
    [
        (("--role", "king"), PASSWORD, "roles: Must be one of"),
        (("--role", "monitor", "--role", "trainer"), PASSWORD, "roles: the monitor is independent"),
        (("--role", "trainer"), "short", "password: Length must be between 12"),
        (("--role", "trainer", "--post", "a b"), PASSWORD, "posts: Must be the code of a post."),
    ],
)
def test_what_breaks_a_rule_is_named(
    folder: Path, options: tuple[str, ...], password: str, said: str
) -> None:
    refused = add(folder, *options, password=password)
    assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    assert "There is no account yet" in run(folder, "list").output


def test_the_list_shows_roles_posts_and_state(folder: Path) -> None:
    add(folder)
    listed = run(folder, "list").output
    for shown in ("anna", "Anna", "border_officer", "POST-1", "open"):
        assert shown in listed


def test_a_reset_gives_a_generated_password_once_and_unlocks(folder: Path, runtime: Runtime) -> None:
    add(folder)
    from limen.errors import NotSignedIn

    for _ in range(5):
        with pytest.raises(NotSignedIn):
            sign_in(runtime, "anna", "a wrong password")
    assert "locked" in run(folder, "list").output
    shown = run(folder, "reset", "anna", "--generate").output
    password = shown.split("Password: ")[1].split()[0]
    assert len(password) >= 20
    assert sign_in(runtime, "anna", password).id == "anna"
    runtime.close()


def test_a_second_factor_is_given_and_taken_away(folder: Path) -> None:
    add(folder)
    given = run(folder, "second-factor", "anna")
    assert "or type the secret: " in given.output
    assert "yes" in run(folder, "list").output
    run(folder, "reset", "anna", "--generate", "--without-second-factor")
    assert "yes" not in run(folder, "list").output


def test_an_account_that_is_not_there_is_named(folder: Path) -> None:
    refused = run(folder, "reset", "nobody", "--generate")
    assert isinstance(refused.exception, NotFound)
    assert "nobody" in str(refused.exception)


def test_the_commands_can_be_mounted_by_the_command_line() -> None:
    mounted = typer.Typer()
    mounted.add_typer(app, name="accounts")
    assert (
        "second-factor" in CliRunner().invoke(mounted, ["accounts", "--help"], env={"COLUMNS": "200"}).output
    )

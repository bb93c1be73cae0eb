"""A node of containers, brought up by `deploy/compose.yaml` as its README says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import urllib3

from limen.service import SERVICE_NAMES
from tests.e2e.officers import ACCOUNTS, PASSWORD, Officer, add_posts, sign_all_in
from tests.e2e.site import Site
from tests.rig.containers import POSTGRES_IMAGE, RABBITMQ_IMAGE, obtain_image
from tests.rig.errors import Unavailable
from tests.rig.ports import free_port
from tests.rig.waiting import wait_until

ROOT = Path(__file__).parents[2]
BASE_IMAGE = "debian:bookworm-slim"
SETTINGS = """\
LIMEN_NODE=container-node
LIMEN_COUNTRY=CH
LIMEN_PUBLIC_URL=https://limen.example
LIMEN_SIGN_IN_LIMIT=1000 per minute
"""


def build_image(name: str) -> str:
    """Build the image from the tree and return its name; Unavailable without its base."""
    obtain_image(BASE_IMAGE)
    # The host's network: where only the host can reach a package index, so can the build.
    run("docker", "build", "--network=host", "-q", "-f", "deploy/Dockerfile", "-t", name, ".", cwd=ROOT)
    return name


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command that must succeed, and return what it printed."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


class ComposeNode:
    """A copy of `deploy/` in `folder`, with secrets and settings of its own."""

    def __init__(self, folder: Path, image: str) -> None:
        self._command = compose_command()
        for needed in (POSTGRES_IMAGE, RABBITMQ_IMAGE):
            obtain_image(needed)
        self._folder = folder / "deploy"
        shutil.copytree(
            ROOT / "deploy", self._folder, ignore=shutil.ignore_patterns("secrets", "*.pins", ".env")
        )
        self._image, port = image, free_port()
        self.url = f"http://127.0.0.1:{port}"
        (self._folder / "servers.yaml").write_text(json.dumps(_any_servers(), indent=1))
        (self._folder / "node.env").write_text(SETTINGS)
        self._environment = {
            "COMPOSE_PROJECT_NAME": f"limen-test-{os.getpid()}",
            "COMPOSE_FILE": f"compose.yaml{os.pathsep}servers.yaml",
            "COMPOSE_INTERACTIVE_NO_CLI": "1",
            "LIMEN_IMAGE": image,
            "LIMEN_PUBLISH": f"127.0.0.1:{port}",
            "LIMEN_POSTGRES_IMAGE": POSTGRES_IMAGE,
            "LIMEN_RABBITMQ_IMAGE": RABBITMQ_IMAGE,
        }
        run("./make-secrets", cwd=self._folder, env=self._environment)
        pins = run("docker", "run", "--rm", image, "limen", "countries", "--pins", cwd=self._folder)
        (self._folder / "plugins.pins").write_text(pins)

    def compose(self, *arguments: str) -> str:
        """Run a command of compose on this node."""
        return run(*self._command, *arguments, cwd=self._folder, env=self._environment)

    def shell(self, script: str) -> None:
        """Run lines of the README, where `docker-compose` stands for whatever compose there is."""
        lines = script.replace("docker-compose", shlex.join(self._command))
        run("sh", "-euc", lines, cwd=self._folder, env=self._environment)

    def limen(self, *arguments: str) -> str:
        """Run a command of `limen` as this node's administrator."""
        return self.compose("run", "--rm", "-T", "administrator", "limen", *arguments)

    def up(self) -> None:
        """Start whatever does not run, and wait until every service answers through the gateway."""
        self.compose("up", "-d")
        self.wait()

    def wait(self) -> None:
        """Wait until every service answers through the gateway."""
        wait_until(self._answers, "every service answers", 180)

    def down(self, *, with_data: bool = False) -> None:
        """Remove the containers, and their data if so told."""
        self.compose("down", "--remove-orphans", *(["--volumes"] if with_data else []))

    def crash(self, service: str) -> None:
        """Kill the first process of a service's container, as a fault would: the engine starts it again."""
        container = self.compose("ps", "-q", service).strip()
        os.kill(int(run("docker", "inspect", "-f", "{{.State.Pid}}", container, cwd=ROOT)), signal.SIGKILL)

    def _answers(self) -> bool:
        paths = [f"/api/v1/{service}/openapi.json" for service in SERVICE_NAMES]
        return all(_is_well(self.url + path) for path in ["/health/ready", *paths])


def open_site(node: ComposeNode) -> Site:
    """Make the first account at the command line, all others and the posts through it, and sign all in."""
    made = node.limen("accounts", "add", "first", "--name=First", "--role=administrator", "--generate")
    password = re.search(r"Password: (\S+)", made)
    assert password, made
    given = {"account": "first", "password": password[1]}
    first = Officer(node.url, Officer(node.url).post("auth/token", given, 200)["access_token"])
    for login, (roles, posts) in ACCOUNTS.items():
        account = {"login": login, "name": f"Test {login.title()}", "password": PASSWORD}
        first.post("gateway/accounts", {**account, "roles": roles, "posts": posts})
    site = Site(node, sign_all_in(node.url))
    add_posts(site.administrator)
    return site


def compose_command() -> list[str]:
    """Return the command of compose; Unavailable where there is none."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]):
            known = subprocess.run([*command, "version"], capture_output=True, check=False)
            if known.returncode == 0:
                return command
    raise Unavailable("neither docker compose nor docker-compose is installed")


def _any_servers() -> dict[str, object]:
    """Return what makes the file suit stand-ins for the official images too.

    A PostgreSQL that takes its password only from the environment, a RabbitMQ that does not hear SIGTERM.
    """
    shown = run("docker", "image", "inspect", POSTGRES_IMAGE, cwd=ROOT)
    config = json.loads(shown)[0]["Config"]
    started = [*(config["Entrypoint"] or []), *(config["Cmd"] or [])]
    script = 'POSTGRES_PASSWORD="$$(cat $$POSTGRES_PASSWORD_FILE)"; export POSTGRES_PASSWORD; '
    script += 'unset POSTGRES_PASSWORD_FILE; exec "$$@"'
    entrypoint = ["/bin/sh", "-c", script, "sh", *started]
    return {"services": {"postgres": {"entrypoint": entrypoint}, "rabbitmq": {"stop_grace_period": "10s"}}}


def _is_well(url: str) -> bool:
    try:
        return urllib3.request("GET", url, retries=False, timeout=5).status == 200
    except urllib3.exceptions.HTTPError:
        return False

"""RabbitMQ and PostgreSQL in containers, by testcontainers, when a container engine answers.

The libraries for it are imported when they are needed: most test runs use no container.
"""

from __future__ import annotations

import os
import shlex
import socket
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tests.rig.broker import Broker, answers
from tests.rig.database import Database
from tests.rig.errors import RigError, Unavailable
from tests.rig.keeper import Keeper
from tests.rig.waiting import wait_until

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

RABBITMQ_IMAGE = os.environ.get("LIMEN_RABBITMQ_IMAGE") or "rabbitmq:4-management"
POSTGRES_IMAGE = os.environ.get("LIMEN_POSTGRES_IMAGE") or "postgres:17"


def engine_version() -> str:
    """The version of the container engine; Unavailable where none answers."""
    import docker

    try:
        _knock()
        with closing(docker.from_env(timeout=5)) as client:
            return client.version()["Version"]
    except (OSError, docker.errors.DockerException) as error:
        raise Unavailable("no container engine answers") from error


def _knock() -> None:
    """OSError where the engine's socket is silent: the docker package would leave its end of it open."""
    address = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    if address.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as door:
            door.connect(address.removeprefix("unix://"))


def obtain_image(image: str) -> None:
    """Make sure that the engine has the image; Unavailable where it cannot be had."""
    import docker

    with closing(docker.from_env()) as client:
        try:
            client.images.get(image)
        except docker.errors.ImageNotFound:
            try:
                client.images.pull(image)
            except docker.errors.DockerException as error:
                raise Unavailable(f"the image {image} cannot be had: {error}") from error


def start(container: DockerContainer, keeper: Keeper) -> None:
    """Start a container that is removed with the test run."""
    from testcontainers.core.config import testcontainers_config

    # The keeper removes containers already, without an image of its own that had to be pulled first.
    testcontainers_config.ryuk_disabled = True
    try:
        container.start()
        keeper.remove_container(container.get_container_id())
    except BaseException:
        container.stop()
        raise


class ContainerBroker(Broker):
    """RabbitMQ in a container."""

    def __init__(self, keeper: Keeper, image: str = RABBITMQ_IMAGE) -> None:
        super().__init__()
        engine_version()
        obtain_image(image)
        from testcontainers.core.container import DockerContainer

        self.kind = f"container {image}"
        # Not testcontainers' own RabbitMqContainer: importing it warns of a function about to be removed.
        user = {"RABBITMQ_DEFAULT_USER": "limen", "RABBITMQ_DEFAULT_PASS": "limen"}
        self._container = DockerContainer(image, env=user, ports=[5672])
        start(self._container, keeper)
        host, port = self._container.get_container_host_ip(), self._container.get_exposed_port(5672)
        self.url = f"amqp://limen:limen@{host}:{port}/%2F"
        try:
            wait_until(lambda: answers(self.url), f"the broker in {self.kind} answers", deadline=60)
        except TimeoutError:
            self.close()
            raise

    def _import_definitions(self, text: str) -> None:
        # By a file: the tool of 4.0 waits for ever at the end of its input.
        file = "/tmp/definitions.json"  # noqa: S108  in the container
        command = f"printf %s {shlex.quote(text)} > {file}; rabbitmqctl --quiet import_definitions {file}"
        code, output = self._container.exec(["sh", "-c", command])
        if code:
            raise RigError(f"rabbitmqctl import_definitions failed in the container: {output.decode()}")

    def close(self) -> None:
        """Stop and remove the container."""
        self._container.stop()


class ContainerDatabase(Database):
    """PostgreSQL in a container."""

    def __init__(self, keeper: Keeper, image: str = POSTGRES_IMAGE) -> None:
        engine_version()
        obtain_image(image)
        from testcontainers.community.postgres import PostgresContainer

        self.kind = f"container {image}"
        self._container = PostgresContainer(image, username="limen", password="limen", driver=None)
        start(self._container, keeper)
        self.id = self._container.get_container_id()
        self.url = urlunsplit(urlsplit(self._container.get_connection_url())._replace(path="/postgres"))

    def close(self) -> None:
        """Stop and remove the container."""
        self._container.stop()

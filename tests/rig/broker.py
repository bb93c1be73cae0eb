"""RabbitMQ for tests: one server, and a fresh virtual host for every test."""

import json
import os
import secrets
from abc import ABC, abstractmethod
from contextlib import closing
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

import requests
from amqp.exceptions import AMQPError
from kombu import Connection

from tests.rig.errors import RigError, Unavailable

URL_VARIABLE = "LIMEN_TEST_RABBITMQ_URL"
MANAGEMENT_VARIABLE = "LIMEN_TEST_RABBITMQ_MANAGEMENT_URL"
# Importing ten virtual hosts takes the tool no longer than one, and its start is what costs.
VHOSTS_AT_A_TIME = 10


class Broker(ABC):
    """A RabbitMQ server: `url` (its default virtual host), `kind`, `version`, `new_vhost()`."""

    kind: str
    url: str

    def __init__(self) -> None:
        self._spare: list[str] = []

    @property
    def version(self) -> str:
        """The server's version, as it introduces itself."""
        return introduction(self.url)["version"]

    def new_vhost(self) -> str:
        """Make a virtual host that no other test uses, and return its URL."""
        if not self._spare:
            new = [f"limen-test-{secrets.token_hex(4)}" for _ in range(VHOSTS_AT_A_TIME)]
            self._import_definitions(json.dumps(definitions(new, user=urlsplit(self.url).username)))
            self._spare = new
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{self._spare.pop()}"))

    @abstractmethod
    def _import_definitions(self, text: str) -> None:
        """Have the server import these definitions, RabbitMQ's own JSON format."""

    @abstractmethod
    def close(self) -> None:
        """Give back what was taken."""


class GivenBroker(Broker):
    """A server that someone else runs. Its virtual hosts are made and removed over its management API."""

    kind = "environment"

    def __init__(self, url: str, management_url: str) -> None:
        super().__init__()
        self.url = url
        parts = urlsplit(url)
        self._api = f"{management_url.rstrip('/')}/api"
        self._credentials = (parts.username, parts.password)
        self._made: list[str] = []

    @classmethod
    def from_environment(cls) -> Self:
        """The server that the environment names; Unavailable where it names none, RigError if silent."""
        url = os.environ.get(URL_VARIABLE)
        if not url:
            raise Unavailable(f"{URL_VARIABLE} is not set")
        host = urlsplit(url).hostname
        given = cls(url, os.environ.get(MANAGEMENT_VARIABLE) or f"http://{host}:15672")
        try:
            _ = given.version
            given._request("GET", "/whoami")
        except (OSError, AMQPError) as error:  # what requests raises is an OSError too
            raise RigError(
                f"the broker of {URL_VARIABLE} or its management API does not answer; {MANAGEMENT_VARIABLE} "
                f"names the latter, by which each test gets a virtual host of its own: {error}"
            ) from error
        return given

    def _request(self, method: str, path: str, **options: object) -> None:
        answer = requests.request(method, self._api + path, auth=self._credentials, timeout=30, **options)
        answer.raise_for_status()

    def _import_definitions(self, text: str) -> None:
        new = json.loads(text)
        self._made += [vhost["name"] for vhost in new["vhosts"]]
        self._request("POST", "/definitions", json=new)

    def close(self) -> None:
        """Remove the virtual hosts made here, with all that is in them."""
        for vhost in self._made:
            self._request("DELETE", f"/vhosts/{quote(vhost, safe='')}")
        self._made.clear()


def definitions(vhosts: list[str], user: str) -> dict[str, list[dict[str, str]]]:
    """RabbitMQ definitions of these virtual hosts, in which the user may do everything."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "vhosts": [{"name": vhost} for vhost in vhosts],
        "permissions": [{"user": user, "vhost": vhost, **everything} for vhost in vhosts],
    }


def introduction(url: str) -> dict[str, str]:
    """What the server says of itself when a client connects; OSError or AMQPError where it does not."""
    client = Connection(url, connect_timeout=5)
    # Not client.connect(), which would try again after some seconds; waiting is the caller's.
    with closing(client.transport.establish_connection()) as connection:
        return dict(connection.server_properties)


def answers(url: str) -> bool:
    """Whether a client gets a connection."""
    try:
        return bool(introduction(url))
    except (OSError, AMQPError):
        return False

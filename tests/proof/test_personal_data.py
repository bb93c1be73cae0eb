"""After a whole journey no personal value of it stands in the clear where people of the machine room look.

The values are those of persons whom nobody else has: names, document number, birth date, what they stated,
and what officers wrote. They are looked for in every log and output of every process, in every page of
metrics, in every body, property and header that the broker carried, and in every file and database.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pika
import pytest
import sqlalchemy as sa
import urllib3

from limen.clock import today
from limen.messaging.rabbit.topology import Topology
from limen.service import SERVICE_NAMES
from tests.e2e.journey import claim_asylum, load_file, open_case, register
from tests.e2e.nodes import EmbeddedNode, HostNode, Node
from tests.e2e.officers import ELSEWHERE, HERE
from tests.e2e.people import Person, new_person
from tests.e2e.site import SHAPES, Site, make_node, opened
from tests.proof import ledger
from tests.rig.broker import Broker
from tests.rig.broker_debian import DebianBroker
from tests.rig.waiting import wait_until

STATEMENT = "My brother Zarifobod was beaten by the militia of Qorateppa."
REFUSAL = "Not found in the registers of Kalesija since Bulbuderevac moved."
LIFT = "Judge Vukojebina withdrew the claim on the wish of the person."
NOTES = "Scars on the left forearm, trembles when the word Xovaling falls."


@dataclass
class Told:
    """What the journey was told of persons: none of it may be found."""

    persons: list[Person]
    texts: tuple[str, ...] = (STATEMENT, REFUSAL, LIFT, NOTES)

    def values(self) -> Iterator[str]:
        """Yield every value in every form in which it could be written."""
        for person in self.persons:
            yield from (person.surname, person.given_names, person.document_number)
            yield from (person.birth_date.isoformat(), *_pieces(person.zone))
        for text in self.texts:
            yield text
            yield from (word for word in re.findall(r"\w+", text) if word[0].isupper() and len(word) > 7)

    def found_in(self, content: bytes) -> list[str]:
        """Return the values that stand in some bytes, in any letter case of ASCII."""
        lower = content.lower()
        return [value for value in self.values() if value.lower().encode() in lower]


def _pieces(zone: str) -> Iterator[str]:
    """Yield what a machine-readable zone says, line by line and without fillers."""
    names, numbers = zone.splitlines()
    yield from (names.rstrip("<"), numbers[:13], numbers[13:28])


class Tap:
    """Listens to every event that the broker carries, as a curious administrator could."""

    def __init__(self, url: str) -> None:
        self.messages: list[tuple[bytes, bytes]] = []
        self._url = url
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        channel = self._connection.channel()
        Topology().declare(channel)
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, Topology().events, routing_key="#")
        channel.basic_consume(queue, self._note, auto_ack=True)
        self._thread = threading.Thread(target=channel.start_consuming, daemon=True)
        self._channel = channel

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._connection.add_callback_threadsafe(self._channel.stop_consuming)
        self._thread.join(10)
        self._connection.close()

    def _note(self, _channel: Any, method: Any, properties: Any, body: bytes) -> None:
        around = {**vars(method), **vars(properties)}
        self.messages.append((repr(around).encode(), body))


@contextmanager
def tapped(node: Node) -> Iterator[Tap | None]:
    """Listen to a node's broker, where it has one."""
    if not isinstance(node, HostNode):
        yield None
        return
    tap = Tap(node.broker_url)
    tap.start()
    yield tap
    tap.stop()


@dataclass
class Walked:
    """A node after the journey, with what was told on the way and what was heard at its broker."""

    site: Site
    told: Told
    tap: Tap | None


@pytest.fixture(scope="module", params=SHAPES)
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """A node on which one whole journey was made, refusals and mistakes included."""
    node = make_node(request.param, tmp_path_factory.mktemp("journey"), request.getfixturevalue)
    with tapped(node) as tap, opened(node) as site:
        told = walk(site)
        ledger.wait_until_settled(node)
        yield Walked(site, told, tap)


def walk(site: Site) -> Told:
    """Make the whole journey with persons whom nobody else has."""
    by_zone, declared, refused = new_person(), new_person(), new_person()
    person_id = register(site.officer, by_zone)["person"]["id"]
    make_mistakes(site, by_zone, refused)
    told = {"post": HERE, "kind": "other", "declared": declared.declared}
    encounter = site.officer.post("registration/encounters", told)
    declared_id = encounter["person"]["id"]
    screen(site, encounter["encounter"]["id"])
    case = open_case(site, person_id)
    safeguard_id = claim_asylum(site.officer, person_id, STATEMENT)
    case.wait_for_safeguard(safeguard_id)
    case.step("submit", 409)
    case.lift(safeguard_id, LIFT)
    case.step("submit")
    case.step("refuse", on=today().isoformat(), code="identity_mismatch", reason=REFUSAL)
    case.read(site.monitor)
    other = open_case(site, declared_id)
    other.move_to_planned()
    other.hand_over()
    site.protection.get(f"registration/safeguards/{safeguard_id}")
    return Told([by_zone, declared, refused])


def make_mistakes(site: Site, known: Person, refused: Person) -> None:
    """Send what is refused: a likely same person, another post, wrong types, nonsense, a path with a name."""
    encounter = {"post": HERE, "kind": "entry", "mrz": known.zone}
    site.officer.post("registration/encounters", encounter, 409)
    site.officer.post("registration/persons/search", {"mrz": known.zone}, 200)
    site.officer.post("registration/encounters", {**encounter, "post": ELSEWHERE}, 403)
    name, born = refused.surname, refused.birth_date.isoformat()
    wrong = {**refused.declared, "names": name, "birth_date": born, name: 1}
    site.officer.post("registration/encounters", {"post": HERE, "kind": name, "declared": wrong}, 422)
    site.officer("GET", f"registration/persons/{name}")
    site.officer("GET", f"registration/encounters?post={name}&name={refused.given_names}")
    site.officer("POST", f"auth/token?{refused.document_number}", {"account": name, "password": NOTES})
    site.officer("GET", "registration/posts", X_Request_ID=name, X_Purpose=name)


def screen(site: Site, encounter_id: str) -> None:
    """Have the officer certified, and screen for protection."""
    event_id = load_file(site.trainer, "screening-course.yaml")[-1]["event_id"]
    certificate = {"officer": "officer", "expires_on": "2099-01-01"}
    site.trainer.post(f"training/events/{event_id}/certificates", certificate)
    path = f"registration/encounters/{encounter_id}/protection-screenings"
    found = {"outcome": "referred", "needs": ["TR"], "notes": NOTES}

    def screened() -> bool:
        return site.officer("POST", path, found).status == 201

    wait_until(screened, "the certificate has arrived")


def test_the_search_itself_finds_what_is_there(walked: Walked):
    """A test of the tests below: each value is found where somebody wrote it."""
    for value in walked.told.values():
        assert value in walked.told.found_in(f"x{value.upper()}y".encode())


def test_no_personal_value_stands_in_a_log(walked: Walked):
    """Neither in a log nor in what a process printed, with request lines for everything that was asked."""
    logs = {log: log.read_bytes() for log in walked.site.node.logs()}
    text = b"".join(logs.values())
    assert b"/api/v1/registration/persons/search" in text
    assert b"/api/v1/readmission/cases/<uuid:case_id>/steps" in text
    assert {str(log): found for log, text in logs.items() if (found := walked.told.found_in(text))} == {}


def test_no_personal_value_stands_in_a_metric(walked: Walked):
    pages = {
        address: urllib3.request("GET", f"{address}/metrics", retries=False).data
        for address in walked.site.node.metrics_addresses()
    }
    for address, page in pages.items():
        assert walked.told.found_in(page) == [], address
    everything = b"".join(pages.values())
    assert b'route="/api/v1/readmission/cases/<uuid:case_id>/steps"' in everything
    assert b'limen_events_received_total{outcome="applied",service="readmission"}' in everything


def test_no_personal_value_stands_in_an_url_that_was_logged(walked: Walked):
    """Routes are logged as templates, so that not even an id shows who was looked at."""
    text = b"".join(log.read_bytes() for log in walked.site.node.logs()).decode()
    routes = set(re.findall(r'"route": "(.*?)"', text))
    assert routes
    assert not [route for route in routes if "?" in route or re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", route)]


@pytest.mark.parametrize("walked", SHAPES[1:], indirect=True)
def test_no_personal_value_reaches_the_broker(walked: Walked):
    """Routing key, properties and headers hold none, and bodies only the sealed part."""
    assert walked.tap is not None
    assert len(walked.tap.messages) >= 4
    for around, body in walked.tap.messages:
        assert walked.told.found_in(around) == []
        assert walked.told.found_in(body) == []
    kinds = b" ".join(around for around, _ in walked.tap.messages)
    assert b"registration.person.registered.v1" in kinds
    assert b"registration.safeguard.raised.v1" in kinds
    assert b"training.certificate.issued.v1" in kinds


@pytest.mark.parametrize("walked", SHAPES[1:], indirect=True)
def test_no_personal_value_names_anything_in_the_broker(walked: Walked, rabbitmq_server: Broker):
    """Queues, exchanges, bindings and connections are shown to every administrator of the broker."""
    if not isinstance(rabbitmq_server, DebianBroker):
        pytest.skip("only a broker of the rig itself can be asked for its names")
    vhost = ["--vhost", urlsplit(walked.site.node.broker_url).path[1:]]
    named = [
        rabbitmq_server.rabbitmqctl("list_queues", *vhost, "name", "arguments"),
        rabbitmq_server.rabbitmqctl("list_exchanges", *vhost, "name", "arguments"),
        rabbitmq_server.rabbitmqctl("list_bindings", *vhost),
        rabbitmq_server.rabbitmqctl("list_connections", "name", "user", "client_properties"),
    ]
    text = "\n".join(named)
    assert "limen.readmission" in text
    assert "registration.safeguard.#" in text
    assert walked.told.found_in(text.encode()) == []


def test_no_personal_value_stands_in_the_clear_in_a_database(walked: Walked):
    """Nor in any other file of the node, keys and write-ahead logs included."""
    contents = databases_of(walked.site.node)
    assert contents
    assert {
        name: found for name, content in contents.items() if (found := walked.told.found_in(content))
    } == {}


def databases_of(node: Node) -> dict[str, bytes]:
    """Return all that a node keeps, by file or by table."""
    files = {str(path): path.read_bytes() for path in node.folder.rglob("*") if path.is_file()}
    if isinstance(node, EmbeddedNode):
        assert len([name for name in files if name.endswith(".sqlite")]) == len(SERVICE_NAMES)
        return files
    return {
        **files,
        **{name: content for service in SERVICE_NAMES for name, content in tables(node, service)},
    }


def tables(node: Node, service: str) -> Iterator[tuple[str, bytes]]:
    """Yield every table of a service's database with all that stands in it, bytes as they are."""
    with node.database(service).read() as connection:
        for name in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.text(f'SELECT * FROM "{name}"'))  # a name of our own
            cells = (cell for row in rows for cell in row)
            content = b"\n".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cells
            )
            yield f"{service}.{name}", content

"""Registrations a second through the gateway to the committed row, and what the gateway adds.

The limit is the bare route (`benchmarks.bare`) on the same kind of database with the same processes and
threads. Node and bare route take turns, because a shared machine is never the same twice; medians are given.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from random import Random
from statistics import median
from urllib.parse import urlsplit

from benchmarks.figures import Figure
from benchmarks.load import Load, request, send
from benchmarks.sites import BareRoute
from services.registration.models import encounter
from tests.e2e.nodes import HostNode, Node
from tests.e2e.officers import HERE
from tests.e2e.people import new_person
from tests.proof import ledger

#: officers who send at the same time
CONNECTIONS = 4
ROUNDS = 3
#: registrations of the node in one round, before the first round, and of one officer alone
REGISTRATIONS, WARM_UP, ALONE = 250, 100, 100
#: of the bare route in one round
INSERTS = 1000
#: the share of the bare route's rate that is to be reached
GOAL = 0.35
PATH = "/api/v1/registration/encounters"


def measure(node: Node, token: str, bare: BareRoute) -> list[Figure]:
    """Measure a running node beside a running bare route."""
    people, port = _people(), _port(node.url)
    before = len(ledger.rows(node, "registration", ledger.ENCOUNTERS))
    # Somebody made at random may look like somebody else; that is searched for, and answered with 409.
    warm = send(port, _requests(people, WARM_UP, token, PATH), CONNECTIONS).require(201, rarely=409)
    send(bare.port, _requests(people, INSERTS // 5, "", "/encounters"), CONNECTIONS).require(201)
    inserted, registered = [], []
    for _ in range(ROUNDS):
        inserts = _requests(people, INSERTS, "", "/encounters")
        inserted.append(send(bare.port, inserts, CONNECTIONS).require(201))
        registrations = _requests(people, REGISTRATIONS, token, PATH)
        registered.append(send(port, registrations, CONNECTIONS).require(201, rarely=409))
    rows = len(ledger.rows(node, "registration", ledger.ENCOUNTERS)) - before
    answered = sum(each.statuses[201] for each in (warm, *registered))
    assert rows == answered, (
        f"{rows} rows of {encounter.name} stand in the database, {answered} were answered"
    )
    assert bare.rows() == INSERTS // 5 + ROUNDS * INSERTS
    figures = list(_compare(node.shape, registered, inserted))
    if isinstance(node, HostNode):
        figures.append(_gateway(node, token, bare, people))
    return figures


def _compare(shape: str, node: Sequence[Load], bare: Sequence[Load]) -> Iterator[Figure]:
    limit = median(each.rate for each in bare)
    yield Figure(
        "registrations, gateway to committed row",
        shape,
        median(each.rate for each in node),
        "a second",
        limit,
        "bare Flask route, one insert",
        limit * GOAL,
    )
    for name in ("p50", "p99"):
        yield Figure(
            f"registration, {CONNECTIONS} officers, {name}",
            shape,
            median(getattr(each, name) for each in node),
            "ms",
            median(getattr(each, name) for each in bare),
            "bare Flask route, one insert",
            more_is_better=False,
        )


def _gateway(node: HostNode, token: str, bare: BareRoute, people: Iterator[str]) -> Figure:
    """One officer alone registers through the gateway and at the service itself, in turns."""
    through, direct, least = [], [], []
    for _ in range(ROUNDS):
        for port, found in ((_port(node.url), through), (_port(node.url_of("registration")), direct)):
            found.append(send(port, _requests(people, ALONE, token, PATH), 1).require(201, rarely=409).p50)
        least.append(send(bare.port, [request("GET", "/")] * ALONE, 1).require(404).p50)
    return Figure(
        "what the gateway adds to a registration, p50",
        node.shape,
        median(through) - median(direct),
        "ms",
        median(least),
        "bare Flask, a page that is not there",
        more_is_better=False,
    )


def _requests(people: Iterator[str], number: int, token: str, path: str) -> list[bytes]:
    """Write requests that register somebody new each."""
    bodies = (
        json.dumps({"post": HERE, "kind": "entry", "mrz": zone, "document_verified": True}).encode()
        for zone in islice(people, number)
    )
    return [request("POST", path, token, body) for body in bodies]


def _people() -> Iterator[str]:
    """Yield the zones of persons who share nothing, no number by chance either."""
    rng = Random(20261122)
    for number in count():
        yield replace(new_person(rng), document_number=f"B{number:08d}").zone


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port, url
    return port

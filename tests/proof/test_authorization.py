"""Every route of every service, asked as every role at the own post and at another one.

What is expected stands in `authorization.yaml`, for people to read; what is asked, in `requests.py`. All of
it goes to the services themselves, behind the gateway's back: none relies on the gateway having checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from joserfc import jws, jwt
from joserfc.jwk import OctKey, OKPKey
from joserfc.util import urlsafe_b64encode

from limen.clock import now
from limen.ids import new_id
from limen.keys import new_token_keys
from limen.service import SERVICE_NAMES, load_service
from limen.web.openapi import document
from limen.web.policy import ROLES
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from tests.proof.requests import SAMPLES, Sample
from tests.proof.world import OTHER, OWN, World, world_in

TABLE = yaml.safe_load(Path(__file__).with_name("authorization.yaml").read_text())


@dataclass(frozen=True)
class Row:
    """Who may: `everybody` without a token, `officers` of any role, or the roles of `own` and `any`."""

    everybody: bool = False
    officers: bool = False
    own: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()

    def allows(self, role: str, post: str) -> bool:
        """Tell whether an officer of this role, who serves at OWN, may do it on a record of this post."""
        if self.everybody or self.officers or role in self.any:
            return True
        return role in self.own and post == OWN


def read_row(value: Any) -> Row:
    if isinstance(value, str):
        return Row(**{value: True})
    roles = {
        kind: frozenset(TABLE["roles"][letter] for letter in letters.split())
        for kind, letters in value.items()
    }
    return Row(**roles)


ROWS = {route: read_row(value) for route, value in TABLE["routes"].items()} | {
    route.replace("{service}", service): read_row(value)
    for route, value in TABLE["routes of every service"].items()
    for service in SERVICE_NAMES
}


def routes() -> Iterator[str]:
    """Yield every method of every route that the services' documents declare."""
    for service in SERVICE_NAMES:
        for path, item in document(load_service(service))["paths"].items():
            for method in item:
                if method != "parameters":
                    yield f"{method.upper()} {path.removeprefix('/api/v1/')}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_in(tmp_path_factory.mktemp("world")) as world:
        yield world


def send(world: World, route: str, sample: Sample, token: str) -> Any:
    return world.ask(route.split()[0], sample.path, token, sample.body, **sample.headers)


def test_every_route_has_a_row_and_every_row_a_route():
    assert sorted(ROWS) == sorted(routes())
    assert sorted(SAMPLES) == sorted(ROWS)


def test_the_table_names_every_role():
    assert sorted(TABLE["roles"].values()) == sorted(ROLES)


@pytest.mark.parametrize("route", ROWS)
def test_the_roles_of_the_row_may_and_no_other(world: World, route: str):
    """403 for whoever may not, success for whoever may; who changes a record gets one made for it alone."""
    wrong, reads = [], route.startswith("GET ")
    for post in (OWN, OTHER):
        untouched = SAMPLES[route](world, post)
        for role in (*ROLES, ""):
            expected = ROWS[route].allows(role, post)
            sample = untouched if reads or not expected else SAMPLES[route](world, post)
            answer = send(world, route, sample, world.token(role, OWN))
            allowed = answer.status_code < 300 and sample.shows.encode() in answer.data
            if allowed != expected or not (allowed or answer.status_code in (200, 403)):
                wrong.append((role or "no role", post, answer.status_code, answer.get_json()))
    assert wrong == []


# --- tokens that do not count ---


def header_and_key(world: World) -> tuple[dict[str, str], OKPKey]:
    key = OKPKey.import_key(json.loads(world.settings.token_key))
    return {"alg": "Ed25519", "typ": "limen-access+jwt", "kid": key.kid}, key


def claims_of(world: World, **changes: Any) -> dict[str, Any]:
    payload = jws.extract_compact(world.token("administrator", OWN).encode()).payload
    return {**json.loads(payload), "roles": list(ROLES), **changes}


def signed(world: World, **changes: Any) -> str:
    """A token signed by the node's own key, with other claims."""
    header, key = header_and_key(world)
    text = json.dumps(claims_of(world, **changes)).encode()
    return jws.serialize_compact(header, text, key, algorithms=["Ed25519"])


def of_another_node(world: World) -> str:
    """What the gateway of another node signs for its administrator."""
    private, _public = new_token_keys()
    return TokenIssuer(private, world.settings.node).issue(Actor("admin", roles=frozenset(ROLES)), 10)


def with_a_shared_secret(world: World) -> str:
    """Signed by HMAC under the public key, the classic confusion of algorithms."""
    header, _key = header_and_key(world)
    secret = OctKey.import_key(world.settings.token_public_keys)
    return jwt.encode({**header, "alg": "HS256"}, claims_of(world), secret)


def unsigned(world: World) -> str:
    token = signed(world).split(".")
    header = urlsafe_b64encode(json.dumps({"alg": "none", "typ": "limen-access+jwt"}).encode()).decode()
    return f"{header}.{token[1]}."


def expired(world: World) -> str:
    with time_machine.travel(now() - timedelta(hours=1)):
        return world.token("administrator", OWN)


BAD_TOKENS: dict[str, Callable[[World], str]] = {
    "missing": lambda world: "",
    "no token at all": lambda world: "not.a.token",
    "of another node's key": of_another_node,
    "of another issuer": lambda world: signed(world, iss="limen:elsewhere"),
    "for another audience": lambda world: signed(world, aud="elsewhere"),
    "that has expired": expired,
    "that speaks for the node itself": lambda world: signed(world, sub="system:timer"),
    "with another signature": lambda world: signed(world)[:-8] + "AAAAAAAA",
    "signed with the public key as secret": with_a_shared_secret,
    "without signature": unsigned,
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_every_service_refuses_a_bad_token_even_when_reached_directly(world: World, kind: str):
    token, wrong = BAD_TOKENS[kind](world), {}
    for route, row in ROWS.items():
        if row.everybody:
            continue
        method, path = route.split()
        path = re.sub(r"\{.*?\}", new_id(), path)
        body = None if method == "GET" else {}
        answer = world.ask(method, path, token, body, If_Match='"1"')
        if answer.status_code != 401 or answer.headers.get("WWW-Authenticate") != "Bearer":
            wrong[route] = answer.status_code
    assert wrong == {}


def test_a_token_of_the_node_with_every_role_counts(world: World):
    """The check on the checks above: the same token, untouched, opens the door."""
    assert world.ask("GET", "gateway/accounts", signed(world)).status_code == 200

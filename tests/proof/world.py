"""All services of a node in this process, without workers, for thousands of requests in little time.

Every service is asked directly, as somebody would who has got behind the gateway. Events are carried by
`World.carry`. Each record is made anew by requests of officers who may make it, so that no request of a test
depends on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from limen.clock import today
from limen.embedded import migrate, open_runtimes
from limen.ids import new_id
from limen.messaging import embedded
from limen.messaging.inbox import receive
from limen.plugins.installed import find_plugin
from limen.service import SERVICE_NAMES
from limen.web.app import create_app
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from tests.e2e.people import new_person
from tests.proof.registers import with_register
from tests.services.kit import make_settings

#: the post of the officers who serve at one, and another
OWN, OTHER = "CH-CHIASSO", "CH-BASEL"
PASSWORD = "a password of the tests, long enough"


class World:
    """The node: `app_of` gives a service's application, `ask` sends a request as somebody."""

    def __init__(self, folder: Path) -> None:
        plugins = (str(find_plugin("agreements").pin()),)  # and no rule that asks for a certificate
        often = {"rate_limit": "1000000 per minute", "sign_in_limit": "1000000 per minute"}
        self.settings = replace(make_settings(folder), plugins=plugins, **often)
        migrate(self.settings)
        self.runtimes = open_runtimes(self.settings)
        self.runtimes["readmission"].plugins = with_register()
        applications = {name: create_app(self.runtimes[name]) for name in SERVICE_NAMES if name != "gateway"}
        self.runtimes["gateway"].upstreams = {name: app.wsgi_app for name, app in applications.items()}
        self.apps = {**applications, "gateway": create_app(self.runtimes["gateway"])}
        self._clients: dict[str, FlaskClient] = {name: app.test_client() for name, app in self.apps.items()}
        self._issuer = TokenIssuer(self.settings.token_key, self.settings.node)
        for post in (OWN, OTHER):
            self.made("POST", "registration/posts", new_post(post), role="administrator")

    def close(self) -> None:
        """Let go of the databases."""
        for runtime in self.runtimes.values():
            runtime.close()

    def token(self, role: str, *posts: str, name: str = "") -> str:
        """Return the token of an officer with one role, or none."""
        roles = frozenset({role} if role else ())
        return self._issuer.issue(Actor(name or f"{role}-1", "", roles, frozenset(posts), "CH"), 10)

    def ask(self, method: str, path: str, token: str = "", body: Any = None, **headers: str) -> TestResponse:
        """Send a request to the service that `/api/v1/<path>` belongs to, not through the gateway."""
        service = path.split("/")[0]
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        client = self._clients["gateway" if service == "auth" else service]
        told = {"data": body} if isinstance(body, bytes) else {"json": body}
        return client.open(f"/api/v1/{path}", method=method, headers=sent, **told)

    def made(
        self, method: str, path: str, body: Any = None, role: str = "", post: str = OWN, **headers: str
    ) -> dict[str, Any]:
        """Send a request that must succeed, as an officer with this role at this post; return the body."""
        answer = self.ask(method, path, self.token(role, post, name=f"{role}-0"), body, **headers)
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return answer.get_json()

    def carry(self) -> None:
        """Carry every event to its subscribers."""
        for subscriber in self.runtimes.values():
            for producer in sorted(embedded.producers_of(subscriber.service.name)):
                while embedded.read(subscriber, self.runtimes[producer]):
                    pass

    # --- records, each new ---

    def encounter(self, post: str = OWN) -> dict[str, Any]:
        """Record an encounter with a new person; return the answer."""
        return self.made("POST", "registration/encounters", new_encounter(post), "border_officer", post)

    def person(self) -> str:
        """Register a person; return the id."""
        return self.encounter()["person"]["id"]

    def known_person(self) -> str:
        """Register a person whom readmission knows; return the id."""
        person_id = self.person()
        self.carry()
        return person_id

    def safeguard(self, person_id: str = "") -> str:
        """Record an asylum claim; return the safeguard's id."""
        path = f"registration/persons/{person_id or self.person()}/asylum-claims"
        return self.made("POST", path, {}, "border_officer")["id"]

    def case(self, office: str = OWN, person_id: str = "") -> str:
        """Open a case at an office; return its id."""
        person_id = person_id or self.person()
        self.carry()
        return self.made("POST", "readmission/cases", new_case(person_id, office), "readmission_officer")[
            "case_id"
        ]

    def guarded_case(self) -> tuple[str, str]:
        """Open a case of a person with an asylum claim; return the ids of case and safeguard."""
        person_id = self.person()
        safeguard_id = self.safeguard(person_id)
        return self.case(person_id=person_id), safeguard_id

    def lift(self) -> str:
        """Ask that a safeguard be lifted; return the request's id."""
        case_id, safeguard_id = self.guarded_case()
        return self.made(
            "POST", f"readmission/cases/{case_id}/lifts", new_lift(safeguard_id), "readmission_officer"
        )["lift_id"]

    def module(self) -> str:
        """Add a module; return its code."""
        return self.made("POST", "training/modules", new_module(), "trainer")["code"]

    def event(self) -> str:
        """Add a training event; return its id."""
        return self.made("POST", "training/events", new_event(), "trainer")["event_id"]

    def certificate(self) -> str:
        """Issue a certificate; return its id."""
        path = f"training/events/{self.event()}/certificates"
        return self.made("POST", path, new_certificate("officer"), "trainer")["certificate_id"]

    def pool_member(self) -> str:
        """Put somebody into a pool; return the id."""
        return self.made("POST", "training/pool", new_pool_member(self.event()), "trainer")["member_id"]

    def account(self) -> str:
        """Make an account; return its id."""
        return self.made("POST", "gateway/accounts", new_account(), "administrator")["account_id"]

    def parked(self, service: str) -> str:
        """Have a service park a message; return the id under which it waits."""
        receive(self.runtimes[service], [f"no event: {new_id()}".encode()])
        path = f"{service}/node/events?limit=100"
        return self.made("GET", path, role="administrator")["items"][-1]["id"]


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """Open a world."""
    world = World(folder)
    yield world
    world.close()


# --- bodies that a service accepts ---


def new_post(code: str = "") -> dict[str, Any]:
    """Body of a border post."""
    code = code or f"CH-{new_id()[-12:].upper()}"
    return {"code": code, "name": code, "country": "CH", "kind": "road", "valid_from": "2000-01-01"}


def new_encounter(post: str) -> dict[str, Any]:
    """Body of an encounter with somebody new."""
    return {"post": post, "kind": "entry", "declared": new_person().declared}


def new_case(person_id: str, office: str = OWN) -> dict[str, Any]:
    """Body of a case."""
    states = {"requesting_state": "CH", "requested_state": "BA", "category": "own_national"}
    return {"person_id": person_id, "office": office, **states}


def new_lift(safeguard_id: str) -> dict[str, Any]:
    """Body of a request to lift a safeguard."""
    return {"safeguard_id": safeguard_id, "reasons": "The claim was withdrawn before a judge."}


def new_module() -> dict[str, Any]:
    """Body of a module."""
    return {"code": new_code(), "title": "Screening", "curriculum": "HBM"}


def new_package(module: str) -> dict[str, Any]:
    """Body of a support package."""
    return {"code": new_code(), "title": "For trainers", "authors": ["Academy"], "modules": [module]}


def new_event() -> dict[str, Any]:
    """Body of a training event."""
    came = {"country": "BA", "agencies": ["Border Police"], "participants": 1, "split_known": True}
    return {
        "code": new_code(),
        "title": "Course",
        "kind": "course",
        "curriculum": "HBM",
        "held_from": "2026-09-07",
        "held_to": "2026-09-11",
        "venue": "Academy",
        "country": "BA",
        "participants": 1,
        "delegations": [came],
    }


def new_feedback(module: str) -> dict[str, Any]:
    """Body of feedback on a module."""
    return {"module_code": module, "asked_by": "Participants", "text": "More exercises."}


def new_good_practice() -> dict[str, Any]:
    """Body of a good practice."""
    return {"country": "KZ", "topic": "pedagogy", "session": "Exchange", "text": "Shared."}


def new_certificate(officer: str) -> dict[str, Any]:
    """Body of a certificate."""
    return {"officer": officer, "expires_on": (today() + timedelta(days=365)).isoformat()}


def new_pool_member(event_id: str) -> dict[str, Any]:
    """Body of a member of a pool of trainers."""
    return {
        "country": "KZ",
        "officer": f"trainer-{new_id()}",
        "agency": "Border Academy",
        "qualification": "Trainer",
        "trained_at": event_id,
    }


def new_account() -> dict[str, Any]:
    """Body of an account."""
    return {"login": f"a-{new_id()}", "name": "Somebody", "password": PASSWORD, "roles": ["trainer"]}


def new_code() -> str:
    """A code that nothing else has."""
    return f"X-{new_id()[-12:].upper()}"

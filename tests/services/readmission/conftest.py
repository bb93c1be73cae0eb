"""Readmission on real databases with the library of agreements, and the events that registration sends."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from limen.clock import today
from limen.ids import new_id
from limen.messaging.envelope import new_event
from limen.messaging.inbox import receive
from limen.plugins.host import PluginHost, load_plugins
from limen.plugins.installed import find_plugin
from limen.runtime import Runtime
from services.readmission.app import SERVICE
from tests.services.conftest import Keep
from tests.services.kept import KeptService
from tests.services.kit import Officer, actor, make_settings, open_service

SIGNER = {"full_name": "Max Muster", "function": "Head of escort", "authority": "Cantonal police"}
#: synthetic particulars of a national of Bosnia and Herzegovina
PARTICULARS = {
    "surname": "HODŽIĆ-TESTOVIĆ",
    "given_names": "AMRA",
    "birth_date": "1990-04-17",
    "sex": 2,
    "nationalities": [{"country": "BA", "proof": "document_verified"}],
    "document": {"type": "P", "issuing_state": "BA", "number": "X0000017", "expiry_date": "2030-01-01"},
}


@cache
def agreements() -> PluginHost:
    """The library, loaded once for all tests."""
    return load_plugins([find_plugin("agreements").pin()])


@pytest.fixture
def kept(keep: Keep, tmp_path: Path) -> KeptService:
    """Readmission of a Swiss node on each database in turn."""
    return keep("readmission", lambda url: open_service(make_settings(tmp_path), SERVICE, url, agreements()))


@pytest.fixture
def runtime(kept: KeptService, tmp_path: Path) -> Runtime:
    """Readmission with nothing in it."""
    return kept.as_new(tmp_path)


@pytest.fixture
def officer(runtime: Runtime, kept: KeptService) -> Officer:
    """A readmission officer."""
    return Officer(runtime, kept.app.test_client(), actor("readmission_officer"))


class Registration:
    """Sends readmission what registration would send."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._versions: dict[str, int] = {}

    def person(self, person_id: str = "", **particulars: Any) -> str:
        """Register a person, or tell of a change; return the id."""
        kind = "changed" if person_id else "registered"
        person_id = person_id or new_id()
        event_id = new_id()
        sealed = self._runtime.vault.seal_for_event(event_id, {**PARTICULARS, **particulars})
        self._send(f"person.{kind}", person_id, {"person_id": person_id, "sealed": sealed}, event_id)
        return person_id

    def safeguard(self, person_id: str, safeguard: str = "asylum_claim") -> str:
        """Raise a safeguard; return its id."""
        safeguard_id = new_id()
        data = {"safeguard_id": safeguard_id, "person_id": person_id, "safeguard": safeguard}
        self._send("safeguard.raised", safeguard_id, {**data, "since": "2026-03-06T08:00:00.000Z"})
        return safeguard_id

    def end_safeguard(self, safeguard_id: str, person_id: str) -> None:
        """End a safeguard."""
        data = {"safeguard_id": safeguard_id, "person_id": person_id}
        self._send("safeguard.ended", safeguard_id, {**data, "ended": "2026-03-07T08:00:00.000Z"})

    def erase(self, person_id: str) -> None:
        """Erase a person."""
        self._send("person.erased", person_id, {"person_id": person_id})

    def _send(self, what: str, record: str, data: dict[str, Any], event_id: str = "") -> None:
        self._versions[record] = self._versions.get(record, 0) + 1
        event = new_event(
            "/nodes/test/registration",
            f"limen.registration.{what}.v1",
            record,
            self._versions[record],
            data,
            event_id=event_id or new_id(),
        )
        (outcome,) = receive(self._runtime, [event.encode()])
        assert outcome.value == "applied", outcome


@pytest.fixture
def registration(runtime: Runtime) -> Registration:
    """Registration, as far as readmission can tell."""
    return Registration(runtime)


class Case:
    """A case in the hands of an officer."""

    def __init__(self, officer: Officer, body: dict[str, Any]) -> None:
        self.officer = officer
        self.body = body

    @property
    def path(self) -> str:
        """Where the case is."""
        return f"cases/{self.body['case_id']}"

    def read(self) -> dict[str, Any]:
        """Read the case anew."""
        self.body = self.officer.get(self.path).get_json()
        return self.body

    def step(self, step: str, expected: int = 200, by: Officer | None = None, **given: Any) -> dict[str, Any]:
        """Take a step with the version that was read last."""
        self.read()
        answer = (by or self.officer).post(
            f"{self.path}/steps", {"step": step, **given}, If_Match=f'"{self.body["version"]}"'
        )
        assert answer.status_code == expected, answer.get_data(as_text=True)
        return answer.get_json()

    def get(self, what: str) -> dict[str, Any]:
        """Read a list or record below the case."""
        answer = self.officer.get(f"{self.path}/{what}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def post(self, what: str, body: Any, expected: int = 200, by: Officer | None = None) -> dict[str, Any]:
        """Send something below the case (`../../x` for elsewhere) with the version that the case has now."""
        self.read()
        path = what.removeprefix("../../") if what.startswith("../../") else f"{self.path}/{what}"
        answer = (by or self.officer).post(path, body, If_Match=f'"{self.body["version"]}"')
        assert answer.status_code == expected, answer.get_data(as_text=True)
        return answer.get_json()

    def plan(self, expected: int = 201, **changes: Any) -> dict[str, Any]:
        """Plan the transfer, by default for today; return the case then, or what stands against it."""
        body = {"on": today().isoformat(), "place": "Sarajevo airport", "means": "air", **changes}
        answer = self.post("transfers", body, expected)
        return self.read() if expected < 400 else answer

    def at_border(self, expected: int = 201, **changes: Any) -> dict[str, Any]:
        """Record what happened at the border, by default a hand-over; return as `plan` does."""
        body = {
            "outcome": "handed_over",
            "at": f"{today()}T00:00:00Z",
            "place": "Sarajevo airport",
            "delivered_by": SIGNER,
            **changes,
        }
        answer = self.post("handovers", body, expected)
        return self.read() if expected < 400 else answer

    def deadline(self, limit: str) -> dict[str, Any]:
        """Return the running time limit of a name."""
        found = [item for item in self.read()["deadlines"] if item["limit"] == limit and not item["ended"]]
        assert len(found) == 1, self.body["deadlines"]
        return found[0]


@pytest.fixture
def case(officer: Officer, registration: Registration) -> Case:
    """A draft: Switzerland asks Bosnia and Herzegovina to take its national back."""
    return open_case(officer, registration.person())


def open_case(officer: Officer, person_id: str, **changes: Any) -> Case:
    """Open a case for a person."""
    body = {
        "person_id": person_id,
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": "BERN",
        **changes,
    }
    answer = officer.post("cases", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return Case(officer, answer.get_json())

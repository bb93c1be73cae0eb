"""The steps of a journey, each a few requests of officers to the gateway."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from limen.clock import today
from limen.records import load_records
from tests.e2e.officers import HERE, Answer, Officer
from tests.e2e.people import Person
from tests.e2e.site import Site
from tests.rig.waiting import wait_until

#: seconds until an event must have taken effect in another service
SOON = 30.0
REASONS = "The claim was withdrawn in writing before a judge."


def register(officer: Officer, person: Person, **more: Any) -> dict[str, Any]:
    """Register a person by the passport's zone, which the officer found genuine; return the answer."""
    shown = {"mrz": person.zone, "document_verified": True}
    return officer.post("registration/encounters", {"post": HERE, "kind": "entry", **shown, **more})


def open_case(site: Site, person_id: str, **changes: str) -> Case:
    """Open a case of Switzerland against Bosnia and Herzegovina as soon as readmission knows the person."""
    body = {
        "person_id": person_id,
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": HERE,
        **changes,
    }

    def tried() -> Answer | None:
        answer = site.readmission("POST", "readmission/cases", body)
        return None if answer.status == 404 else answer

    opened = wait_until(tried, "readmission knows the person", SOON)
    assert opened.status == 201, opened.body
    return Case(site, opened.body["case_id"])


class Case:
    """A readmission case in the hands of officers."""

    def __init__(self, site: Site, case_id: str) -> None:
        self._site = site
        self.case_id = case_id
        self.path = f"readmission/cases/{case_id}"

    def read(self, officer: Officer | None = None) -> dict[str, Any]:
        """Return the case as an officer sees it."""
        return (officer or self._site.readmission).get(self.path)

    def step(self, step: str, expected: int = 200, **given: Any) -> dict[str, Any]:
        """Take a step as the readmission officer, with the version that was read last."""
        return self._send("steps", {"step": step, **given}, expected)

    def _send(self, what: str, body: Any, expected: int) -> dict[str, Any]:
        return self._post(f"{self.path}/{what}", body, expected)

    def _post(self, path: str, body: Any, expected: int) -> dict[str, Any]:
        tag = f'"{self.read()["version"]}"'
        return self._site.readmission.post(path, body, expected, If_Match=tag)

    def attach(self, name: str, content: bytes) -> str:
        """Add a passport as evidence with a file; return the file's path below the case."""
        evidence = self._send("evidence", {"kind": "passport"}, 201)
        path = f"evidence/{evidence['evidence_id']}/files"
        answer = self._site.readmission.send_file(f"{self.path}/{path}", name, content)
        return f"{path}/{answer['files'][0]['file_id']}"

    def download(self, path: str) -> bytes:
        """Read a file below the case."""
        return self._site.readmission.download(f"{self.path}/{path}")

    def move_to_planned(self) -> None:
        """Take every step up to the planned transfer."""
        day = today().isoformat()
        self.step("submit")
        self.step("confirm_receipt", on=day)
        self.step("verify", on=day)
        self.step("accept", on=day)
        self.plan()

    def plan(self) -> None:
        """Plan the transfer for today."""
        plan = {"on": today().isoformat(), "place": "Sarajevo airport", "means": "air"}
        self._send("transfers", plan, 201)

    def hand_over(self, expected: int = 201) -> dict[str, Any]:
        """Record the hand-over; return the case as it is then, or what stands against it."""
        record = {
            "outcome": "handed_over",
            "at": f"{today()}T00:00:00Z",
            "place": "Sarajevo airport",
            "delivered_by": {"full_name": "Max Muster", "function": "Escort", "authority": "Police"},
        }
        answer = self._send("handovers", record, expected)
        return self.read() if expected < 400 else answer

    def call_off(self, code: str, reason: str) -> dict[str, Any]:
        """Call the transfer that lies ahead off; return the case as it is then."""
        planned = self._site.readmission.get(f"{self.path}/transfers")["items"][-1]["transfer_id"]
        why = {"code": code, "reason": reason}
        self._post(f"readmission/transfers/{planned}/cancellation", why, 200)
        return self.read()

    def wait_for_safeguard(self, safeguard_id: str) -> None:
        """Wait until the event about a safeguard has arrived."""

        def known() -> bool:
            return safeguard_id in [item["safeguard_id"] for item in self.read()["safeguards"]]

        wait_until(known, "readmission knows the safeguard", SOON)

    def wait_for_safeguards_to_end(self) -> None:
        """Wait until nothing protects the person any more."""
        wait_until(lambda: not self.read()["safeguards"], "readmission knows that the safeguard ended", SOON)

    def lift(self, safeguard_id: str, reasons: str = REASONS) -> dict[str, Any]:
        """Lift a safeguard for this case: one officer asks, another decides."""
        asked = self._site.readmission.post(
            f"{self.path}/lifts", {"safeguard_id": safeguard_id, "reasons": reasons}
        )
        decision = {"decision": "approved", "reasons": reasons}
        return self._site.protection.post(f"readmission/lifts/{asked['lift_id']}/decision", decision, 200)


def claim_asylum(officer: Officer, person_id: str, statement: str) -> str:
    """Record that a person claims asylum; return the id of the safeguard."""
    path = f"registration/persons/{person_id}/asylum-claims"
    return officer.post(path, {"statement": statement})["id"]


def load_file(trainer: Officer, name: str) -> list[Any]:
    """Load a data file of training through the public API; return the answers in order."""

    def send(path: str, body: Any, key: str) -> tuple[int, Any]:
        answer = trainer("POST", path.removeprefix("/api/v1/"), body, Idempotency_Key=key)
        return answer.status, answer.body

    with as_file(files("services.training") / "data" / name) as file:
        return [answer for _to, answer in load_records(file, send)]

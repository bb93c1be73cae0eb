"""What readmission recorded of safeguards is kept at registration: one list of what protects a person."""

from typing import Any

from limen.clock import today
from limen.ids import new_id
from limen.messaging.envelope import new_event
from limen.messaging.inbox import receive
from tests.services.registration.conftest import ERIKSSON, PROTECTION, PROTECTION_2, Officer

SINCE = "2026-03-06T08:00:00.000Z"


def tell(officer: Officer, what: str, version: int = 1, **data: Any) -> None:
    """Send registration what readmission would send."""
    kind, record = f"limen.readmission.safeguard.{what}.v1", data["safeguard_id"]
    event = new_event("/nodes/test/readmission", kind, record, version, data, event_id=new_id())
    (outcome,) = receive(officer.runtime, [event.encode()])
    assert outcome.value == "applied", outcome


def recorded(officer: Officer, **changes: Any) -> tuple[str, str]:
    """Have readmission record a safeguard; return the ids of person and safeguard."""
    person, safeguard = officer.meets(mrz=ERIKSSON)["person"]["id"], new_id()
    told = {"safeguard": "lawful_stay", "since": SINCE, "until": None, "basis": "Aliens Act, art. 33"}
    told |= {"safeguard_id": safeguard, "person_id": person, "raised_by": "readmission-1"}
    tell(officer, "raised", **{**told, **changes})
    return person, safeguard


def of(officer: Officer, person: str) -> dict[str, Any]:
    """What a protection officer sees."""
    found: dict[str, Any] = officer.as_(PROTECTION).get(f"persons/{person}/safeguards").get_json()
    return found


def end_by_fact(officer: Officer, person: str, safeguard: str, version: int = 1) -> None:
    """Have readmission end a safeguard by its fact."""
    data = {"safeguard_id": safeguard, "person_id": person, "ended": SINCE, "ended_by": "protection-9"}
    tell(officer, "ended", version, **data, facts=["stay_ended"], basis="Aliens Act, art. 34")


def test_a_safeguard_of_a_case_protects_at_registration_too(officer: Officer) -> None:
    person, safeguard = recorded(officer)

    found = of(officer, person)
    assert found["present"]
    (item,) = found["safeguards"]
    assert (item["id"], item["safeguard"], item["basis"]) == (safeguard, "lawful_stay", "Aliens Act, art. 33")


def test_facts_recorded_with_a_case_end_it_here_with_their_basis(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    new = {"safeguard": "lawful_stay", "statement": "A card was shown."}
    safeguard = officer.post(f"persons/{person}/safeguards", new).get_json()["id"]
    end_by_fact(officer, person, safeguard)

    found = of(officer, person)
    (item,) = found["safeguards"]
    assert (found["present"], item["state"], item["ended_by"]) == (False, "ended", "protection-9")
    assert (item["ended_facts"], item["ended_basis"]) == (["stay_ended"], "Aliens Act, art. 34")


def test_what_two_officers_ended_first_stays_as_they_ended_it(officer: Officer) -> None:
    person, safeguard = recorded(officer)
    for actor in (PROTECTION, PROTECTION_2):
        officer.as_(actor).post(f"safeguards/{safeguard}/end", {"reason": "The permit was withdrawn."})
    end_by_fact(officer, person, safeguard, version=2)

    (item,) = of(officer, person)["safeguards"]
    assert (item["ended_by"], item["ended_facts"]) == (PROTECTION_2.id, [])


def test_a_safeguard_with_a_last_day_no_longer_protects_after_it(officer: Officer) -> None:
    person, _safeguard = recorded(officer, until="2026-04-05")

    assert today().isoformat() > "2026-04-05"
    found = of(officer, person)
    assert (found["present"], found["safeguards"][0]["state"]) == (False, "ended")


def test_a_safeguard_of_a_countrys_own_law_is_kept_under_its_code(officer: Officer) -> None:
    person, _safeguard = recorded(officer, safeguard="nursing_mother")

    assert of(officer, person)["safeguards"][0]["safeguard"] == "nursing_mother"

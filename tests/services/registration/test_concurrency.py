"""Two officers at the same person at the same moment: nothing is lost, and no one overwrites unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.services.registration.conftest import COLLEAGUE, ERIKSSON, HANI, Officer


def test_of_two_changes_of_one_version_one_is_refused(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    start = Barrier(2)

    def change(nationality: str) -> int:
        start.wait(timeout=30)
        body = {"proof": "declared", "nationalities": [nationality]}
        return officer.post(f"persons/{person}/claims", body, If_Match='"1"').status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, ("SE", "FI"))) == [200, 412]


def test_two_encounters_of_a_known_person_are_both_kept(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    start = Barrier(2)

    def meet(by: Officer) -> int:
        start.wait(timeout=30)
        told = {"documents": [{"type": "ID", "issuing_state": "SE", "number": "D23145890"}]}
        body = {"post": HANI, "kind": "exit", "person_id": person, "declared": told}
        return by.post("encounters", body).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(meet, (officer, officer.as_(COLLEAGUE)))) == [201, 201]

    seen = officer.get(f"persons/{person}").get_json()
    assert seen["version"] == 2
    assert len([claim for claim in seen["claims"] if claim["kind"] == "document"]) == 2

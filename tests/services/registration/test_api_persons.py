"""Persons over HTTP: found before they are doubled, changed by claims only, read on the record."""

import sqlalchemy as sa

from limen.ids import new_id
from limen.storage.tables import audit
from tests.services.registration.conftest import (
    ADMINISTRATOR,
    COLLEAGUE,
    ERIKSSON,
    MONITOR,
    READMISSION,
    Officer,
)


def audited(officer: Officer, action: str) -> list[sa.Row[tuple[str, str, str]]]:
    with officer.runtime.database.read() as connection:
        query = sa.select(audit.c.actor, audit.c.subject, audit.c.purpose).where(audit.c.action == action)
        return list(connection.execute(query))


def test_a_search_shows_likely_persons_with_reasons_and_particulars(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]

    answer = officer.post("persons/search", {"mrz": ERIKSSON}).get_json()

    (likely,) = answer["likely_same_persons"]
    assert likely["person_id"] == known
    assert likely["likeness"] > 0.9
    assert {reason["field"] for reason in likely["reasons"]} >= {"document_number", "name", "birth"}
    assert all(reason["text"] for reason in likely["reasons"])
    assert likely["particulars"]["name"]["surname"] == "ERIKSSON"


def test_a_search_writes_nothing_but_the_audit_log(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.post("persons/search", {"mrz": ERIKSSON}, X_Purpose="first-line")

    assert [row.purpose for row in audited(officer, "person.searched")] == ["first-line"]
    assert [row.subject for row in audited(officer, "person.shown")] == [known]
    assert len(officer.get("encounters").get_json()["items"]) == 1


def test_somebody_else_is_not_likely_the_same(officer: Officer) -> None:
    officer.meets(mrz=ERIKSSON)
    told = {"names": [{"surname": "Namuna", "given_names": "Reza"}], "birth_date": {"date": "1994"}}

    assert officer.post("persons/search", {"declared": told}).get_json()["likely_same_persons"] == []


def test_a_search_in_the_url_is_refused(officer: Officer) -> None:
    assert officer.get("persons/search?surname=ERIKSSON").status_code in (404, 405)


def test_reading_a_person_is_on_the_record_with_its_purpose(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.as_(READMISSION).get(f"persons/{known}", X_Purpose="readmission-case")

    assert [tuple(row) for row in audited(officer, "person.read")] == [
        ("readmission-1", known, "readmission-case")
    ]


def test_every_claim_says_who_recorded_it_when_and_how_well_it_is_proven(officer: Officer) -> None:
    answer = officer.meets(mrz=ERIKSSON, document_verified=True)
    claims = officer.get(f"persons/{answer['person']['id']}").get_json()["claims"]

    assert {item["kind"] for item in claims} == {"name", "birth_date", "sex", "nationality", "document"}
    assert {item["proof"] for item in claims} == {"document_verified"}
    assert {item["recorded_by"] for item in claims} == {"officer-1"}
    assert {item["encounter_id"] for item in claims} == {answer["encounter"]["id"]}
    assert all(item["recorded_at"].endswith("Z") for item in claims)


def test_a_claim_is_added_and_none_is_overwritten(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON, document_verified=True)["person"]["id"]
    before = officer.get(f"persons/{known}")
    answer = officer.as_(COLLEAGUE).post(
        f"persons/{known}/claims",
        {"proof": "other_authority", "birth_date": {"date": "1973-08-12"}, "nationalities": ["SE"]},
        If_Match=before.headers["ETag"],
    )

    person = answer.get_json()
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert person["claims"][:5] == before.get_json()["claims"]
    assert {item["recorded_by"] for item in person["claims"][5:]} == {"officer-2"}
    assert person["particulars"]["birth_date"]["date"] == "1974-08-12"
    assert [item["code"] for item in person["particulars"]["nationalities"]] == ["UTO", "SE"]


def test_a_claim_can_be_found_afterwards(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    document = {"type": "ID", "issuing_state": "SE", "number": "D23145890"}
    officer.post(f"persons/{known}/claims", {"proof": "declared", "documents": [document]}, If_Match='"1"')

    found = officer.post("persons/search", {"declared": {"documents": [document]}}).get_json()

    assert [likely["person_id"] for likely in found["likely_same_persons"]] == [known]


def test_a_change_needs_the_version_that_was_read(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    change = {"proof": "observed", "sex": 1}

    assert officer.post(f"persons/{known}/claims", change).status_code == 428
    assert officer.post(f"persons/{known}/claims", change, If_Match='"1"').status_code == 200
    assert officer.post(f"persons/{known}/claims", change, If_Match='"1"').status_code == 412


def test_a_person_who_does_not_exist_is_not_found(officer: Officer) -> None:
    assert officer.get(f"persons/{new_id()}").status_code == 404
    change = {"proof": "observed", "sex": 1}
    assert officer.post(f"persons/{new_id()}/claims", change, If_Match='"1"').status_code == 404


def test_the_monitor_reads_and_never_changes(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    monitor = officer.as_(MONITOR)

    assert monitor.get(f"persons/{known}").status_code == 200
    change = {"proof": "observed", "sex": 1}
    assert monitor.post(f"persons/{known}/claims", change, If_Match='"1"').status_code == 403


def test_an_administrator_sees_no_person(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]

    assert officer.as_(ADMINISTRATOR).get(f"persons/{known}").status_code == 403

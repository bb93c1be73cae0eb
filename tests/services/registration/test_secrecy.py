"""Nothing readable about a person is kept: in no table, index, event, audit log or kept answer."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from limen.runtime import Runtime
from tests.services.registration.conftest import ADMINISTRATOR, ERIKSSON, HANI, PROTECTION, Officer

STATEMENT = "I fear what the soldiers who took my brother would do to me."
REASON = "Protection was granted in the second instance."
NOTES = "Scars on both wrists."
PERSONAL = (
    *("ERIKSSON", "ANNA", "MARIA", "Эрикссон", "L898902C3", "740812", "1974-08-12", "ZE184226B"),
    *("Zenith", "soldiers", "second instance", "wrists", "D23145890", "0101100710006"),
)


@pytest.fixture
def life(officer: Officer) -> Officer:
    """An officer, after everything that can be said about a person was said."""
    body = {
        "post": HANI,
        "kind": "entry",
        "mrz": ERIKSSON,
        "declared": {
            "names": [{"surname": "Эрикссон", "given_names": "Анна"}],
            "birth_place": "Zenith",
            "documents": [{"type": "ID", "issuing_state": "UTO", "number": "D23145890"}],
            "identity_numbers": [{"issuing_state": "BA", "number": "0101100710006"}],
        },
    }
    answer = officer.post("encounters", body, Idempotency_Key="0190a000-0000-7000-8000").get_json()
    person, encounter = answer["person"]["id"], answer["encounter"]["id"]
    officer.post("encounters", body)
    officer.post("persons/search", {"mrz": ERIKSSON})
    officer.get(f"persons/{person}")
    claim = officer.post(f"persons/{person}/asylum-claims", {"statement": STATEMENT}).get_json()
    officer.as_(PROTECTION).post(f"safeguards/{claim['id']}/end", {"reason": REASON})
    screening = officer.post(
        f"encounters/{encounter}/protection-screenings", {"outcome": "referred", "notes": NOTES}
    )
    assert screening.status_code == 201
    return officer


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_personal_value_stands_in_the_bytes_of_the_database(life: Officer) -> None:
    file = Path(life.runtime.database.url.database)
    files = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    stored = b"".join(path.read_bytes() for path in files)

    assert life.actor.id.encode() in stored
    assert [value for value in PERSONAL if value.encode() in stored] == []


def test_no_personal_value_stands_in_any_column(life: Officer) -> None:
    metadata = sa.MetaData()
    with life.runtime.database.read() as connection:
        metadata.reflect(connection)
        rows = [row for table in metadata.tables.values() for row in connection.execute(sa.select(table))]

    assert len(rows) > 30
    assert [
        value for value in PERSONAL if value in str(rows) or value.encode() in b"".join(_bytes(rows))
    ] == []


def test_no_personal_value_reaches_a_log(life: Officer, capfd: pytest.CaptureFixture[str]) -> None:
    person = life.get("encounters").get_json()["items"][0]["person_id"]
    life.get(f"persons/{person}")
    written = "".join(capfd.readouterr())

    assert "registration.person.read" in written
    assert [value for value in PERSONAL if value in written] == []


def test_a_stolen_row_does_not_open_under_another_key(life: Officer, runtime: Runtime) -> None:
    """The key of one person opens nothing of another."""
    first = life.get("encounters").get_json()["items"][0]["person_id"]
    other = life.meets(declared={"names": [{"surname": "Namuna"}]})["person"]["id"]
    with runtime.database.write() as connection:
        wrapped = connection.execute(
            sa.text("SELECT wrapped FROM person_key WHERE person_id = :id"), {"id": other}
        ).scalar_one()
        connection.execute(
            sa.text("UPDATE person_key SET wrapped = :wrapped WHERE person_id = :id"),
            {"wrapped": wrapped, "id": first},
        )

    assert life.get(f"persons/{first}").status_code == 410


def test_an_erased_person_is_gone_and_the_encounter_remains(officer: Officer) -> None:
    answer = officer.meets(mrz=ERIKSSON)
    person, encounter = answer["person"]["id"], answer["encounter"]["id"]

    erased = officer.as_(ADMINISTRATOR).post(f"persons/{person}/erasure", {"reason": "request_granted"})

    assert erased.status_code == 200
    assert officer.get(f"persons/{person}").status_code == 410
    assert officer.get(f"encounters/{encounter}").status_code == 410
    assert [item["id"] for item in officer.get("encounters").get_json()["items"]] == [encounter]
    assert officer.post("persons/search", {"mrz": ERIKSSON}).get_json()["likely_same_persons"] == []
    again = officer.as_(ADMINISTRATOR).post(f"persons/{person}/erasure", {"reason": "request_granted"})
    assert again.status_code == 410


def test_a_person_under_a_safeguard_is_not_erased(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.post(f"persons/{person}/asylum-claims", {})

    answer = officer.as_(ADMINISTRATOR).post(f"persons/{person}/erasure", {"reason": "request_granted"})

    assert answer.status_code == 409
    assert officer.get(f"persons/{person}").status_code == 200


def test_only_an_administrator_erases(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]

    assert officer.post(f"persons/{person}/erasure", {"reason": "request_granted"}).status_code == 403


def _bytes(rows: list[sa.Row[tuple[object, ...]]]) -> list[bytes]:
    return [bytes(value) for row in rows for value in row if isinstance(value, bytes | memoryview)]

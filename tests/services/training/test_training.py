"""Training: the Almaty training of trainers by data file, and the certificates of officers."""

from datetime import timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import today
from limen.plugins.host import PluginHost
from limen.records import RecordRefused, load_records
from limen.runtime import Runtime
from limen.storage.tables import outbox
from services.training.app import SERVICE
from tests.services.conftest import Keep
from tests.services.kept import KeptService
from tests.services.kit import Officer, actor, make_settings, open_service


@pytest.fixture
def kept(keep: Keep, tmp_path: Path) -> KeptService:
    """Training on each database in turn."""
    return keep(
        "training", lambda url: open_service(make_settings(tmp_path, "KZ"), SERVICE, url, PluginHost())
    )


@pytest.fixture
def runtime(kept: KeptService, tmp_path: Path) -> Runtime:
    """Training with nothing in it."""
    return kept.as_new(tmp_path)


@pytest.fixture
def trainer(runtime: Runtime, kept: KeptService) -> Officer:
    """A trainer."""
    return Officer(runtime, kept.app.test_client(), actor("trainer"))


def load(trainer: Officer, file: Path) -> list[Any]:
    """Load a data file the way `limen load` does, through the API."""

    def send(path: str, body: Any, key: str) -> tuple[int, Any]:
        answer = trainer.post(path.removeprefix("/api/v1/training/"), body, Idempotency_Key=key)
        return answer.status_code, answer.get_json()

    return [answer for _to, answer in load_records(file, send)]


@pytest.fixture
def almaty(trainer: Officer) -> dict[str, Any]:
    """The Almaty training as the service tells it after the file was loaded."""
    with as_file(files("services.training") / "data" / "almaty-2023.yaml") as file:
        answers = load(trainer, file)
    return trainer.get(f"events/{answers[2]['event_id']}").get_json()


def test_the_almaty_training_has_26_participants_from_three_countries(almaty: dict[str, Any]):
    """Rows 1-01 and 1-02: 4 + 18 + 4 by country and agency, and the split that nobody knows is said so."""
    assert almaty["participants"] == 26
    assert [(d["country"], d["participants"], d["split_known"]) for d in almaty["delegations"]] == [
        ("TJ", 4, True),
        ("KZ", 18, False),
        ("UZ", 4, True),
    ]
    assert len(almaty["delegations"][1]["agencies"]) == 2
    assert (almaty["held_from"], almaty["held_to"]) == ("2023-10-23", "2023-10-27")
    assert (almaty["mission_from"], almaty["mission_to"]) == ("2023-10-22", "2023-10-28")


def test_its_trainers_module_and_package_are_there(trainer: Officer, almaty: dict[str, Any]):
    """Rows 1-03 to 1-05."""
    assert [item["scope"] for item in almaty["trainers"]].count("national") == 2
    assert {item.get("name") for item in almaty["trainers"]} == {None, "Donato Colucci", "Pier Rossi-Longhi"}
    assert [item["title"] for item in almaty["modules"]] == [
        "Combating Migrants' Smuggling on a State Border"
    ]
    assert almaty["donors"] == ["Immigration, Refugees and Citizenship Canada"]
    (package,) = trainer.get("packages").get_json()["items"]
    assert package["authors"][0] == "IOM Kazakhstan"


def test_feedback_becomes_the_next_edition_of_a_module(trainer: Officer, almaty: dict[str, Any]):
    """Row 1-06: who asked for what stays traceable."""
    (asked,) = almaty["feedback"]
    assert asked["state"] == "open"
    edition = {"code": "CMS-STATE-BORDER", "title": "Second edition", "curriculum": "CMS"}
    assert trainer.post("modules", edition).status_code == 409
    answer = trainer.post("modules", {**edition, "answers": [asked["feedback_id"]]})
    assert answer.get_json()["edition"] == 2
    (asked,) = trainer.get(f"events/{almaty['event_id']}").get_json()["feedback"]
    assert (asked["state"], asked["answered_by_edition"]) == ("answered", 2)


def test_a_trainer_of_the_pool_collects_the_courses_that_followed(trainer: Officer, almaty: dict[str, Any]):
    """Row 1-07."""
    member = trainer.post(
        "pool",
        {
            "country": "KZ",
            "officer": "synthetic.trainer",
            "agency": "Border Service",
            "qualification": "Training of trainers",
            "trained_at": almaty["event_id"],
        },
    ).get_json()
    course = {"title": "First course at home", "held_from": "2024-02", "participants": 12}
    changed = trainer(
        "PATCH", f"pool/{member['member_id']}", {"course": course, "available": False}, If_Match='"1"'
    ).get_json()
    assert changed["courses"] == [course]
    assert changed["available"] is False


def test_loading_the_file_again_adds_nothing(trainer: Officer, almaty: dict[str, Any]):
    """Each record has its key."""
    with as_file(files("services.training") / "data" / "almaty-2023.yaml") as file:
        load(trainer, file)
    assert len(trainer.get("events").get_json()["items"]) == 1
    assert len(trainer.get(f"events/{almaty['event_id']}").get_json()["good_practices"]) == 1


def test_a_refused_record_names_its_place_and_the_rule(trainer: Officer, tmp_path: Path):
    """A file is mended where it is wrong."""
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "records:\n  - to: training/packages\n"
        "    body: {code: P-1, title: T, authors: [], modules: [NO-SUCH]}\n"
    )
    with pytest.raises(
        RecordRefused, match=r"wrong.yaml: record 1 .*#/modules/0 is not the code of a module"
    ):
        load(trainer, file)


def test_delegations_must_add_up(trainer: Officer, almaty: dict[str, Any]):
    """25 or 27 is not 26."""
    event = {
        "code": "OTHER", "title": "T", "kind": "course", "curriculum": "CMS", "held_from": "2024-01",
        "held_to": "2024-01", "venue": "Almaty", "country": "KZ", "participants": 3,
        "delegations": [{"country": "KZ", "agencies": ["A"], "participants": 2, "split_known": True}],
    }  # fmt: skip
    answer = trainer.post("events", event)
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"pointer": "#/delegations", "detail": "the delegations add up to 2, not to 3"}
    ]


def issue(trainer: Officer, event_id: str, officer: str = "synthetic.officer", days: int = 365) -> Any:
    body = {"officer": officer, "expires_on": (today() + timedelta(days=days)).isoformat()}
    return trainer.post(f"events/{event_id}/certificates", body)


def test_a_certificate_has_a_number_and_an_expiry_and_is_told(
    runtime: Runtime, trainer: Officer, almaty: dict[str, Any]
):
    """The event is written with it."""
    answer = issue(trainer, almaty["event_id"])
    assert answer.status_code == 201
    assert answer.get_json()["number"] == f"KZ-CERT-{today().year}-00001"
    assert answer.get_json()["valid"] is True
    with runtime.database.read() as connection:
        assert connection.scalar(sa.select(outbox.c.type)) == "limen.training.certificate.issued.v1"


def test_a_certificate_must_expire_after_its_issue_and_is_issued_once(
    trainer: Officer, almaty: dict[str, Any]
):
    """No certificate without an end, no second one for the same course."""
    assert issue(trainer, almaty["event_id"], days=0).status_code == 422
    assert issue(trainer, almaty["event_id"]).status_code == 201
    assert issue(trainer, almaty["event_id"]).status_code == 409


def test_a_revoked_certificate_no_longer_counts(runtime: Runtime, trainer: Officer, almaty: dict[str, Any]):
    """From today, with the reason, and told."""
    certificate = issue(trainer, almaty["event_id"]).get_json()
    path = f"certificates/{certificate['certificate_id']}/revocation"
    revoked = trainer.post(path, {"reason": "Issued by mistake"}, If_Match='"1"').get_json()
    assert revoked["valid"] is False
    assert trainer.post(path, {"reason": "Again"}, If_Match='"2"').status_code == 409
    with runtime.database.read() as connection:
        types = connection.scalars(sa.select(outbox.c.type).order_by(outbox.c.position)).all()
    assert types[-1] == "limen.training.certificate.revoked.v1"

"""The demonstration's data can be loaded twice, and can be used at once."""

import sqlalchemy as sa

from limen.runtime import Runtime
from services.registration import demonstration, models
from tests.services.registration.conftest import Officer


def test_the_demonstration_is_loaded_once(runtime: Runtime) -> None:
    demonstration.load(runtime)
    demonstration.load(runtime)

    with runtime.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(models.person)) == 3
        assert connection.scalar(sa.select(sa.func.count()).select_from(models.encounter)) == 3


def test_the_demonstrations_zones_are_sound(officer: Officer) -> None:
    zones = [item["mrz"] for item in demonstration.ENCOUNTERS if "mrz" in item]
    read = [officer.post("persons/search", {"mrz": zone}).get_json()["zone"] for zone in zones]

    assert [zone["problems"] for zone in read] == [[], []]


def test_the_specimen_of_the_demonstration_is_found(officer: Officer) -> None:
    demonstration.load(officer.runtime)
    zone = demonstration.ENCOUNTERS[0]["mrz"]

    assert len(officer.post("persons/search", {"mrz": zone}).get_json()["likely_same_persons"]) == 1

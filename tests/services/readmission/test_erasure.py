"""An erased person is unreadable in every case, and the case can still be brought to an end."""

import sqlalchemy as sa

from limen.clock import today
from limen.runtime import Runtime
from limen.storage.tables import person_key
from tests.services.readmission.conftest import Case, Registration


def test_an_erased_person_is_unreadable_in_the_case(runtime: Runtime, case: Case, registration: Registration):
    """Particulars, written reasons and lists; ids, codes and dates stay."""
    case.step("submit")
    day = today().isoformat()
    case.step("refuse", on=day, code="other", reason="A reason that names the person.")
    registration.erase(case.body["person_id"])
    body = case.read()
    assert body["person"]["erased"] is True
    assert body["person"]["surname"] == ""
    assert body["timeline"][-1]["detail"] == {}
    assert body["timeline"][-1]["code"] == "other"
    assert case.officer.get("cases").get_json()["items"][0]["person"]["surname"] == ""
    with runtime.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(person_key)) == 0


def test_the_case_of_an_erased_person_can_be_closed(case: Case, registration: Registration):
    """Nothing is stuck."""
    case.step("submit")
    registration.erase(case.body["person_id"])
    assert case.step("withdraw", reason="The person was erased.")["state"] == "withdrawn"

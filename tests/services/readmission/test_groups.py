"""Group returns: the gate is asked for each person, and a manifest is rebuilt when it closes for one."""

from datetime import timedelta

import pytest

from limen.clock import now, rfc3339, today
from limen.runtime import Runtime
from services.readmission.groups.gates import rebuild_manifests
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case
from tests.services.readmission.test_transfers import REASON, accepted

NEW = {
    "name": "Flight to Sarajevo",
    "requesting_state": "CH",
    "requested_state": "BA",
    "departs_on": (today() + timedelta(days=10)).isoformat(),
    "place": "Sarajevo airport",
    "means": "air",
    "places": 2,
}


class Group:
    """A group return in the hands of an officer."""

    def __init__(self, officer: Officer, **changes) -> None:
        self.officer = officer
        answer = officer.post("groups", {**NEW, **changes})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        self.path = f"groups/{answer.get_json()['group_id']}"

    def read(self, role: str = "readmission_officer") -> dict:
        return self.officer.as_(role).get(self.path).get_json()

    def post(self, what: str, body, expected: int = 200) -> dict:
        path = what.removeprefix("../../") if what.startswith("../../") else f"{self.path}/{what}"
        answer = self.officer.post(path, body, If_Match=f'"{self.read()["version"]}"')
        assert answer.status_code == expected, answer.get_data(as_text=True)
        return answer.get_json()

    def add(self, *cases: Case, expected: int = 200, **changes) -> dict:
        return self.post(
            "manifest", {"case_ids": [case.body["case_id"] for case in cases], **changes}, expected
        )

    def states(self) -> list[str]:
        return [line["state"] for line in self.read()["manifest"]]


@pytest.fixture
def cases(officer: Officer, registration: Registration) -> list[Case]:
    """Three cases that the other state accepted."""
    return [accepted(open_case(officer, registration.person())) for _ in range(3)]


@pytest.fixture
def group(officer: Officer, cases: list[Case]) -> Group:
    """Two places, two who travel, one who waits."""
    made = Group(officer)
    made.add(*cases)
    return made


def test_whoever_finds_no_place_waits(group: Group, cases: list[Case]):
    assert group.states() == ["on", "on", "waiting"]
    assert [case.read()["state"] for case in cases] == ["transfer_planned", "transfer_planned", "accepted"]
    assert (group.read()["free"], group.read()["waiting"]) == (0, 1)


def test_a_safeguard_takes_a_person_off_at_once_and_the_place_goes_on(
    group: Group, cases: list[Case], registration: Registration
):
    before = group.read()["version"]
    registration.safeguard(cases[0].body["person_id"])
    found = group.read()
    assert [line["state"] for line in found["manifest"]] == ["off", "on", "on"]
    assert (found["manifest"][0]["off_why"], found["manifest"][0]["gate"]) == ("safeguard", "closed")
    assert found["version"] > before
    assert [item["state"] for item in cases[0].get("transfers")["items"]] == ["cancelled"]
    assert cases[2].read()["state"] == "transfer_planned"


def test_a_protected_person_waiting_gets_no_place(
    group: Group, cases: list[Case], registration: Registration
):
    registration.safeguard(cases[2].body["person_id"])
    registration.safeguard(cases[0].body["person_id"])
    assert group.states() == ["off", "on", "off"]
    assert group.read()["free"] == 1


def test_the_gate_is_asked_for_each_person_when_planning(
    officer: Officer, cases: list[Case], registration: Registration
):
    registration.safeguard(cases[1].body["person_id"])
    made = Group(officer)
    problem = made.add(*cases, expected=409)
    assert problem["type"] == "urn:limen:problem:safeguard-present"
    assert made.states() == []
    assert cases[0].read()["state"] == "accepted"


def test_the_gate_is_asked_for_each_person_at_departure(group: Group, cases: list[Case], runtime: Runtime):
    """Also where a safeguard came to the table by a path that tells nobody."""
    from services.readmission.models import safeguard

    with runtime.database.write() as connection:
        connection.execute(
            safeguard.insert().values(
                safeguard_id="01890000-0000-7000-8000-000000000001",
                person_id=cases[1].body["person_id"],
                safeguard="unfit_to_travel",
                since=rfc3339(now()),
            )
        )
    found = group.post("departure", {"at": rfc3339(now())})
    assert [(line["state"], line["off_why"]) for line in found["manifest"]] == [
        ("departed", None),
        ("off", "safeguard"),
        ("off", "no_place"),
    ]
    assert found["state"] == "departed"
    assert group.post("departure", {"at": rfc3339(now())}, 409)["detail"]


def test_a_case_that_moved_otherwise_leaves_the_manifest_by_itself(
    group: Group, cases: list[Case], runtime: Runtime
):
    cases[0].step("withdraw", reason="The person has a right to stay.")
    rebuild_manifests(runtime)
    assert group.read()["manifest"][0]["off_why"] == "case_moved"
    assert group.states() == ["off", "on", "on"]
    version = group.read()["version"]
    rebuild_manifests(runtime)
    assert group.read()["version"] == version


def test_an_officer_takes_a_case_off_and_the_place_goes_on(group: Group):
    entry_id = group.read()["manifest"][1]["entry_id"]
    found = group.post(f"../../manifest-entries/{entry_id}/removal", None)
    assert [line["state"] for line in found["manifest"]] == ["on", "off", "on"]
    assert found["manifest"][1]["off_why"] == "cancelled_by_officer"


def test_a_cancelled_group_calls_every_transfer_off(group: Group, cases: list[Case]):
    found = group.post("cancellation", {"reason": "The carrier withdrew."})
    assert {line["off_why"] for line in found["manifest"]} == {"group_cancelled"}
    assert [item["state"] for item in cases[0].get("transfers")["items"]] == ["cancelled"]
    assert group.add(cases[0], expected=409)["detail"]


def test_a_family_is_put_on_together_or_a_reason_is_given(officer: Officer, cases: list[Case]):
    body = {"other_case_id": cases[1].body["case_id"], "relation": "siblings"}
    cases[0].post("family", body, 201)
    made = Group(officer)
    assert made.add(cases[0], expected=409)["missing"][0]["field"] == "family_reason"
    made.add(cases[0], cases[1])
    assert made.states() == ["on", "on"]
    other = Group(officer, departs_on=(today() + timedelta(days=20)).isoformat(), places=1)
    cases[2].post("family", body, 201)
    other.add(cases[2], family_reason=REASON)
    assert other.states() == ["on"]


def test_only_cases_of_the_two_states_fit(officer: Officer, cases: list[Case]):
    made = Group(officer, requested_state="RS", place="Belgrade airport")
    problem = made.add(cases[0], expected=422)
    assert problem["errors"][0]["pointer"] == "#/case_ids"


def test_monitors_see_the_manifest_and_only_case_readers_the_names(group: Group, cases: list[Case]):
    seen = group.read("return_monitor")["manifest"]
    assert [line["person"] for line in seen] == [None, None, None]
    assert seen[0]["number"] == cases[0].body["number"]
    assert group.read("monitor")["manifest"][0]["person"]["surname"] == "HODŽIĆ-TESTOVIĆ"
    monitor = group.officer.as_("return_monitor")
    assert monitor.post("groups", NEW).status_code == 403


def test_a_list_of_groups_counts_places(group: Group, officer: Officer):
    (line,) = officer.get("groups").get_json()["items"]
    assert (line["on"], line["waiting"], line["free"]) == (2, 1, 0)

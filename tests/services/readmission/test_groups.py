"""Group returns: the gate is asked for each person, and a manifest is rebuilt when it closes for one."""

from datetime import timedelta

import pytest
import time_machine

from limen.clock import now, rfc3339, today
from limen.ids import new_id
from limen.runtime import Runtime
from services.readmission.groups.gates import rebuild_manifests
from services.readmission.models import safeguard
from tests.pdf import Pdf
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


# --- a gate that closes ---


def before_superiors(officer: Officer, state: str = "open") -> list[tuple[str, str, str]]:
    """Return what was brought before somebody: number of the case, cause, to whom."""
    items = officer.get(f"escalations?state={state}").get_json()["items"]
    return [(item["number"], item["cause"], item["superior"]) for item in items]


def test_whoever_planned_the_group_is_told_whom_the_gate_took_off(
    group: Group, cases: list[Case], registration: Registration
):
    """Once, by number and without the safeguard; and the group never departs with that person."""
    registration.safeguard(cases[0].body["person_id"])
    told = [(cases[0].body["number"], "off_group", "readmission_officer-1")]
    assert before_superiors(group.officer) == told
    found = group.post("departure", {"at": rfc3339(now())})
    assert [line["state"] for line in found["manifest"]] == ["off", "departed", "departed"]
    assert before_superiors(group.officer) == told
    assert group.add(cases[0], expected=409)["detail"]


def test_a_safeguard_after_departure_blocks_the_hand_over_and_is_told_at_once(
    group: Group, cases: list[Case], registration: Registration
):
    group.post("departure", {"at": rfc3339(now())})
    registration.safeguard(cases[0].body["person_id"])
    registration.safeguard(cases[2].body["person_id"])  # found no place: on no way
    assert before_superiors(group.officer) == [
        (cases[0].body["number"], "on_the_way", "readmission_officer-1")
    ]
    blocked = cases[0].at_border(409)
    assert blocked["type"] == "urn:limen:problem:safeguard-present"


def test_an_appeal_takes_its_person_off_and_gives_the_place_to_a_case_of_another_version(
    group: Group, cases: list[Case]
):
    """The officer who records the appeal has read one case, and the place goes to another."""
    appeal = {"kind": "appeal", "on": today().isoformat(), "suspensive": True, "basis": "The Act, art. 70"}
    cases[0].post("decisions", appeal, 201)
    assert group.states() == ["off", "on", "on"]


def test_whoever_was_erased_stands_in_the_way_of_no_protection(
    group: Group, cases: list[Case], officer: Officer, registration: Registration
):
    erased, waiting = cases[2], accepted(open_case(officer, registration.person()))
    group.add(waiting)
    registration.erase(erased.body["person_id"])
    registration.safeguard(cases[0].body["person_id"])
    assert group.states() == ["off", "on", "waiting", "on"]


def test_a_group_that_should_have_departed_yesterday_still_gives_way_to_protection(
    group: Group, cases: list[Case], registration: Registration
):
    with time_machine.travel(now() + timedelta(days=11), tick=False):
        registration.safeguard(cases[0].body["person_id"])
        assert group.states() == ["off", "on", "waiting"]


@pytest.mark.parametrize(("days_after", "why"), [(-1, "safeguard"), (0, "safeguard"), (1, None)])
def test_a_safeguard_with_a_last_day_protects_on_that_day_and_not_on_the_next(
    runtime: Runtime, group: Group, cases: list[Case], days_after: int, why: str | None
):
    """Put there by a path that tells nobody; the timer finds it, and so does departure."""
    last = today() + timedelta(days=5)
    with runtime.database.write() as connection:
        connection.execute(
            safeguard.insert().values(
                safeguard_id=new_id(),
                person_id=cases[0].body["person_id"],
                safeguard="trafficking_indication",
                since=rfc3339(now()),
                until=last.isoformat(),
            )
        )
    with time_machine.travel(f"{last + timedelta(days=days_after)}T12:00:00Z", tick=False):
        rebuild_manifests(runtime)
        assert group.read()["manifest"][0]["off_why"] == why
        departed = group.post("departure", {"at": rfc3339(now())})["manifest"][0]
        assert departed["state"] == ("off" if why else "departed")


# --- on paper ---


def test_the_printed_manifest_has_a_row_for_each_person_who_travels_and_says_nothing_of_protection(
    runtime: Runtime, group: Group, cases: list[Case], registration: Registration
):
    registration.safeguard(cases[0].body["person_id"])
    with runtime.database.write() as connection:  # by a path that tells nobody
        connection.execute(
            safeguard.insert().values(
                safeguard_id=new_id(),
                person_id=cases[1].body["person_id"],
                safeguard="asylum_claim",
                since=rfc3339(now()),
            )
        )
    answer = group.officer.get(f"{group.path}/manifest.pdf")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    printed = Pdf(answer.get_data())
    assert printed.says(f"Version {group.read()['version']}")
    assert printed.says("2 of 2 taken")
    assert not printed.says(cases[0].body["number"])
    assert printed.says(f"{cases[1].body['number']} Does not travel closed")
    assert printed.says(f"{cases[2].body['number']} HODŽIĆ-TESTOVIĆ, AMRA")
    assert printed.text.count("AMRA") == 1
    assert not any(printed.says(word) for word in ("asylum", "Bern", "accepted"))
    for role in ("return_monitor", "monitor", "protection_officer"):
        assert group.officer.as_(role).get(f"{group.path}/manifest.pdf").status_code == 403

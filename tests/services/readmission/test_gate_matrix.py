"""Every path of sending and of transfer against every safeguard: nothing goes out, and nobody crosses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.ids import new_id
from limen.law.safeguards import Safeguard
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.readmission.models import safeguard as safeguard_table
from services.readmission.steps import STEPS
from tests.services.kit import Officer
from tests.services.readmission.conftest import SIGNER, Case, Registration, open_case
from tests.services.readmission.test_groups import Group
from tests.services.readmission.test_imports import CLOSED, line, take_over

PRESENT = "urn:limen:problem:safeguard-present"
DAY = today().isoformat()
MOMENT = f"{DAY}T00:00:00Z"


@dataclass
class World:
    """A node, an officer, and what it takes to make cases."""

    runtime: Runtime
    officer: Officer
    registration: Registration

    def case(self, *steps: tuple[str, dict[str, Any]], **changes: Any) -> Case:
        """Open a case of a new person and take steps."""
        case = open_case(self.officer, self.registration.person(), **changes)
        for name, given in steps:
            case.step(name, **given)
        return case

    def planned(self, **changes: Any) -> Case:
        """Bring a case to a planned transfer."""
        case = self.case(*ACCEPTED, **changes)
        case.plan()
        return case

    def protect(self, person_id: str, code: Safeguard) -> None:
        """Let a safeguard stand alone, written to the table: the gate must need nothing else."""
        with unit_of_work(self.runtime, system_actor("test")) as work:
            work.execute(safeguard_table.delete().where(safeguard_table.c.person_id == person_id))
            values = {"safeguard_id": new_id(), "person_id": person_id, "since": rfc3339(now())}
            work.execute(safeguard_table.insert().values(safeguard=code.value, **values))


SUBMITTED = (("submit", {}),)
ACCEPTED = (*SUBMITTED, ("accept", {"on": DAY}))
RETURNED = (*SUBMITTED, ("return_for_completion", {"on": DAY, "reason": "A page is missing."}))
ASKED = (*SUBMITTED, ("request_information", {"on": DAY, "reason": "Which school?"}))


@pytest.fixture
def world(runtime: Runtime, officer: Officer, registration: Registration) -> World:
    """One kind of database is enough: the gate asks both in the same words, which other tests show."""
    if not runtime.database.is_sqlite:
        pytest.skip("the same on both databases")
    return World(runtime, officer, registration)


def step(name: str, **given: Any) -> Callable[[Case], Any]:
    """Return an attempt to take a step."""
    return lambda case: case.step(name, 409, **given)


def send(what: str, **body: Any) -> Callable[[Case], Any]:
    """Return an attempt to send something below a case."""
    return lambda case: case.post(what, body, 409)


def of_transfer(what: str, **body: Any) -> Callable[[Case], Any]:
    """Return an attempt with the planned transfer: to send something, or without a body to fetch it."""

    def attempt(case: Case) -> Any:
        path = f"transfers/{case.get('transfers')['items'][0]['transfer_id']}/{what}"
        return case.post(f"../../{path}", body, 409) if body else case.officer.get(path).get_json()

    return attempt


def with_a_form(case: Case) -> Any:
    """Bring in the form that went along before the safeguard was known."""
    return case.at_border(409, form=case.form, received_by=SIGNER)  # type: ignore[attr-defined]


def on_the_way(world: World) -> Case:
    case = world.planned()
    transfer_id = case.get("transfers")["items"][0]["transfer_id"]
    case.form = case.officer.get(f"transfers/{transfer_id}/handover-form").get_json()["signed"]  # type: ignore[attr-defined]
    return case


def interview_asked_for(world: World) -> Case:
    case = world.case()
    case.post("interviews", INTERVIEW, 201)
    return case


def day_of_interview(case: Case) -> Any:
    interview_id = case.get("interviews")["items"][0]["interview_id"]
    body = {"at": MOMENT, "channel": "remote", "interpreter": "not_needed"}
    return case.post(f"../../interviews/{interview_id}/schedule", body, 409)


def claimed(world: World) -> Case:
    case = world.planned()
    case.at_border()
    case.step("claim_error", on=DAY, reason="Another person of the same name.")
    return case


INTERVIEW = {"kind": "consular", "requested_on": DAY}
DOCUMENT = {"kind": "laissez_passer", "authority": "Embassy", "requested_on": DAY}
OTHERS = {"category": "third_country_national"}
PLAN = {"on": DAY, "place": "Sarajevo airport", "means": "air"}

#: path -> how a case gets there, and the attempt
PATHS: dict[str, tuple[Callable[[World], Case], Callable[[Case], Any]]] = {
    "send the application": (World.case, step("submit")),
    "send it again": (lambda world: world.case(*RETURNED), step("submit")),
    "send it accelerated": (
        lambda world: world.case(procedure="accelerated", requested_state="DK", **OTHERS),
        step("submit"),
    ),
    "ask for transit": (lambda world: world.case(procedure="transit", **OTHERS), step("submit")),
    "ask to take back": (lambda world: world.case(procedure="readmission_in_error"), step("submit")),
    "notify in writing": (
        lambda world: world.case(procedure="written_notification"),
        step("notify", on=DAY),
    ),
    "give information": (lambda world: world.case(*ASKED), step("give_information", on=DAY, reason="None.")),
    "print it to send it on paper": (
        World.case,
        lambda case: case.officer.get(f"{case.path}/application.pdf").get_json(),
    ),
    "ask for an interview": (World.case, send("interviews", **INTERVIEW)),
    "fix the day of an interview": (interview_asked_for, day_of_interview),
    "ask for a travel document": (World.case, send("travel-documents", **DOCUMENT)),
    "plan a transfer": (lambda world: world.case(*ACCEPTED), send("transfers", **PLAN)),
    "give notice of a transfer": (World.planned, of_transfer("notice", on=DAY)),
    "take the escort sheet along": (World.planned, of_transfer("escort-sheet")),
    "print the escort sheet": (World.planned, of_transfer("escort-sheet.pdf")),
    "take the hand-over form along": (World.planned, of_transfer("handover-form")),
    "hand over": (World.planned, lambda case: case.at_border(409)),
    "hand over with a form brought in later": (on_the_way, with_a_form),
    "depart voluntarily": (
        lambda world: world.case(procedure="voluntary"),
        step("depart", on=DAY, place="Geneva airport", assistance="none"),
    ),
    "take back": (claimed, step("take_back", at=MOMENT, place="Zurich airport")),
}


@pytest.mark.parametrize("path", PATHS)
def test_no_path_is_open_to_a_protected_person(world: World, path: str):
    """Each safeguard alone closes it, and the case stays where it was."""
    prepare, attempt = PATHS[path]
    case = prepare(world)
    before = case.read()["state"]
    for code in Safeguard:
        world.protect(case.body["person_id"], code)
        problem = attempt(case)
        assert (problem.get("type"), path, code) == (PRESENT, path, code)
        assert [item["safeguard"] for item in problem["safeguards"]] == [code.value]
    assert case.read()["state"] == before


def test_the_matrix_has_every_guarded_step():
    """A new one is to be tried here as well."""
    tried = {"submit", "notify", "give_information", "plan_transfer", "hand_over", "depart", "take_back"}
    assert {name for name, item in STEPS.items() if item.guarded} == tried


def test_no_group_takes_a_protected_person_along(world: World):
    """Nobody is put on, nobody departs, and no free place is given to one who waits."""
    lines = [line(world.registration.person(), reference=f"REG-{number}") for number in range(10)]
    taken = take_over(world.officer, *lines)["items"]
    cases = [Case(world.officer, {**item, **new}) for item, new in zip(taken, lines, strict=True)]
    kinds = list(Safeguard)
    group = Group(world.officer, places=9)
    for case, code in zip(cases, kinds, strict=False):
        world.protect(case.body["person_id"], code)
        assert group.add(case, expected=409)["type"] == PRESENT
        with unit_of_work(world.runtime, system_actor("test")) as work:
            work.execute(safeguard_table.delete())
    group.add(*cases)
    for case, code in zip(cases, kinds, strict=False):
        world.protect(case.body["person_id"], code)
    world.protect(cases[9].body["person_id"], kinds[0])  # who waits
    group.post("departure", {"at": rfc3339(now())})
    assert group.states() == ["off"] * 8 + ["departed", "off"]
    assert {case.read()["state"] for case in cases[:8]} == {"accepted"}


def test_no_file_of_another_register_tells_of_a_transfer_that_was_forbidden(world: World):
    """Whether the line brings the safeguard or the node knows it already."""
    for code in Safeguard:
        person = world.registration.person()
        told = {"safeguards": [code.value], "safeguards_basis": "File 17", "safeguards_since": "2026-03-01"}
        if code is Safeguard.TRAFFICKING_INDICATION:
            told["safeguards_until"] = "2026-06-01"
        for more in (told, {}):
            errors = take_over(world.officer, line(person, **CLOSED, **more), expected=422)["errors"]
            assert [item["pointer"] for item in errors] == ["#/lines/0/return_on"]
            with unit_of_work(world.runtime, system_actor("test")) as work:
                values = {"safeguard_id": new_id(), "person_id": person, "since": "2026-03-01T00:00:00.000Z"}
                work.execute(sa.insert(safeguard_table).values(safeguard=code.value, **values))

"""Requests on decisions, obstacles, safeguards and the timeline, each on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable

from tests.proof.returns import DAY, at, below_case, move, read, write
from tests.proof.sample import Sample
from tests.proof.world import World

BASIS = "An article of an act"
APPEAL = {"kind": "appeal", "on": DAY, "suspensive": False, "basis": BASIS}
OBSTACLE = {"kind": "practical", "limit": "transfer", "began": DAY, "basis": BASIS}
UNFIT = {"safeguard": "unfit_to_travel", "basis": BASIS}
CERTIFICATE = {"fact": "fit_to_travel_certificate", "on": DAY, "basis": BASIS}
PAIR = "requesting_state=CH&requested_state=BA&category=own_national"


def _lift_listed(world: World, _post: str) -> Sample:
    return Sample("readmission/lifts?limit=100", shows=world.lift())


def _safeguard(world: World, post: str) -> Sample:
    return Sample(f"readmission/cases/{world.case(post)}/safeguards", UNFIT)


def _fact(world: World, post: str) -> Sample:
    case_id = world.case(post)
    path = f"readmission/cases/{case_id}/safeguards"
    found = world.made("POST", path, UNFIT, "readmission_officer")["items"][-1]["safeguard_id"]
    return Sample(f"{path}/{found}/facts", CERTIFICATE)


def _extension(world: World, post: str) -> Sample:
    case_id = world.case(post)
    for step in ({"step": "submit"}, {"step": "confirm_receipt", "on": DAY}):
        below_case(world, case_id, "steps", step)
    body = {"limit": "reply", "reason": "Registers on paper."}
    return Sample(f"readmission/cases/{case_id}/extensions", body, at(world, case_id))


def _notice(world: World, post: str) -> Sample:
    case_id = world.case(post)
    found = below_case(world, case_id, "decisions", APPEAL)["items"][-1]["decision_id"]
    return Sample(f"readmission/cases/{case_id}/decisions/{found}/notice.pdf?language=en")


SAMPLES: dict[str, Callable[[World, str], Sample]] = {
    "POST registration/persons/{person_id}/safeguards": lambda world, _post: Sample(
        f"registration/persons/{world.person()}/safeguards", {"safeguard": "unaccompanied_child"}
    ),
    "GET registration/screening-sheet.pdf": lambda _world, _post: Sample(
        "registration/screening-sheet.pdf?language=en"
    ),
    "GET registration/screening-certificates": lambda _world, _post: Sample(
        "registration/screening-certificates"
    ),
    "GET readmission/lifts": _lift_listed,
    "GET readmission/choices": lambda _world, _post: Sample(f"readmission/choices?{PAIR}"),
    "GET readmission/cases/{case_id}/timeline": read("timeline"),
    "GET readmission/cases/{case_id}/decisions": read("decisions"),
    "POST readmission/cases/{case_id}/decisions": write("decisions", APPEAL),
    "GET readmission/cases/{case_id}/decisions/{decision_id}/notice.pdf": _notice,
    "POST readmission/decisions/{decision_id}/end": move(
        "decisions", APPEAL, "decision_id", "end", {"outcome": "dismissed", "on": DAY, "basis": BASIS}
    ),
    "GET readmission/cases/{case_id}/obstacles": read("obstacles"),
    "POST readmission/cases/{case_id}/obstacles": write("obstacles", OBSTACLE),
    "POST readmission/obstacles/{obstacle_id}/changes": move(
        "obstacles", OBSTACLE, "obstacle_id", "changes", {"ended": DAY}
    ),
    "POST readmission/cases/{case_id}/extensions": _extension,
    "GET readmission/cases/{case_id}/safeguards": read("safeguards"),
    "POST readmission/cases/{case_id}/safeguards": _safeguard,
    "POST readmission/cases/{case_id}/safeguards/{safeguard_id}/facts": _fact,
}

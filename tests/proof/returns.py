"""Requests on what lies between reply and hand-over, each on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from limen.clock import today
from services.readmission.checks.asking import ask_waiting
from tests.proof.sample import Sample
from tests.proof.world import World

DAY = today().isoformat()
CHECK = {"country": "BA", "register": "population", "purpose": "before_application"}
INTERVIEW = {"kind": "consular", "requested_on": DAY}
DOCUMENT = {"kind": "laissez_passer", "authority": "Embassy", "requested_on": DAY}
SCHEDULE = {"at": "2027-01-05T09:00:00Z", "channel": "remote", "interpreter": "not_needed"}
OUTCOME = {"on": DAY, "outcome": "undetermined"}


def below_case(world: World, case_id: str, what: str, body: Any) -> dict[str, Any]:
    """Make a record below a case, as the officer in charge."""
    return world.made(
        "POST", f"readmission/cases/{case_id}/{what}", body, "readmission_officer", **at(world, case_id)
    )


def at(world: World, case_id: str) -> dict[str, str]:
    """Return the header that names the version of a case."""
    version = world.made("GET", f"readmission/cases/{case_id}", role="readmission_officer")["version"]
    return {"If_Match": f'"{version}"'}


def hold(world: World, case_id: str) -> None:
    """Have registers asked until the checks of a case are held."""

    def waiting() -> bool:
        found = world.made("GET", f"readmission/cases/{case_id}/registry-checks", role="readmission_officer")
        return any(item["state"] == "waiting" for item in found["items"])

    while waiting():
        ask_waiting(world.runtimes["readmission"])


def read(what: str) -> Callable[[World, str], Sample]:
    """Read a list below a case of the post."""
    return lambda world, post: Sample(f"readmission/cases/{world.case(post)}/{what}")


def write(what: str, body: Any) -> Callable[[World, str], Sample]:
    """Write below a new case of the post."""

    def make(world: World, post: str) -> Sample:
        case_id = world.case(post)
        return Sample(f"readmission/cases/{case_id}/{what}", body, at(world, case_id))

    return make


def move(
    what: str, new: Any, identifier: str, step: str, body: Any, *before: tuple[str, Any]
) -> Callable[[World, str], Sample]:
    """Move a record that was made below a new case, after the steps `before`."""

    def make(world: World, post: str) -> Sample:
        case_id = world.case(post)
        record = below_case(world, case_id, what, new)["items"][-1][identifier]
        collection = f"readmission/{what}/{record}"
        for earlier, given in before:
            world.made("POST", f"{collection}/{earlier}", given, "readmission_officer", **at(world, case_id))
        if what == "registry-checks":
            hold(world, case_id)
        return Sample(f"{collection}/{step}", body, at(world, case_id))

    return make


SAMPLES = {
    "GET readmission/cases/{case_id}/registry-checks": read("registry-checks"),
    "POST readmission/cases/{case_id}/registry-checks": write("registry-checks", CHECK),
    "POST readmission/registry-checks/{check_id}/retry": move(
        "registry-checks", CHECK, "check_id", "retry", None
    ),
    "GET readmission/cases/{case_id}/interviews": read("interviews"),
    "POST readmission/cases/{case_id}/interviews": write("interviews", INTERVIEW),
    "POST readmission/interviews/{interview_id}/schedule": move(
        "interviews", INTERVIEW, "interview_id", "schedule", SCHEDULE
    ),
    "POST readmission/interviews/{interview_id}/held": move(
        "interviews", INTERVIEW, "interview_id", "held", {"on": DAY}
    ),
    "POST readmission/interviews/{interview_id}/report": move(
        "interviews", INTERVIEW, "interview_id", "report", OUTCOME, ("held", {"on": DAY})
    ),
    "POST readmission/interviews/{interview_id}/cancellation": move(
        "interviews", INTERVIEW, "interview_id", "cancellation", {"reason": "Ill."}
    ),
    "GET readmission/cases/{case_id}/travel-documents": read("travel-documents"),
    "POST readmission/cases/{case_id}/travel-documents": write("travel-documents", DOCUMENT),
    "POST readmission/travel-documents/{document_id}/issue": move(
        "travel-documents", DOCUMENT, "document_id", "issue", {"on": DAY, "valid_until": "2030-01-01"}
    ),
    "POST readmission/travel-documents/{document_id}/refusal": move(
        "travel-documents", DOCUMENT, "document_id", "refusal", {"on": DAY, "reason": "Unknown."}
    ),
}

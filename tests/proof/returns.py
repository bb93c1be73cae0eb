"""Requests on what lies between reply and hand-over, each on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from limen.clock import now, rfc3339, today
from limen.signing import public_keys, sign
from limen.storage.vault import Vault, new_master_key
from services.readmission.checks.asking import ask_waiting
from tests.proof.sample import Sample
from tests.proof.world import World, new_case, new_code

DAY = today().isoformat()
CHECK = {"country": "BA", "register": "population", "purpose": "before_application"}
INTERVIEW = {"kind": "consular", "requested_on": DAY}
DOCUMENT = {"kind": "laissez_passer", "authority": "Embassy", "requested_on": DAY}
SCHEDULE = {"at": "2027-01-05T09:00:00Z", "channel": "remote", "interpreter": "not_needed"}
TRANSFER = {"on": DAY, "place": "Sarajevo airport", "means": "air"}
SIGNER = {"full_name": "Max Muster", "function": "Head of escort", "authority": "Police"}
COST = {
    "kind": "transport",
    "amount": "10.00",
    "currency": "CHF",
    "borne_by": "requesting_state",
    "article": "Art. 15",
    "incurred_on": DAY,
}
GROUP = {
    "name": "Flight",
    "requesting_state": "CH",
    "requested_state": "BA",
    "departs_on": DAY,
    "place": "Sarajevo airport",
    "means": "air",
    "places": 2,
}
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


def accepted(world: World, post: str) -> str:
    """Open a case that the other state has accepted; return its id."""
    case_id = world.case(post)
    for step in ({"step": "submit"}, {"step": "accept", "on": DAY}):
        below_case(world, case_id, "steps", step)
    return case_id


def planned(world: World, post: str) -> tuple[str, str]:
    """Plan the transfer of a new case for today; return the ids of case and transfer."""
    case_id = accepted(world, post)
    return case_id, below_case(world, case_id, "transfers", TRANSFER)["items"][-1]["transfer_id"]


def handed_over(world: World, post: str) -> tuple[str, str]:
    """Record a hand-over; return the ids of case and record."""
    case_id, _transfer = planned(world, post)
    return case_id, below_case(world, case_id, "handovers", handover())["handover_id"]


def handover() -> dict[str, Any]:
    """Body of a hand-over that happened just now."""
    return {
        "outcome": "handed_over",
        "at": rfc3339(now()),
        "place": "Sarajevo airport",
        "delivered_by": SIGNER,
    }


def of_transfer(what: str, body: Any = None) -> Callable[[World, str], Sample]:
    """Ask something of a planned transfer."""

    def make(world: World, post: str) -> Sample:
        case_id, transfer_id = planned(world, post)
        path = f"readmission/transfers/{transfer_id}/{what}"
        return Sample(path, body, at(world, case_id) if body else {})

    return make


def of_handover(what: str = "", body: Any = None) -> Callable[[World, str], Sample]:
    """Ask something of a hand-over record."""

    def make(world: World, post: str) -> Sample:
        case_id, handover_id = handed_over(world, post)
        path = f"readmission/handovers/{handover_id}{what}"
        return Sample(path, body, at(world, case_id) if body else {})

    return make


def _plan(world: World, post: str) -> Sample:
    case_id = accepted(world, post)
    return Sample(f"readmission/cases/{case_id}/transfers", TRANSFER, at(world, case_id))


def _transfers(world: World, post: str) -> Sample:
    return Sample("readmission/transfers?limit=200", shows=planned(world, post)[1])


def _family(world: World, post: str) -> Sample:
    case_id = world.case(post)
    body = {"other_case_id": world.case(post), "relation": "siblings"}
    return Sample(f"readmission/cases/{case_id}/family", body, at(world, case_id))


def _payment(world: World, post: str) -> Sample:
    case_id = world.case(post)
    cost_id = below_case(world, case_id, "costs", COST)["items"][-1]["cost_id"]
    return Sample(f"readmission/costs/{cost_id}/payment", {"on": DAY}, at(world, case_id))


def _hand_over(world: World, post: str) -> Sample:
    case_id, _transfer = planned(world, post)
    return Sample(f"readmission/cases/{case_id}/handovers", handover(), at(world, case_id))


def _countersign(world: World, post: str) -> Sample:
    signed = sign(world.runtimes["readmission"].vault, {"number": "BA-2026-000001"}, SIGNER)
    return Sample("readmission/countersignatures", {"signed": signed, "signer": SIGNER})


def _new_key() -> dict[str, Any]:
    jwk = public_keys(Vault(new_master_key(), "readmission"))["keys"][0]
    whose = {"country": "BA", "authority": "Border Police", "obtained": "Note of the embassy."}
    return {"jwk": jwk, "valid_from": DAY, **whose}


def _of_key(what: str, body: Any = None) -> Callable[[World, str], Sample]:
    """Ask something of a key that somebody else added."""

    def make(world: World, _post: str) -> Sample:
        key_id = world.made("POST", "readmission/counterpart-keys", _new_key(), "administrator")["key_id"]
        return Sample(f"readmission/counterpart-keys/{key_id}{what}", body)

    return make


def _observe(world: World, post: str) -> Sample:
    body = {
        "phase": "before",
        "topic": "interpretation",
        "finding": "in_order",
        "happened_at": rfc3339(now()),
        "words": "An interpreter was there.",
    }
    return Sample(f"readmission/cases/{world.case(post)}/observations", body)


def group(world: World) -> str:
    """Plan a group return; return its id."""
    return world.made("POST", "readmission/groups", GROUP, "readmission_officer")["group_id"]


def of_group(what: str, make_body: Callable[[World, str], Any]) -> Callable[[World, str], Sample]:
    """Change a new group return."""

    def make(world: World, post: str) -> Sample:
        return Sample(
            f"readmission/groups/{group(world)}/{what}", make_body(world, post), {"If_Match": '"1"'}
        )

    return make


def _removal(world: World, post: str) -> Sample:
    path = f"readmission/groups/{group(world)}/manifest"
    body = {"case_ids": [accepted(world, post)]}
    found = world.made("POST", path, body, "readmission_officer", If_Match='"1"')
    entry_id = found["manifest"][0]["entry_id"]
    return Sample(f"readmission/manifest-entries/{entry_id}/removal", None, {"If_Match": '"2"'})


def _import(world: World, post: str) -> Sample:
    line = {**new_case(world.known_person(), post), "reference": new_code(), "state": "accepted"}
    line |= {"opened_on": DAY, "reply_on": DAY}
    return Sample("readmission/imports", {"source": "Register of the tests", "lines": [line]})


SAMPLES = {
    "POST readmission/imports": _import,
    "GET readmission/imports/line.json": lambda w, _: Sample("readmission/imports/line.json"),
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
    "GET readmission/transfers": _transfers,
    "GET readmission/groups": lambda w, _: Sample("readmission/groups?limit=200", shows=group(w)),
    "POST readmission/groups": lambda w, _: Sample("readmission/groups", GROUP),
    "GET readmission/groups/{group_id}": lambda w, _: Sample(f"readmission/groups/{group(w)}"),
    "GET readmission/groups/{group_id}/manifest.pdf": lambda w, _: Sample(
        f"readmission/groups/{group(w)}/manifest.pdf"
    ),
    "POST readmission/groups/{group_id}/manifest": of_group(
        "manifest", lambda w, post: {"case_ids": [accepted(w, post)]}
    ),
    "POST readmission/manifest-entries/{entry_id}/removal": _removal,
    "POST readmission/groups/{group_id}/departure": of_group("departure", lambda *_: {"at": rfc3339(now())}),
    "POST readmission/groups/{group_id}/cancellation": of_group(
        "cancellation", lambda *_: {"reason": "Fog."}
    ),
    "GET readmission/cases/{case_id}/transfers": read("transfers"),
    "POST readmission/cases/{case_id}/transfers": _plan,
    "POST readmission/transfers/{transfer_id}/notice": of_transfer("notice", {"on": DAY}),
    "POST readmission/transfers/{transfer_id}/cancellation": of_transfer(
        "cancellation", {"code": "transport", "reason": "Fog."}
    ),
    "GET readmission/transfers/{transfer_id}/escort-sheet": of_transfer("escort-sheet"),
    "GET readmission/transfers/{transfer_id}/escort-sheet.pdf": of_transfer("escort-sheet.pdf"),
    "GET readmission/transfers/{transfer_id}/handover-form": of_transfer("handover-form"),
    "POST readmission/cases/{case_id}/family": _family,
    "GET readmission/cases/{case_id}/costs": read("costs"),
    "POST readmission/cases/{case_id}/costs": write("costs", COST),
    "POST readmission/costs/{cost_id}/payment": _payment,
    "GET readmission/cases/{case_id}/handovers": read("handovers"),
    "POST readmission/cases/{case_id}/handovers": _hand_over,
    "GET readmission/handovers/{handover_id}": of_handover(),
    "GET readmission/handovers/{handover_id}/record.pdf": of_handover("/record.pdf"),
    "POST readmission/handovers/{handover_id}/countersignature": of_handover(
        "/countersignature", {"by_hand": SIGNER}
    ),
    "POST readmission/countersignatures": _countersign,
    "GET readmission/signing-keys": lambda w, _: Sample("readmission/signing-keys"),
    "GET readmission/counterpart-keys": lambda w, _: Sample("readmission/counterpart-keys"),
    "POST readmission/counterpart-keys": lambda w, _: Sample("readmission/counterpart-keys", _new_key()),
    "GET readmission/counterpart-keys/{key_id}": _of_key(""),
    "POST readmission/counterpart-keys/{key_id}/decision": _of_key(
        "/decision", {"decision": "confirmed", "compared": "By telephone."}
    ),
    "POST readmission/counterpart-keys/{key_id}/revocation": _of_key("/revocation", {"reason": "Lost."}),
    "GET readmission/cases/{case_id}/observations": read("observations"),
    "GET readmission/cases/{case_id}/observations.pdf": read("observations.pdf"),
    "POST readmission/cases/{case_id}/observations": _observe,
}

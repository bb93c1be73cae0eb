"""For every route a request that succeeds when the officer may make it, on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from limen.service import SERVICE_NAMES
from tests.proof import applications, decisions, law, reporting, returns
from tests.proof import world as bodies
from tests.proof.sample import Sample
from tests.proof.world import OWN, World

Make = Callable[[World, str], Sample]

FIRST = {"If_Match": '"1"'}
REASON = {"reason": "A reason that is long enough."}


def _encounter_listed(world: World, post: str) -> Sample:
    made = world.encounter(post)["encounter"]["id"]
    return Sample("registration/encounters?limit=100", shows=made)


def _case_listed(world: World, post: str) -> Sample:
    return Sample("readmission/cases?limit=100", shows=world.case(post))


def _credentials(world: World) -> dict[str, str]:
    new = bodies.new_account()
    world.made("POST", "gateway/accounts", new, "administrator")
    return {"account": new["login"], "password": bodies.PASSWORD}


def _second_factor(world: World) -> str:
    path = f"gateway/accounts/{world.account()}/second-factor"
    world.made("POST", path, None, "administrator")
    return path


def _new_claims() -> dict[str, Any]:
    return {"proof": "declared", "birth_place": "Somewhere"}


def _lift_of_new_case(world: World) -> Sample:
    case_id, safeguard_id = world.guarded_case()
    return Sample(f"readmission/cases/{case_id}/lifts", bodies.new_lift(safeguard_id))


SCREENING = {"outcome": "no_indication"}
DECISION = {"decision": "approved", "reasons": "I have seen the ruling of the judge myself."}

SAMPLES: dict[str, Make] = {
    "POST auth/token": lambda w, _: Sample("auth/token", _credentials(w)),
    "GET auth/me": lambda w, _: Sample("auth/me"),
    "GET gateway/accounts": lambda w, _: Sample("gateway/accounts"),
    "POST gateway/accounts": lambda w, _: Sample("gateway/accounts", bodies.new_account()),
    "GET gateway/accounts/{account_id}": lambda w, _: Sample(f"gateway/accounts/{w.account()}"),
    "PATCH gateway/accounts/{account_id}": lambda w, _: Sample(
        f"gateway/accounts/{w.account()}", {"name": "Other"}, FIRST
    ),
    "POST gateway/accounts/{account_id}/second-factor": lambda w, _: Sample(
        f"gateway/accounts/{w.account()}/second-factor"
    ),
    "DELETE gateway/accounts/{account_id}/second-factor": lambda w, _: Sample(_second_factor(w)),
    "GET gateway/health": lambda w, _: Sample("gateway/health"),
    "GET registration/posts": lambda w, _: Sample("registration/posts"),
    "POST registration/posts": lambda w, _: Sample("registration/posts", bodies.new_post()),
    "POST registration/encounters": lambda w, post: Sample(
        "registration/encounters", bodies.new_encounter(post)
    ),
    "GET registration/encounters": _encounter_listed,
    "GET registration/encounters/{encounter_id}": lambda w, post: Sample(
        f"registration/encounters/{w.encounter(post)['encounter']['id']}"
    ),
    "POST registration/encounters/{encounter_id}/protection-screenings": lambda w, post: Sample(
        f"registration/encounters/{w.encounter(post)['encounter']['id']}/protection-screenings", SCREENING
    ),
    "GET registration/encounters/{encounter_id}/protection-screenings": lambda w, post: Sample(
        f"registration/encounters/{w.encounter(post)['encounter']['id']}/protection-screenings"
    ),
    "POST registration/persons/search": lambda w, _: Sample(
        "registration/persons/search", {"declared": bodies.new_encounter(OWN)["declared"]}
    ),
    "GET registration/persons/{person_id}": lambda w, _: Sample(f"registration/persons/{w.person()}"),
    "POST registration/persons/{person_id}/claims": lambda w, _: Sample(
        f"registration/persons/{w.person()}/claims", _new_claims(), FIRST
    ),
    "POST registration/persons/{person_id}/erasure": lambda w, _: Sample(
        f"registration/persons/{w.person()}/erasure", {"reason": "retention_ended"}
    ),
    "POST registration/persons/{person_id}/asylum-claims": lambda w, _: Sample(
        f"registration/persons/{w.person()}/asylum-claims", {}
    ),
    "GET registration/persons/{person_id}/safeguards": lambda w, _: Sample(
        f"registration/persons/{w.person()}/safeguards"
    ),
    "GET registration/safeguards/{safeguard_id}": lambda w, _: Sample(
        f"registration/safeguards/{w.safeguard()}"
    ),
    "POST registration/safeguards/{safeguard_id}/end": lambda w, _: Sample(
        f"registration/safeguards/{w.safeguard()}/end", REASON
    ),
    "GET readmission/cases": _case_listed,
    "POST readmission/cases": lambda w, _: Sample("readmission/cases", bodies.new_case(w.known_person())),
    "GET readmission/cases/{case_id}": lambda w, post: Sample(f"readmission/cases/{w.case(post)}"),
    "GET readmission/cases/{case_id}/deadlines": lambda w, post: Sample(
        f"readmission/cases/{w.case(post)}/deadlines"
    ),
    "POST readmission/cases/{case_id}/steps": lambda w, post: Sample(
        f"readmission/cases/{w.case(post)}/steps", {"step": "submit"}, FIRST
    ),
    "POST readmission/cases/{case_id}/milestones": lambda w, post: Sample(
        f"readmission/cases/{w.case(post)}/milestones", {"kind": "knowledge", "on": "2026-01-05"}, FIRST
    ),
    "POST readmission/cases/{case_id}/lifts": lambda w, _: _lift_of_new_case(w),
    "POST readmission/lifts/{lift_id}/decision": lambda w, _: Sample(
        f"readmission/lifts/{w.lift()}/decision", DECISION
    ),
    "GET training/modules": lambda w, _: Sample("training/modules"),
    "POST training/modules": lambda w, _: Sample("training/modules", bodies.new_module()),
    "GET training/packages": lambda w, _: Sample("training/packages"),
    "POST training/packages": lambda w, _: Sample("training/packages", bodies.new_package(w.module())),
    "GET training/events": lambda w, _: Sample("training/events"),
    "POST training/events": lambda w, _: Sample("training/events", bodies.new_event()),
    "GET training/events/{event_id}": lambda w, _: Sample(f"training/events/{w.event()}"),
    "POST training/events/{event_id}/feedback": lambda w, _: Sample(
        f"training/events/{w.event()}/feedback", bodies.new_feedback(w.module())
    ),
    "POST training/events/{event_id}/good-practices": lambda w, _: Sample(
        f"training/events/{w.event()}/good-practices", bodies.new_good_practice()
    ),
    "POST training/events/{event_id}/certificates": lambda w, _: Sample(
        f"training/events/{w.event()}/certificates", bodies.new_certificate("officer")
    ),
    "GET training/certificates": lambda w, _: Sample("training/certificates"),
    "POST training/certificates/{certificate_id}/revocation": lambda w, _: Sample(
        f"training/certificates/{w.certificate()}/revocation", REASON, FIRST
    ),
    "GET training/pool": lambda w, _: Sample("training/pool"),
    "POST training/pool": lambda w, _: Sample("training/pool", bodies.new_pool_member(w.event())),
    "PATCH training/pool/{member_id}": lambda w, _: Sample(
        f"training/pool/{w.pool_member()}", {"available": False}, FIRST
    ),
}


def _samples_of(service: str) -> dict[str, Make]:
    """Return the samples of the routes that every service has."""
    base = f"{service}/node"
    item = f"{base}/events/{{waiting_id}}"
    return {
        f"GET {base}/events": lambda w, _: Sample(f"{base}/events"),
        f"GET {item}": lambda w, _: Sample(f"{base}/events/{w.parked(service)}"),
        f"GET {item}/body": lambda w, _: Sample(f"{base}/events/{w.parked(service)}/body"),
        f"POST {item}/replay": lambda w, _: Sample(f"{base}/events/{w.parked(service)}/replay"),
        f"POST {item}/discard": lambda w, _: Sample(f"{base}/events/{w.parked(service)}/discard", REASON),
        f"GET {base}/audit": lambda w, _: Sample(f"{base}/audit"),
        f"GET {base}/plugins": lambda w, _: Sample(f"{base}/plugins"),
    }


SAMPLES |= returns.SAMPLES
SAMPLES |= applications.SAMPLES
SAMPLES |= decisions.SAMPLES
SAMPLES |= reporting.SAMPLES
SAMPLES |= law.SAMPLES
for _service in SERVICE_NAMES:
    SAMPLES |= _samples_of(_service)

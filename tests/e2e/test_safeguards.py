"""What protects a person stops a case at once, part seven of the journey."""

import time
from typing import Any

from limen.clock import today
from tests.e2e.journey import REASONS, SOON, claim_asylum, open_case, register
from tests.e2e.people import new_person
from tests.e2e.site import Site
from tests.rig.waiting import wait_until

STATEMENT = "I fear what would happen to me there."


def test_an_asylum_claim_blocks_sending_as_soon_as_its_event_has_arrived(site: Site, record_property):
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    began = time.monotonic()
    safeguard = claim_asylum(site.officer, person_id, STATEMENT)
    case.wait_for_safeguard(safeguard)
    record_property("seconds_until_the_claim_blocked", round(time.monotonic() - began, 3))
    refusal = case.step("submit", 409)
    assert refusal["type"] == "urn:limen:problem:safeguard-present"
    assert "an asylum claim is pending" in refusal["detail"]
    assert [item["safeguard_id"] for item in refusal["safeguards"]] == [safeguard]


def test_an_asylum_claim_blocks_the_transfer_that_was_planned_already(site: Site):
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    case.move_to_planned()
    case.wait_for_safeguard(claim_asylum(site.officer, person_id, STATEMENT))
    assert case.hand_over(409)["type"] == "urn:limen:problem:safeguard-present"
    assert case.read()["state"] == "transfer_planned"


def test_readmission_learns_that_a_safeguard_is_there_and_never_why(site: Site):
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    safeguard = claim_asylum(site.officer, person_id, STATEMENT)
    case.wait_for_safeguard(safeguard)
    (shown,) = case.read()["safeguards"]
    assert shown["words"] == "an asylum claim is pending"
    assert STATEMENT not in str(case.read())
    path = f"registration/safeguards/{safeguard}"
    site.readmission.get(path, 403)
    site.officer.get(path, 403)
    assert site.protection.get(path)["statement"] == STATEMENT


def test_lifting_takes_two_persons_and_the_monitor_sees_both(site: Site):
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    safeguard = claim_asylum(site.officer, person_id, STATEMENT)
    case.wait_for_safeguard(safeguard)
    asked = site.protection.post(f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": REASONS})
    decision = {"decision": "approved", "reasons": "I have seen the ruling of the judge myself."}
    path = f"readmission/lifts/{asked['lift_id']}/decision"
    site.protection.post(path, decision, 403)  # who asked cannot decide
    site.protection_2.post(path, decision, 403)  # nor can somebody in the same role
    case.step("submit", 409)
    site.readmission.post(path, decision, 200)
    assert case.step("submit")["state"] == "submitted"
    (seen,) = case.read(site.monitor)["lifts"]
    assert (seen["requested_by"], seen["decided_by"]) == ("protection", "readmission")
    assert (seen["request_reasons"], seen["decision_reasons"]) == (REASONS, decision["reasons"])


def test_the_monitor_reads_and_never_writes(site: Site):
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    version = case.read(site.monitor)["version"]
    site.monitor.post(f"{case.path}/steps", {"step": "submit"}, 403, If_Match=f'"{version}"')
    site.monitor.post(f"registration/persons/{person_id}/asylum-claims", {}, 403)
    assert case.read()["state"] == "draft"


def test_registration_and_readmission_tell_the_same_of_a_safeguard_wherever_it_began_and_ended(site: Site):
    """Seen at the border and ended by its facts in a case; recorded in a case and ended at registration."""
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    path = f"registration/persons/{person_id}/safeguards"
    seen = site.officer.post(path, {"safeguard": "unfit_to_travel"})["id"]
    case.wait_for_safeguard(seen)
    fact = {"fact": "fit_to_travel_certificate", "on": today().isoformat(), "basis": "Return Act, art. 5"}
    site.protection.post(f"{case.path}/safeguards/{seen}/facts", fact)
    new = {"safeguard": "lawful_stay", "basis": "Aliens Act, art. 33"}
    site.readmission.post(f"{case.path}/safeguards", new)

    def shown() -> dict[str, dict[str, Any]]:
        return {item["safeguard"]: item for item in site.protection.get(path)["safeguards"]}

    wait_until(lambda: "lawful_stay" in shown(), "registration knows what readmission recorded", SOON)
    ended, stays = shown()["unfit_to_travel"], shown()["lawful_stay"]
    assert (ended["state"], ended["ended_facts"]) == ("ended", ["fit_to_travel_certificate"])
    assert (ended["ended_by"], ended["ended_basis"]) == ("protection", "Return Act, art. 5")
    assert (stays["state"], stays["basis"]) == ("raised", "Aliens Act, art. 33")
    assert site.officer.get(path) == {"present": True}
    for officer in (site.protection, site.protection_2):
        why = {"reason": "The permit was withdrawn with final effect."}
        officer.post(f"registration/safeguards/{stays['id']}/end", why, 200)
    case.wait_for_safeguards_to_end()
    assert site.officer.get(path) == {"present": False}


def test_a_safeguard_ends_when_two_protection_officers_say_so(site: Site):
    """Ending is at registration, and readmission hears of it by event."""
    person_id = register(site.officer, new_person())["person"]["id"]
    case = open_case(site, person_id)
    safeguard = claim_asylum(site.officer, person_id, STATEMENT)
    case.wait_for_safeguard(safeguard)
    path, reason = f"registration/safeguards/{safeguard}/end", {"reason": "Refused by the last court."}
    assert site.protection.post(path, reason, 200)["state"] == "end_proposed"
    site.protection.post(path, reason, 409)
    assert site.protection_2.post(path, reason, 200)["state"] == "ended"
    case.wait_for_safeguards_to_end()
    day = today().isoformat()
    assert case.step("submit")["state"] == "submitted"
    assert case.step("confirm_receipt", on=day)["state"] == "received"

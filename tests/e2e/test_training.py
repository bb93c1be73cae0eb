"""Training and what it decides, part eight of the journey."""

from datetime import timedelta
from typing import Any

import pytest

from limen.clock import today
from tests.e2e.journey import SOON, load_file, register
from tests.e2e.officers import Answer, Officer
from tests.e2e.people import new_person
from tests.e2e.site import Site
from tests.rig.waiting import wait_until

ALMATY, SCREENING = "almaty-2023.yaml", "screening-course.yaml"


def test_the_almaty_training_is_loaded_through_the_public_api(site: Site):
    """Rows 1-01 to 1-08 of the founding documents: 26 participants as 4 + 18 + 4."""
    _module, _package, event, *_ = load_file(site.trainer, ALMATY)
    training = site.monitor.get(f"training/events/{event['event_id']}")
    assert training["participants"] == 26
    came = [
        (item["country"], item["participants"], len(item["agencies"])) for item in training["delegations"]
    ]
    assert came == [("TJ", 4, 1), ("KZ", 18, 2), ("UZ", 4, 1)]
    assert [item["scope"] for item in training["trainers"]] == ["national"] * 2 + ["international"] * 2
    assert [item["code"] for item in training["modules"]] == ["CMS-STATE-BORDER"]
    assert training["package"] == "TSP-CMS"
    assert training["feedback"]
    assert training["good_practices"]


def test_loading_a_file_again_adds_nothing(site: Site):
    first, again = load_file(site.trainer, ALMATY), load_file(site.trainer, ALMATY)
    assert first == again
    codes = [item["code"] for item in site.trainer.get("training/events?limit=100")["items"]]
    assert codes.count("TOT-ALMATY-2023") == 1


def screen(officer: Officer, encounter_id: str) -> Answer:
    """Screen for needs of protection."""
    path = f"registration/encounters/{encounter_id}/protection-screenings"
    return officer("POST", path, {"outcome": "no_indication", "needs": [], "notes": "Calm and well."})


def issue(site: Site, officer: str, **changes: str) -> dict[str, Any]:
    """Issue a certificate of the screening course."""
    event_id = load_file(site.trainer, SCREENING)[-1]["event_id"]
    dates = {"expires_on": (today() + timedelta(days=730)).isoformat(), **changes}
    return site.trainer.post(f"training/events/{event_id}/certificates", {"officer": officer, **dates})


def revoke(site: Site, certificate: dict[str, Any]) -> None:
    path = f"training/certificates/{certificate['certificate_id']}/revocation"
    tag = f'"{certificate["version"]}"'
    site.trainer.post(path, {"reason": "Issued by mistake."}, 200, If_Match=tag)


def wait_for_answer(site: Site, officer: Officer, encounter_id: str, status: int) -> Answer:
    """Screen again and again until the certificate's event has arrived."""

    def answered() -> Answer | None:
        answer = screen(officer, encounter_id)
        return answer if answer.status == status else None

    return wait_until(answered, f"a screening is answered by {status}", SOON)


def test_only_a_certificate_in_force_lets_an_officer_screen_for_protection(site: Site):
    """A plugin asks for the certificate; issuing it opens the way, revoking it closes it again."""
    encounter = register(site.officer, new_person())["encounter"]["id"]
    refusal = screen(site.officer, encounter)
    assert (refusal.status, refusal.problem) == (403, "certificate-required")
    assert "HBM" in refusal.body["detail"]
    certificate = issue(site, "officer")
    assert certificate["valid"]
    screening = wait_for_answer(site, site.officer, encounter, 201).body
    assert screening["certificates"] == [certificate["number"]]
    assert screen(site.colleague, encounter).status == 403
    revoke(site, certificate)
    assert wait_for_answer(site, site.officer, encounter, 403).problem == "certificate-required"


def test_an_expired_certificate_does_not_count(site: Site):
    """What ended yesterday is told like any other, and refuses; what ends today still counts."""
    encounter = register(site.colleague, new_person())["encounter"]["id"]
    dates = {"issued_on": "2024-01-01", "expires_on": (today() - timedelta(days=1)).isoformat()}
    expired = issue(site, "colleague", **dates)
    assert not expired["valid"]
    marker = issue(site, "leader", issued_on="2024-01-01", expires_on=today().isoformat())
    wait_for_answer(site, site.leader, encounter, 201)  # its event came after the expired one's
    refusal = screen(site.colleague, encounter)
    assert (refusal.status, refusal.problem) == (403, "certificate-required")
    revoke(site, marker)


@pytest.mark.parametrize("account", ["officer", "readmission", "monitor"])
def test_only_trainers_issue_certificates(site: Site, account: str):
    event_id = load_file(site.trainer, SCREENING)[-1]["event_id"]
    body = {"officer": account, "expires_on": "2099-01-01"}
    site.officers[account].post(f"training/events/{event_id}/certificates", body, 403)

"""Safeguards block sending and transfer at once; lifting needs two different persons with reasons."""

from collections.abc import Sequence
from datetime import date
from types import ModuleType

import pytest

from limen.clock import today
from limen.plugins import (
    Action,
    CountryProfile,
    DatedName,
    Level,
    NationalSafeguard,
    Safeguard,
    SafeguardLaw,
    default_profile,
    hookimpl,
)
from limen.plugins.testing import host_of
from limen.runtime import Runtime
from plugins import agreements
from tests.services.readmission.conftest import Case, Registration

REASONS = "The claim was withdrawn in writing before a judge."


def test_an_asylum_claim_blocks_sending_at_once(case: Case, registration: Registration):
    """409 naming the safeguard."""
    safeguard = registration.safeguard(case.body["person_id"])
    problem = case.step("submit", 409)
    assert problem["type"] == "urn:limen:problem:safeguard-present"
    assert "an asylum claim is pending" in problem["detail"]
    assert [item["safeguard_id"] for item in problem["safeguards"]] == [safeguard]


def test_an_asylum_claim_blocks_planning_and_hand_over(case: Case, registration: Registration):
    """However far the case has come."""
    day = today().isoformat()
    case.step("submit")
    case.step("accept", on=day)
    first = registration.safeguard(case.body["person_id"])
    case.plan(409)
    registration.end_safeguard(first, case.body["person_id"])
    case.plan()
    registration.safeguard(case.body["person_id"], "trafficking_indication")
    problem = case.at_border(409)
    assert "trafficking" in problem["detail"]


def test_a_safeguard_never_stops_a_step_in_the_persons_favour(case: Case, registration: Registration):
    """Withdrawing and suspending stay possible."""
    registration.safeguard(case.body["person_id"])
    assert case.step("withdraw", reason="An asylum claim is pending.")["state"] == "withdrawn"


def test_the_reasons_of_a_claim_never_reach_readmission(case: Case, registration: Registration):
    """Only that a safeguard is present."""
    registration.safeguard(case.body["person_id"])
    (shown,) = case.read()["safeguards"]
    assert set(shown) == {"safeguard_id", "safeguard", "words", "basis", "blocks", "since", "lifted"}


def test_lifting_needs_two_different_persons(case: Case, registration: Registration):
    """One asks, a protection officer decides; then, and only for this case, the step is free."""
    safeguard = registration.safeguard(case.body["person_id"])
    asked = case.officer.post(f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": REASONS})
    assert asked.status_code == 201, asked.get_json()
    case.step("submit", 409)
    decision = {"decision": "approved", "reasons": REASONS}
    path = f"lifts/{asked.get_json()['lift_id']}/decision"
    assert case.officer.post(path, decision).status_code == 403
    approved = case.officer.as_("protection_officer").post(path, decision)
    assert approved.status_code == 200, approved.get_json()
    assert case.step("submit")["state"] == "submitted"


def test_nobody_decides_on_an_own_request(case: Case, registration: Registration):
    """And nobody in the same role either: the second person stands in another role."""
    safeguard = registration.safeguard(case.body["person_id"])
    first, second = (case.officer.as_("protection_officer", number) for number in (1, 2))
    asked = first.post(f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": REASONS}).get_json()
    decision = {"decision": "approved", "reasons": REASONS}
    assert first.post(f"lifts/{asked['lift_id']}/decision", decision).status_code == 403
    assert second.post(f"lifts/{asked['lift_id']}/decision", decision).status_code == 403
    decided = case.officer.post(f"lifts/{asked['lift_id']}/decision", decision)
    assert decided.status_code == 200, decided.get_json()
    assert decided.get_json()["decided_role"] == "readmission_officer"
    assert case.officer.post(f"lifts/{asked['lift_id']}/decision", decision).status_code == 409


def test_a_rejected_request_leaves_the_block(case: Case, registration: Registration):
    """And may be asked anew."""
    safeguard = registration.safeguard(case.body["person_id"])
    request = {"safeguard_id": safeguard, "reasons": REASONS}
    asked = case.officer.post(f"{case.path}/lifts", request).get_json()
    case.officer.as_("protection_officer").post(
        f"lifts/{asked['lift_id']}/decision", {"decision": "rejected", "reasons": REASONS}
    )
    case.step("submit", 409)
    assert case.officer.post(f"{case.path}/lifts", request).status_code == 201


def test_a_lift_covers_one_safeguard_only(case: Case, registration: Registration):
    """A new claim blocks again."""
    safeguard = registration.safeguard(case.body["person_id"])
    asked = case.officer.post(
        f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": REASONS}
    ).get_json()
    case.officer.as_("protection_officer").post(
        f"lifts/{asked['lift_id']}/decision", {"decision": "approved", "reasons": REASONS}
    )
    registration.safeguard(case.body["person_id"])
    case.step("submit", 409)


def test_the_monitor_sees_both_persons_and_their_reasons(case: Case, registration: Registration):
    """Independent monitoring of every override."""
    safeguard = registration.safeguard(case.body["person_id"])
    asked = case.officer.post(
        f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": REASONS}
    ).get_json()
    case.officer.as_("protection_officer").post(
        f"lifts/{asked['lift_id']}/decision",
        {"decision": "approved", "reasons": "Seen the ruling myself today."},
    )
    (seen,) = case.officer.as_("monitor").get(case.path).get_json()["lifts"]
    assert (seen["requested_by"], seen["decided_by"]) == ("readmission_officer-1", "protection_officer-1")
    assert (seen["request_reasons"], seen["decision_reasons"]) == (REASONS, "Seen the ruling myself today.")


@pytest.mark.parametrize("reasons", ["", "too short"])
def test_reasons_are_required_in_words(case: Case, registration: Registration, reasons: str):
    """A dot is not a reason."""
    safeguard = registration.safeguard(case.body["person_id"])
    answer = case.officer.post(f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": reasons})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "#/reasons"


def test_a_safeguard_that_nobody_knows_blocks_every_step(case: Case, registration: Registration):
    """A name that nobody can explain never lets a step pass."""
    registration.safeguard(case.body["person_id"], "of_another_time")
    assert "of_another_time" in case.step("submit", 409)["detail"]
    assert case.step("withdraw", reason="Not understood.")["state"] == "withdrawn"


def swiss_law(safeguards: list[NationalSafeguard], law: Sequence[SafeguardLaw] = ()) -> ModuleType:
    """A plugin for Switzerland that adds safeguards and cites its law, made up for this test."""
    names = [DatedName(language="en", name="Switzerland")]
    profile = CountryProfile(
        alpha2="CH",
        names=names,
        languages=["de"],
        scripts=["Latn"],
        calendar=default_profile("CH").calendar,
        safeguard_law=law,
    )
    module = ModuleType("swiss_law")
    module.country_profile = hookimpl(lambda: profile)
    module.safeguards = hookimpl(lambda: safeguards)
    return module


def test_a_national_safeguard_blocks_what_its_country_says(
    runtime: Runtime, case: Case, registration: Registration
):
    """In its own words, under its own article, and only the steps that it names."""
    national = NationalSafeguard(
        code="nursing_mother",
        labels={"en": "a nursing mother may not travel"},
        blocks=frozenset({Action.TRANSFER}),
        citation="Invented Act, art. 1",
        source="invented",
        verified=Level.FULL_TEXT,
        valid_from=date(2020, 1, 1),
    )
    runtime.plugins = host_of(agreements=agreements, swiss_law=swiss_law([national]))
    registration.safeguard(case.body["person_id"], "nursing_mother")
    day = today().isoformat()
    case.step("submit")
    case.step("accept", on=day)
    case.plan()
    problem = case.at_border(409)
    assert "a nursing mother may not travel" in problem["detail"]
    assert problem["safeguards"][0]["basis"] == "Invented Act, art. 1 (invented)"


def test_a_suspensive_appeal_stands_under_the_law_of_the_state_that_sends_and_no_other(
    runtime: Runtime, case: Case
):
    """What the officer entered comes first; without a verified rule that is said, and no other law named."""
    body = {"kind": "appeal", "on": today().isoformat(), "suspensive": True, "basis": "Invented Act, art. 70"}
    version = f'"{case.body["version"]}"'
    assert case.officer.post(f"{case.path}/decisions", body, If_Match=version).status_code == 201
    (shown,) = case.read()["safeguards"]
    unknown = "a safeguard of every node; what the law of Switzerland says of it is not verified"
    assert shown["basis"] == f"Invented Act, art. 70; {unknown}"
    assert case.step("submit", 409)["safeguards"][0]["basis"] == unknown
    place = SafeguardLaw(
        safeguard=Safeguard.SUSPENSIVE_APPEAL,
        citation="Invented Procedure Act, art. 55",
        source="invented",
        verified=Level.EXCERPT,
        valid_from=date(2020, 1, 1),
    )
    runtime.plugins = host_of(agreements=agreements, swiss_law=swiss_law([], [place]))
    (shown,) = case.read()["safeguards"]
    known = "Invented Procedure Act, art. 55 (invented, read in an excerpt of the text)"
    assert shown["basis"] == f"Invented Act, art. 70; {known}"

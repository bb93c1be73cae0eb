"""Protection screenings: only by officers with the certificate that is asked for, and sealed."""

from datetime import timedelta
from typing import Any

import pytest

from limen.clock import today
from limen.messaging.envelope import Event, new_event
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.registration.handlers import HANDLERS
from tests.services.registration.conftest import (
    ELSEWHERE,
    ERIKSSON,
    MONITOR,
    PROTECTION,
    READMISSION,
    Officer,
)
from tests.services.registration.failing import AskingPlugin, FailingPlugin

FOUND = {
    "outcome": "referred",
    "needs": ["TR", "asylum_intention"],
    "referred_to": "Clinic of the reception centre",
    "notes": "Scars on both wrists.",
}
YESTERDAY = (today() - timedelta(days=1)).isoformat()
TOMORROW = (today() + timedelta(days=1)).isoformat()


def certificate(verb: str, version: int = 1, **data: Any) -> Event:
    told = {
        "certificate_id": "certificate-1",
        "number": "KZ-2026-0001",
        "officer": "officer-1",
        "curriculum": "HBM",
        **data,
    }
    event_type = f"limen.training.certificate.{verb}.v1"
    return new_event("/nodes/test/training", event_type, told["certificate_id"], version, told)


def issued(runtime: Runtime, **data: Any) -> None:
    """Let training tell that the officer holds a certificate since a month, for a year."""
    dates = {
        "issued_on": (today() - timedelta(days=30)).isoformat(),
        "expires_on": (today() + timedelta(days=335)).isoformat(),
    }
    handle(runtime, certificate("issued", **{**dates, **data}))


def handle(runtime: Runtime, event: Event) -> None:
    with unit_of_work(runtime, system_actor("registration")) as work:
        HANDLERS[event.type](work, event)


@pytest.fixture
def plugins() -> PluginHost:
    """A house rule asks for the certificate."""
    return PluginHost([PluginCode("asking", AskingPlugin())])


@pytest.fixture
def screenings(officer: Officer) -> str:
    """Where the screenings of an encounter are."""
    encounter = officer.meets(mrz=ERIKSSON)["encounter"]["id"]
    return f"encounters/{encounter}/protection-screenings"


def test_an_officer_with_the_certificate_records_a_screening(officer: Officer, screenings: str) -> None:
    issued(officer.runtime)

    answer = officer.post(screenings, FOUND)

    assert answer.status_code == 201
    assert answer.get_json()["certificates"] == ["KZ-2026-0001"]
    assert "notes" not in answer.get_json()


def test_without_the_certificate_the_curriculum_and_the_article_are_named(
    officer: Officer, screenings: str
) -> None:
    answer = officer.post(screenings, FOUND)

    assert answer.status_code == 403
    problem = answer.get_json()
    assert problem["type"] == "urn:limen:problem:certificate-required"
    (missing,) = problem["missing"]
    asked = {"curriculum": "HBM", "citation": "Screening Regulations, art. 4", "source": "test"}
    assert {name: missing[name] for name in asked} == asked
    assert (missing["state"], missing["day"]) == ("never_held", None)
    assert "HBM (Screening Regulations, art. 4): never held" in problem["detail"]


@pytest.mark.parametrize(
    ("data", "state", "day"),
    [
        ({"officer": "officer-2"}, "never_held", None),
        ({"curriculum": "readmission"}, "never_held", None),
        ({"expires_on": YESTERDAY}, "expired", YESTERDAY),
        ({"issued_on": TOMORROW}, "not_yet_valid", TOMORROW),
    ],
    ids=["of another officer", "in something else", "expired yesterday", "not valid before tomorrow"],
)
def test_a_certificate_that_does_not_fit_today_does_not_count_and_it_is_said_since_when(
    officer: Officer, screenings: str, data: dict[str, str], state: str, day: str | None
) -> None:
    issued(officer.runtime, **data)

    assert officer.post(screenings, FOUND).status_code == 403
    asked = officer.get("screening-certificates").get_json()
    (standing,) = asked["certificates"]
    assert (asked["allowed"], standing["state"], standing["day"]) == (False, state, day)


def test_the_best_of_several_certificates_counts(officer: Officer) -> None:
    issued(officer.runtime, certificate_id="older", number="KZ-1", expires_on=YESTERDAY)
    issued(officer.runtime)

    asked = officer.get("screening-certificates").get_json()
    assert asked["allowed"]
    assert [(item["number"], item["state"]) for item in asked["certificates"]] == [("KZ-2026-0001", "valid")]


def test_a_certificate_counts_on_its_first_and_on_its_last_day(officer: Officer, screenings: str) -> None:
    issued(officer.runtime, issued_on=today().isoformat(), expires_on=today().isoformat())

    assert officer.post(screenings, FOUND).status_code == 201


def test_a_revoked_certificate_no_longer_counts(officer: Officer, screenings: str) -> None:
    issued(officer.runtime)
    handle(officer.runtime, certificate("revoked", version=2, revoked_on=today().isoformat()))

    assert officer.post(screenings, FOUND).status_code == 403


def test_a_plugin_that_fails_lets_no_screening_pass_and_is_named(officer: Officer, screenings: str) -> None:
    issued(officer.runtime)
    officer.runtime.plugins = PluginHost([PluginCode("failing", FailingPlugin())])

    answer = officer.post(screenings, FOUND)

    assert answer.status_code == 503
    assert answer.get_json()["plugin"] == "failing"
    assert officer.as_(PROTECTION).get(screenings).get_json()["items"] == []


def test_where_no_rule_asks_for_a_certificate_none_is_needed(officer: Officer, screenings: str) -> None:
    officer.runtime.plugins = PluginHost()

    assert officer.post(screenings, FOUND).get_json()["certificates"] == []


def test_what_was_found_is_read_only_by_those_who_protect_and_the_monitor(
    officer: Officer, screenings: str
) -> None:
    issued(officer.runtime)
    officer.post(screenings, FOUND)

    for reader in (PROTECTION, MONITOR):
        (item,) = officer.as_(reader).get(screenings).get_json()["items"]
        assert {name: item[name] for name in FOUND} == FOUND
    for other in (officer, officer.as_(READMISSION)):
        assert other.get(screenings).status_code == 403


def test_an_officer_screens_only_at_their_own_posts(officer: Officer, screenings: str) -> None:
    issued(officer.runtime, officer="officer-3")

    assert officer.as_(ELSEWHERE).post(screenings, FOUND).status_code == 403


def test_an_unknown_need_is_refused(officer: Officer, screenings: str) -> None:
    answer = officer.post(screenings, {**FOUND, "needs": ["XX"]})

    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["#/needs/0"]


@pytest.mark.parametrize(
    ("need", "safeguard"),
    [
        ("asylum_intention", "asylum_claim"),
        ("trafficking_indication", "trafficking_indication"),
        ("SC", "unaccompanied_child"),
    ],
)
def test_what_a_screening_finds_protects_the_person_at_once_and_only_once(
    officer: Officer, screenings: str, need: str, safeguard: str
) -> None:
    issued(officer.runtime)

    first = officer.post(screenings, {**FOUND, "needs": [need]}).get_json()
    again = officer.post(screenings, {**FOUND, "needs": [need]}).get_json()

    assert [item["safeguard"] for item in first["safeguards"]] == [safeguard]
    assert again["safeguards"] == []
    kept = officer.as_(PROTECTION).get(f"persons/{first['person_id']}/safeguards").get_json()
    (raised,) = kept["safeguards"]
    assert (raised["safeguard"], raised["state"]) == (safeguard, "raised")
    read = officer.as_(PROTECTION).get(f"safeguards/{raised['id']}").get_json()
    assert read["statement"] == FOUND["notes"]


def test_a_need_that_calls_for_care_blocks_nothing(officer: Officer, screenings: str) -> None:
    issued(officer.runtime)

    recorded = officer.post(screenings, {**FOUND, "needs": ["TR", "PG"]}).get_json()

    assert recorded["safeguards"] == []
    assert officer.get(f"persons/{recorded['person_id']}/safeguards").get_json() == {"present": False}


@pytest.mark.parametrize(
    ("found", "pointer"),
    [
        ({"outcome": "no_indication", "needs": ["TR"]}, "#/needs"),
        ({"outcome": "referral_declined", "referred_to": "Clinic"}, "#/referred_to"),
    ],
    ids=["needs without an indication", "a referral that was declined"],
)
def test_what_contradicts_the_outcome_is_refused(
    officer: Officer, screenings: str, found: dict[str, Any], pointer: str
) -> None:
    answer = officer.post(screenings, found)

    assert (answer.status_code, [item["pointer"] for item in answer.get_json()["errors"]]) == (422, [pointer])

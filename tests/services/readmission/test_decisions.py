"""Decisions and obstacles move or stop the clocks as the text says, and never silently."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from limen.runtime import Runtime
from services.readmission import timer
from services.readmission.decisions.hindrance import together
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case

APPEAL = {"kind": "appeal", "on": "2026-03-10", "suspensive": True, "basis": "Foreign Nationals Act, art. 70"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """It is 20 March 2026."""
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def send(case: Case, path: str, body: dict[str, Any], expected: int = 201) -> dict[str, Any]:
    """Send something about a case with the version that was read last."""
    answer = case.officer.post(path, body, If_Match=f'"{case.read()["version"]}"')
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def decide(case: Case, **new: Any) -> dict[str, Any]:
    """Record a decision of a case; return the list."""
    return send(case, f"{case.path}/decisions", new)


def hinder(case: Case, **new: Any) -> dict[str, Any]:
    """Record an obstacle to the transfer; return it."""
    body = {"kind": "practical", "limit": "transfer", "basis": "Report of the hospital", **new}
    return send(case, f"{case.path}/obstacles", body)["items"][-1]


def accepted(case: Case) -> Case:
    """Bring a case to its acceptance on 10 March 2026: the transfer is due on 10 September."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    case.step("accept", on="2026-03-10")
    assert case.deadline("transfer")["due"] == "2026-09-10"
    return case


def told(case: Case, kind: str, **wanted: Any) -> list[dict[str, Any]]:
    """The entries of a kind in the timeline whose facts hold what is wanted."""
    items = case.officer.get(f"{case.path}/timeline").get_json()["items"]
    return [
        item for item in items if item["kind"] == kind and wanted.items() <= {**item["facts"], **item}.items()
    ]


def test_a_return_decision_is_kept_with_its_authority_day_and_basis(case: Case):
    """And stands in the timeline under its article."""
    found = decide(
        case,
        kind="return_decision",
        on="2026-03-01",
        basis="Foreign Nationals Act, art. 64(1)(a)",
        authority="Cantonal office",
    )
    assert found["items"][0]["title"] == "a return decision"
    (entry,) = told(case, "decision", what="return_decision")
    assert entry["basis"] == "Foreign Nationals Act, art. 64(1)(a)"
    assert entry["by"] == "readmission_officer-1"
    assert entry["facts"] == {"on": "2026-03-01"}


@pytest.mark.parametrize(
    ("kind", "field"),
    [("return_decision", "authority"), ("entry_ban", "until"), ("appeal", "suspensive")],
)
def test_a_decision_names_what_its_kind_needs(case: Case, kind: str, field: str):
    """A ban without its last day, an appeal of unknown effect: nothing is assumed."""
    new = {"kind": kind, "on": "2026-03-01", "basis": "An article"}
    errors = send(case, f"{case.path}/decisions", new, 422)["errors"]
    assert [item["pointer"] for item in errors] == [f"#/{field}"]


def test_nobody_is_handed_over_while_they_may_still_leave_by_themselves(case: Case):
    """A transfer may be planned for the day after, and the error names period and article."""
    accepted(case)
    decide(
        case,
        kind="voluntary_departure",
        on="2026-03-10",
        until="2026-04-09",
        basis="Foreign Nationals Act, art. 64d(1)",
    )
    (missing,) = case.plan(409, on="2026-04-09")["missing"]
    assert missing["field"] == "on"
    assert "2026-04-09" in missing["detail"]
    assert "art. 64d(1)" in missing["detail"]
    assert case.plan(on="2026-04-10")["state"] == "transfer_planned"
    assert case.at_border(409)["missing"][0]["field"] == "on"


def test_a_new_period_for_departure_replaces_the_old_one_in_the_timeline(case: Case):
    """Both stay on record."""
    for until in ("2026-04-09", "2026-05-09"):
        found = decide(
            case, kind="voluntary_departure", on="2026-03-10", until=until, basis="The Act, art. 64d"
        )
    assert [item["outcome"] for item in found["items"]] == ["replaced", None]
    assert told(case, "decision", what="voluntary_departure_replaced")


def test_a_suspensive_appeal_blocks_at_once_until_it_is_dismissed(case: Case):
    """The safeguard is raised and ended by the record of the appeal itself."""
    found = decide(case, **APPEAL)
    problem = case.step("submit", 409)
    assert problem["type"] == "urn:limen:problem:safeguard-present"
    assert "an appeal with suspensive effect is pending" in problem["detail"]
    end = {"outcome": "dismissed", "on": "2026-03-19", "basis": "Judgment of 19 March 2026"}
    send(case, f"decisions/{found['items'][0]['decision_id']}/end", end, 200)
    assert case.step("submit")["state"] == "submitted"
    assert [item["what"] for item in told(case, "safeguard")] == ["raised", "ended"]


def test_an_appeal_that_was_allowed_goes_on_protecting(case: Case):
    """The decision against which it went has fallen."""
    found = decide(case, **APPEAL)
    end = {"outcome": "allowed", "on": "2026-03-19", "basis": "Judgment of 19 March 2026"}
    send(case, f"decisions/{found['items'][0]['decision_id']}/end", end, 200)
    assert case.step("submit", 409)["type"] == "urn:limen:problem:safeguard-present"


def test_an_appeal_without_suspensive_effect_blocks_nothing(case: Case):
    """It is on record, and the case goes on."""
    decide(case, **{**APPEAL, "suspensive": False})
    assert case.step("submit")["state"] == "submitted"


def test_an_outcome_of_another_kind_is_refused(case: Case):
    """A return decision is not dismissed."""
    found = decide(case, **APPEAL)
    end = {"outcome": "complied", "on": "2026-03-19", "basis": "A judgment"}
    problem = send(case, f"decisions/{found['items'][0]['decision_id']}/end", end, 422)
    assert problem["errors"][0]["pointer"] == "#/outcome"


def test_a_claimed_obstacle_stops_the_transfer_limit_and_its_end_moves_it(runtime: Runtime, case: Case):
    """CH-BA art. 10(5): extended, at the request, by the time needed: eleven days more."""
    accepted(case)
    found = hinder(case, began="2026-03-10", claimed="2026-03-12")
    assert found["effect"] == "extends"
    assert found["article"] == "Art. 10(5), CH-BA"
    assert "transfer" not in {item["limit"] for item in case.read()["deadlines"] if not item["ended"]}
    (stopped,) = told(case, "limit", what="stopped", limit="transfer")
    assert stopped["facts"]["old"] == "2026-09-10"
    assert "new" not in stopped["facts"]
    send(case, f"obstacles/{found['obstacle_id']}/changes", {"ended": "2026-03-20"}, 200)
    assert case.deadline("transfer")["due"] == "2026-09-21"
    (moved,) = told(case, "limit", what="moved", limit="transfer")
    assert (moved["facts"]["old"], moved["facts"]["new"]) == ("2026-09-10", "2026-09-21")
    assert moved["basis"] == "Art. 10(5), CH-BA"
    assert case.body["milestones"]["obstacle_ceased"] == "2026-03-20"


def test_a_stopped_limit_does_not_pass(runtime: Runtime, case: Case, clock: Any):
    """However long the obstacle lasts."""
    hinder(accepted(case), began="2026-03-10", claimed="2026-03-12")
    clock.move_to(datetime(2027, 3, 1, tzinfo=UTC))
    timer.watch(runtime)
    assert not told(case, "limit", what="passed", limit="transfer")


def test_an_obstacle_that_nobody_claimed_moves_nothing_and_says_so(case: Case):
    """The text extends at the requesting state's request only; the request may follow."""
    accepted(case)
    found = hinder(case, began="2026-03-10")
    assert found["effect"] == "not_claimed"
    assert case.deadline("transfer")["due"] == "2026-09-10"
    assert told(case, "obstacle", effect="not_claimed", article="Art. 10(5), CH-BA")
    send(case, f"obstacles/{found['obstacle_id']}/changes", {"claimed": "2026-03-20"}, 200)
    assert told(case, "limit", what="stopped", limit="transfer")


def test_a_request_after_the_last_day_comes_too_late(case: Case, clock: Any):
    """What has passed is not extended."""
    accepted(case)
    clock.move_to(datetime(2026, 9, 15, tzinfo=UTC))
    assert hinder(case, began="2026-09-01", claimed="2026-09-14")["effect"] == "too_late"
    assert case.deadline("transfer")["due"] == "2026-09-10"


def test_an_obstacle_to_a_limit_that_no_obstacle_moves_changes_no_date(case: Case):
    """CH-BA art. 10(3) extends the reply to a total, not for as long as an obstacle lasts."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    assert hinder(case, limit="reply", began="2026-03-10", claimed="2026-03-10")["effect"] == "none"
    assert case.deadline("reply")["due"] == "2026-03-26"


def test_an_obstacle_stops_the_time_to_submit_until_it_ceases(officer: Officer, registration: Registration):
    """CH-BA art. 10(1): until the obstacle is gone, and never earlier than the year itself."""
    person = registration.person(nationalities=[{"country": "AF", "proof": "declared"}])
    case = open_case(officer, person, category="third_country_national")
    send(case, f"{case.path}/milestones", {"kind": "knowledge", "on": "2025-03-25"}, 200)
    assert case.deadline("submit")["due"] == "2026-03-25"
    found = hinder(case, limit="submit", kind="legal", began="2026-03-01", claimed="2026-03-02")
    send(case, f"obstacles/{found['obstacle_id']}/changes", {"ended": "2026-03-20"}, 200)
    assert case.deadline("submit")["due"] == "2026-03-25"


def test_a_suspensive_appeal_is_an_obstacle_that_waits_to_be_claimed(case: Case):
    """The officer sees that the text would move the transfer, and that somebody must ask for it."""
    accepted(case)
    found = decide(case, **APPEAL)
    (obstacle,) = case.officer.get(f"{case.path}/obstacles").get_json()["items"]
    assert (obstacle["kind"], obstacle["limit"], obstacle["effect"]) == ("legal", "transfer", "not_claimed")
    send(case, f"obstacles/{obstacle['obstacle_id']}/changes", {"claimed": "2026-03-12"}, 200)
    end = {"outcome": "withdrawn", "on": "2026-03-19", "basis": "Withdrawn in writing"}
    send(case, f"decisions/{found['items'][0]['decision_id']}/end", end, 200)
    assert case.deadline("transfer")["due"] == "2026-09-20"


def test_a_corrected_receipt_keeps_the_extension_and_tells_both_dates(case: Case):
    """CH-BA art. 10(3): 30 days in all, from the corrected day."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    case.step("extend_reply", reason="Registers on paper.")
    send(case, f"{case.path}/milestones", {"kind": "receipt", "on": "2026-03-09"}, 200)
    assert case.deadline("reply")["due"] == "2026-04-08"
    moves = told(case, "limit", what="moved", limit="reply")
    assert [(item["facts"]["old"], item["facts"]["new"]) for item in moves] == [
        ("2026-03-26", "2026-04-05"),
        ("2026-04-05", "2026-04-08"),
    ]
    assert [item["basis"] for item in moves] == ["Art. 10(3), CH-BA"] * 2
    (corrected,) = told(case, "milestone", what="receipt", moment="2026-03-09")
    assert corrected["facts"]["old"] == "2026-03-06"


def test_a_limit_without_extension_is_not_extended(case: Case):
    """The answer names the article."""
    accepted(case)
    body = {"limit": "transfer", "reason": "More time is wanted."}
    problem = send(case, f"{case.path}/extensions", body, 409)
    assert "Art. 10(5)" in problem["detail"]
    assert "obstacle" in problem["detail"]


def test_an_extension_by_notice_needs_its_day(officer: Officer, registration: Registration):
    """CH-AZ art. 8(2): 25 calendar days more, from the notice."""
    person = registration.person(nationalities=[{"country": "CH", "proof": "document_verified"}])
    case = open_case(officer, person, requesting_state="AZ", requested_state="CH")
    case.step("receive", on="2026-03-06")
    case.step("acknowledge", on="2026-03-06")
    before = case.deadline("reply")["due"]
    errors = send(case, f"{case.path}/extensions", {"limit": "reply"}, 422)["errors"]
    assert errors[0]["pointer"] == "#/on"
    send(case, f"{case.path}/extensions", {"limit": "reply", "on": "2026-03-19"}, 200)
    assert case.deadline("reply")["due"] > before
    assert told(case, "extension", what="notice", limit="reply", on="2026-03-19")


def test_obstacles_that_overlap_count_each_day_once():
    """Ten days and ten days, four of them the same: sixteen."""
    day = datetime(2026, 3, 1, tzinfo=UTC).date
    spans = [(day().replace(day=1), day().replace(day=10)), (day().replace(day=7), day().replace(day=16))]
    both = together(spans)
    assert both is not None
    assert (both.ended - both.began).days + 1 == 16
    assert together([]) is None


def test_the_timeline_says_who_what_when_and_on_which_basis(runtime: Runtime, case: Case, clock: Any):
    """From the opening to the silence of the other side."""
    case.step("submit")
    case.step("confirm_receipt", on="2026-03-06")
    clock.move_to(datetime(2026, 3, 28, tzinfo=UTC))
    timer.watch(runtime)
    items = case.officer.get(f"{case.path}/timeline").get_json()["items"]
    assert [(item["kind"], item["what"]) for item in items if item["kind"] == "step"] == [
        ("step", "open"),
        ("step", "submit"),
        ("step", "confirm_receipt"),
        ("step", "accept_tacitly"),
    ]
    limits = [(item["what"], item["facts"]["limit"]) for item in items if item["kind"] == "limit"]
    assert limits == [("started", "reply"), ("passed", "reply"), ("met", "reply"), ("started", "transfer")]
    assert all(item["at"] and item["by"] for item in items)
    basis = {item["what"]: item["basis"] for item in items}
    assert basis["receipt"] == "Art. 10(2), CH-BA"
    assert basis["accept_tacitly"] == "Art. 10(2), CH-BA"
    assert basis["passed"] == "Art. 10(2), CH-BA"
    assert {item["by"] for item in items if item["what"] in ("passed", "accept_tacitly")} == {"system:timer"}
    moments = [item["at"] for item in items]
    assert moments == sorted(moments)

"""The lists of cases by due date, their counts, and the filters that officers keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import now
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.readmission.models import case as case_table
from services.readmission.worklists import queries
from services.readmission.worklists.queries import end_of_day
from tests.services.kit import Officer
from tests.services.readmission.conftest import Registration, open_case


def due(runtime: Runtime, case_id: str, moment: Any, state: str = "submitted") -> None:
    """Let a case's next limit end at a moment, as the engine would have it."""
    changed = case_table.update().where(case_table.c.case_id == case_id)
    with unit_of_work(runtime, system_actor("test")) as work:
        values = {"next_limit": "reply", "next_due": f"{moment:%Y-%m-%d}", "due_key": moment}
        work.execute(changed.values(state=state, **values))


@pytest.fixture
def cases(runtime: Runtime, officer: Officer, registration: Registration) -> dict[str, str]:
    """One case for each list, by name."""
    person_id = registration.person()
    made = {}
    moments = {
        "late": now() - timedelta(days=3),
        "today": end_of_day(runtime),
        "this week": end_of_day(runtime, 6),
        "next week": end_of_day(runtime, 7),
        "accepted": now() + timedelta(days=60),
        "over": now() - timedelta(days=1),
    }
    for name, moment in moments.items():
        made[name] = open_case(officer, person_id).body["case_id"]
        state = {"accepted": "accepted", "over": "closed"}.get(name, "submitted")
        due(runtime, made[name], moment, state)
    made["draft"] = open_case(officer, person_id).body["case_id"]
    return made


def listed(officer: Officer, cases: dict[str, str], query: str) -> list[str]:
    """Return the names of the cases on a list, in its order."""
    answer = officer.get(f"cases?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    names = {case_id: name for name, case_id in cases.items()}
    return [names[item["case_id"]] for item in answer.get_json()["items"]]


def test_each_list_holds_its_cases_the_nearest_date_first(officer: Officer, cases: dict[str, str]) -> None:
    in_order = ["late", "today", "this week", "next week", "accepted", "draft"]
    assert listed(officer, cases, "") == in_order
    assert listed(officer, cases, "tab=overdue") == ["late"]
    assert listed(officer, cases, "tab=today") == ["today"]
    assert listed(officer, cases, "tab=week") == ["today", "this week"]
    assert listed(officer, cases, "tab=waiting") == ["late", "today", "this week", "next week"]
    assert listed(officer, cases, "state=closed") == ["over"]


def test_a_requested_state_waits_for_what_the_other_side_must_do(
    runtime: Runtime, officer: Officer, registration: Registration
) -> None:
    asked = {"requesting_state": "BA", "requested_state": "CH"}
    body = open_case(officer, registration.person(), **asked).body
    due(runtime, body["case_id"], end_of_day(runtime), "submitted")
    assert officer.get("cases?tab=waiting").get_json()["items"] == []
    due(runtime, body["case_id"], end_of_day(runtime), "accepted")
    assert [item["number"] for item in officer.get("cases?tab=waiting").get_json()["items"]] == [
        body["number"]
    ]


def test_a_list_made_of_two_parts_is_paged_without_gap_or_repetition(
    runtime: Runtime, officer: Officer, registration: Registration
) -> None:
    person_id, expected = registration.person(), []
    for number in range(7):
        ours = number % 2 == 0
        asked = {} if ours else {"requesting_state": "BA", "requested_state": "CH"}
        case_id = open_case(officer, person_id, **asked).body["case_id"]
        due(runtime, case_id, now() + timedelta(days=number), "submitted" if ours else "accepted")
        expected.append(case_id)
    found, after = [], ""
    while True:
        page = officer.get(f"cases?tab=waiting&limit=3{after}").get_json()
        found += [item["case_id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == expected


def test_the_counts_are_those_of_the_lists(officer: Officer, cases: dict[str, str]) -> None:
    counts = officer.get("work-lists").get_json()
    shown = {name: counts[name] for name in queries.TABS}
    assert shown == {"open": 6, "overdue": 1, "today": 1, "week": 2, "waiting": 4}
    assert (counts["escalations"], counts["offers"]) == (0, 0)
    assert officer.get("work-lists?counterpart=AL").get_json()["open"] == 0


def test_a_count_stops_where_it_no_longer_tells_anything(
    monkeypatch: pytest.MonkeyPatch, officer: Officer, cases: dict[str, str]
) -> None:
    monkeypatch.setattr(queries, "COUNTED_TO", 3)
    assert officer.get("work-lists").get_json()["open"] == 3


def test_a_shift_leader_sees_and_counts_the_cases_of_the_own_posts_alone(
    runtime: Runtime, officer: Officer, registration: Registration
) -> None:
    person_id = registration.person()
    mine = open_case(officer, person_id, office="POST-1").body["number"]
    other = open_case(officer, person_id, office="POST-3").body["number"]
    open_case(officer, person_id, office="POST-2")
    leader = officer.as_("shift_leader", 1, "POST-3", "POST-1")
    assert [item["number"] for item in leader.get("cases").get_json()["items"]] == [mine, other]
    assert leader.get("cases?office=POST-2").get_json()["items"] == []
    assert leader.get("work-lists").get_json()["open"] == 2
    assert officer.get("cases?office=POST-2").get_json()["items"][0]["office"] == "POST-2"


@pytest.mark.parametrize("tab", queries.TABS)
def test_a_list_reads_from_an_index_of_open_cases_and_sorts_nothing(
    runtime: Runtime, officer: Officer, cases: dict[str, str], tab: str
) -> None:
    if not runtime.database.is_sqlite:
        pytest.skip("PostgreSQL chooses by size; the benchmark shows its plan's cost")
    with unit_of_work(runtime, officer.actor, permission="readmission.case.read") as work:
        for part in queries.work_list(work, {"tab": tab}):
            ordered = part.order_by(case_table.c.due_key, case_table.c.case_id).limit(50)
            text = ordered.compile(runtime.database.engine, compile_kwargs={"literal_binds": True})
            plan = " ".join(row.detail for row in work.execute(sa.text(f"EXPLAIN QUERY PLAN {text}")))
            assert "USING INDEX case_" in plan, plan
            assert "case_by_state" not in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_the_cases_with_one_state_are_found_by_an_index_of_each_side(
    runtime: Runtime, officer: Officer, cases: dict[str, str]
) -> None:
    if not runtime.database.is_sqlite:
        pytest.skip("PostgreSQL chooses by size; the benchmark shows its plan's cost")
    with unit_of_work(runtime, officer.actor, permission="readmission.case.read") as work:
        sides = queries.work_list(work, {"counterpart": "BA"})
        for side, part in zip(("requested", "requesting"), sides, strict=True):
            ordered = part.order_by(case_table.c.due_key, case_table.c.case_id).limit(50)
            text = ordered.compile(runtime.database.engine, compile_kwargs={"literal_binds": True})
            plan = " ".join(row.detail for row in work.execute(sa.text(f"EXPLAIN QUERY PLAN {text}")))
            assert f"case_open_by_{side}" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_an_officer_keeps_filters_that_nobody_else_sees(officer: Officer) -> None:
    new = {"name": "Late, Bosnia", "criteria": {"tab": "overdue", "counterpart": "BA"}}
    made = officer.post("filters", new)
    assert made.status_code == 201, made.get_data(as_text=True)
    assert officer.get("filters").get_json()["items"] == [made.get_json()]
    stranger = officer.as_("readmission_officer", 2)
    assert stranger.get("filters").get_json()["items"] == []
    assert stranger("DELETE", f"filters/{made.get_json()['filter_id']}").status_code == 204
    assert len(officer.get("filters").get_json()["items"]) == 1
    assert officer.post("filters", new).status_code == 409
    assert officer("DELETE", f"filters/{made.get_json()['filter_id']}").status_code == 204
    assert officer.get("filters").get_json()["items"] == []


def test_a_filter_cannot_hold_a_person(officer: Officer) -> None:
    criteria = {"person_id": "01900000-0000-7000-8000-000000000000"}
    refused = officer.post("filters", {"name": "One person", "criteria": criteria})
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["pointer"] == "#/criteria/person_id"
    empty = officer.post("filters", {"name": "Nothing", "criteria": {}})
    assert empty.get_json()["errors"] == [
        {"pointer": "#/criteria", "detail": "must narrow the list by something"}
    ]

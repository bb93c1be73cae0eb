"""A case is brought before a superior when a limit is overdue, when nobody acts, or by hand."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from limen.clock import from_rfc3339, now
from limen.runtime import Runtime
from limen.storage.tables import outbox
from services.readmission import timer
from services.readmission.worklists import escalating
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case

LEADERS = "role:shift_leader"
LATE = ("overdue", "transfer")


@pytest.fixture
def sent(case: Case) -> Case:
    """A case whose reply runs."""
    case.step("submit")
    case.step("confirm_receipt", on=now().date().isoformat())
    return case


def watch_at(runtime: Runtime, moment: datetime) -> None:
    """Let both timers run once at a moment."""
    with time_machine.travel(moment, tick=False):
        timer.watch(runtime)
        escalating.watch(runtime)


def escalations(officer: Officer, state: str = "open") -> list[dict[str, Any]]:
    answer = officer.get(f"escalations?state={state}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["items"]


def test_what_was_brought_up_of_a_limit_is_no_longer_open_when_the_case_ends(
    runtime: Runtime, officer: Officer, sent: Case
) -> None:
    watch_at(runtime, ends(sent, "reply") - timedelta(hours=1) + timedelta(days=-1))
    watch_at(runtime, ends(sent, "reply") - timedelta(hours=1))
    assert [item["cause"] for item in escalations(officer)] == ["approaching"]
    sent.step("withdraw", reason="The person left.")
    assert escalations(officer) == []
    assert [item["seen_by"] for item in escalations(officer, "seen")] == [None]


@pytest.mark.parametrize(
    ("cause", "index"), [("overdue", "deadline_overdue"), ("approaching", "deadline_idle")]
)
def test_the_watch_looks_only_at_limits_that_may_have_to_be_brought_up(
    runtime: Runtime, cause: str, index: str
) -> None:
    """It walks an index in its order: what a round costs does not grow with the limits that run."""
    (query,) = [query for known, query in escalating.queries(now()) if known == cause]
    text = query.compile(runtime.database.engine, compile_kwargs={"literal_binds": True})
    with runtime.database.read() as connection:
        if runtime.database.is_sqlite:
            plan = " ".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))
        else:
            # a table without rows is read whole, so that PostgreSQL must be asked what else it could do
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
            plan = " ".join(connection.exec_driver_sql(f"EXPLAIN {text}".replace("%", "%%")).scalars())
    assert f" {index} " in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def events(runtime: Runtime) -> list[dict[str, Any]]:
    query = sa.select(outbox.c.envelope).where(outbox.c.type == "limen.readmission.case.escalated.v1")
    with runtime.database.read() as connection:
        return [json.loads(text)["data"] for text in connection.execute(query).scalars()]


def test_a_limit_that_approaches_while_nobody_acts_is_brought_up_once(
    runtime: Runtime, officer: Officer, sent: Case
) -> None:
    approaches = ends(sent, "reply") - timedelta(days=runtime.settings.approaching_days)
    watch_at(runtime, approaches + timedelta(minutes=1))
    assert escalations(officer) == []  # there still is patience
    for hours in (25, 26):
        watch_at(runtime, approaches + timedelta(hours=hours))
    (found,) = escalations(officer)
    assert (found["cause"], found["limit"], found["superior"]) == ("approaching", "reply", LEADERS)
    assert (found["number"], found["office"], found["due"]) == (
        sent.body["number"],
        "BERN",
        sent.deadline("reply")["due"],
    )
    assert [item["cause"] for item in events(runtime)] == ["approaching"]


def test_a_limit_on_which_somebody_acted_is_left_alone(
    runtime: Runtime, officer: Officer, sent: Case
) -> None:
    approaches = ends(sent, "reply") - timedelta(days=runtime.settings.approaching_days)
    with time_machine.travel(approaches + timedelta(minutes=1), tick=False):
        timer.watch(runtime)
    with time_machine.travel(approaches + timedelta(hours=1), tick=False):
        sent.step("suspend", reason="The file is being looked at.")
    watch_at(runtime, approaches + timedelta(hours=30))
    assert escalations(officer) == []


def test_the_superior_whom_the_office_names_sees_an_overdue_case_wherever_they_serve(
    runtime: Runtime, officer: Officer, sent: Case
) -> None:
    new = {"code": "BERN", "name": "Bern", "superior": "shift_leader-7"}
    assert officer.as_("administrator").post("offices", new).status_code == 201
    sent.step("accept", on=now().date().isoformat())
    watch_at(runtime, ends(sent, "transfer") + timedelta(hours=1))
    superior = officer.as_("shift_leader", 7, "ELSEWHERE")
    found = [item for item in escalations(superior) if (item["cause"], item["limit"]) == LATE]
    assert len(found) == 1
    assert escalations(officer.as_("shift_leader", 8, "ELSEWHERE")) == []
    seen = superior.post(f"escalations/{found[0]['escalation_id']}/seen", None)
    assert seen.get_json()["seen_by"] == "shift_leader-7"
    assert found[0]["escalation_id"] in [item["escalation_id"] for item in escalations(officer, "seen")]
    assert superior.post(f"escalations/{found[0]['escalation_id']}/seen", None).status_code == 409


def test_an_officer_brings_a_case_up_with_a_reason_that_only_officers_read(
    runtime: Runtime, officer: Officer, case: Case
) -> None:
    answer = officer.post(f"{case.path}/escalations", {"reason": "The embassy asks for her mother."})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    (found,) = escalations(officer)
    assert (found["cause"], found["reason"]) == ("officer", "The embassy asks for her mother.")
    (event,) = events(runtime)
    assert "mother" not in json.dumps(event)
    with runtime.database.read() as connection:
        kept = connection.execute(sa.text("SELECT reason FROM escalation")).scalar_one()
    assert b"mother" not in bytes(kept)


def test_a_shift_leader_answers_for_the_own_posts_alone(officer: Officer, case: Case) -> None:
    made = officer.post(f"{case.path}/escalations", {"reason": "Please look at this one."}).get_json()
    other = officer.as_("shift_leader", 1, "ELSEWHERE")
    assert other.post(f"escalations/{made['escalation_id']}/seen", None).status_code == 403
    own = officer.as_("shift_leader", 1, "BERN")
    assert own.post(f"escalations/{made['escalation_id']}/seen", None).status_code == 200
    assert officer.get("work-lists").get_json()["escalations"] == 0


def ends(case: Case, limit: str) -> datetime:
    return from_rfc3339(case.deadline(limit)["ends_at"])

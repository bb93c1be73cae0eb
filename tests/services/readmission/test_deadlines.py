"""Time limits: computed and explained, fired exactly once, with the effect of the text and no other."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from alembic.migration import MigrationContext
from alembic.operations import Operations

from limen.clock import now, today
from limen.runtime import Runtime
from limen.storage.tables import outbox
from limen.work import system_actor, unit_of_work
from services.readmission import timer
from services.readmission.models import case as case_table
from services.readmission.models import deadline
from services.readmission.worklists import escalating
from tests.services.kit import Officer
from tests.services.readmission.conftest import PARTICULARS, Case, Registration, open_case


def fired(runtime: Runtime, kind: str) -> int:
    """How many events of a kind were written."""
    query = sa.select(sa.func.count()).where(outbox.c.type == f"limen.readmission.case.deadline-{kind}.v1")
    with runtime.database.read() as connection:
        return connection.scalar(query)


def serbian(registration: Registration) -> str:
    """Register a national of Serbia with the passport; return the id."""
    return registration.person(
        nationalities=[{"country": "RS", "proof": "document_verified"}],
        document={**PARTICULARS["document"], "issuing_state": "RS"},
    )


def received(case: Case, day: str = "2026-03-06") -> Case:
    """Submit a case and record its receipt."""
    case.step("submit")
    case.step("confirm_receipt", on=day)
    return case


def test_the_reply_limit_is_computed_and_explained(case: Case):
    """CH-BA art. 10(2): 20 calendar days from receipt; the text leaves the first day open."""
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        received(case)
        answer = case.officer.get(f"{case.path}/deadlines").get_json()
    (reply,) = answer["items"]
    assert reply["due"] == "2026-03-26"
    explanation = reply["explanation"]
    assert explanation["reference"] == "Art. 10(2)"
    assert explanation["arrangement"] == "CH-BA"
    assert explanation["assumptions"][0]["about"] == "first_day"
    assert explanation["assumptions"][0]["others"][0]["due"] == "2026-03-25"
    assert explanation["calendar_version"]
    assert any("Art. 10(2)" in sentence for sentence in explanation["in_words"])


def test_no_limit_runs_from_a_refusal(case: Case):
    """CH-BA art. 10(5) and art. 2(4) count from an approval; a refusal needs no document."""
    received(case)
    case.step("refuse", on=today().isoformat(), code="no_obligation", reason="Not ours.")
    answer = case.officer.get(f"{case.path}/deadlines").get_json()
    assert {item["limit"]: item["ended"] for item in answer["items"]} == {"reply": "met"}


def test_a_request_that_ends_ends_its_limits_and_nothing_of_them_fires(
    runtime: Runtime, case: Case, officer: Officer
):
    """They stay in the record as ended with the case; what is recorded later starts none."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        received(case)
        case.post("milestones", {"kind": "request", "on": "2026-03-06"})
        assert case.deadline("interview")["due"]
        case.step("refuse", on="2026-03-06", code="no_obligation", reason="Not ours.")
        case.post("milestones", {"kind": "document_issued", "on": "2026-03-06"})
    with time_machine.travel(datetime(2027, 3, 6, tzinfo=UTC), tick=False):
        timer.watch(runtime)
        escalating.watch(runtime)
        body = case.read()
        assert {item["limit"]: item["ended"] for item in body["deadlines"]} == {
            "reply": "met",
            "interview": "void",
        }
        assert body["next_due"] is None
        assert officer.get("cases?tab=overdue").get_json()["items"] == []
        told = [item["what"] for item in case.get("timeline")["items"] if item["kind"] == "limit"]
        assert told.count("void") == 1
    assert (fired(runtime, "approaching"), fired(runtime, "passed")) == (0, 0)


def test_a_hand_over_ends_what_was_to_happen_before_it_and_starts_what_follows(case: Case):
    """A document that was never issued is not overdue afterwards; costs still fall due; closing ends all."""
    received(case, today().isoformat())
    case.step("accept", on=today().isoformat())
    case.plan()
    body = case.at_border()
    ended = {item["limit"]: item["ended"] for item in body["deadlines"]}
    assert (ended["travel_document"], ended["readmission_in_error"]) == ("void", None)
    case.step("close")
    case.post("milestones", {"kind": "receipt", "on": today().isoformat()})
    assert all(item["ended"] for item in case.read()["deadlines"])


def test_a_limit_that_an_obstacle_stopped_ends_with_the_case(runtime: Runtime, case: Case):
    received(case, today().isoformat())
    with unit_of_work(runtime, system_actor("test")) as work:
        work.execute(deadline.update().values(ended="stopped"))
    case.step("withdraw", reason="The person left.")
    assert [item["ended"] for item in case.read()["deadlines"]] == ["void"]


def test_limits_of_requests_that_had_ended_before_are_ended_by_the_migration(runtime: Runtime, case: Case):
    """What a node of an earlier version left running: refused, and closed."""
    received(case, today().isoformat())
    with unit_of_work(runtime, system_actor("test")) as work:
        work.execute(case_table.update().values(state="refused"))
    upgrade = import_module("services.readmission.versions.0018_ended_limits").upgrade
    with (
        runtime.database.write() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        upgrade()
    assert [item["ended"] for item in case.read()["deadlines"]] == ["void"]
    assert (case.body["next_limit"], case.body["next_due"]) == (None, None)


def test_an_extension_to_a_total_is_counted_from_the_start(case: Case):
    """CH-BA art. 10(3): at most 30 days in all, not 30 more."""
    with time_machine.travel(datetime(2026, 3, 10, tzinfo=UTC), tick=False):
        received(case)
        case.step("extend_reply", reason="Registers on paper")
        assert case.deadline("reply")["due"] == "2026-04-05"
    ended = [item for item in case.body["deadlines"] if item["ended"]]
    assert [item["ended"] for item in ended] == ["recomputed"]


def test_approaching_and_passed_fire_exactly_once_however_often_the_timer_runs(runtime: Runtime, case: Case):
    """Two timers at once, and again after a restart."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        received(case)
        timer.watch(runtime)
        assert fired(runtime, "approaching") == 0
    for moment, approaching, passed in (
        (datetime(2026, 3, 25, tzinfo=UTC), 1, 0),
        (datetime(2026, 3, 27, 1, tzinfo=UTC), 1, 1),
    ):
        with time_machine.travel(moment, tick=False):
            watchers = [Thread(target=timer.watch, args=(runtime,)) for _ in range(2)]
            for watcher in watchers:
                watcher.start()
            for watcher in watchers:
                watcher.join()
            timer.watch(runtime)
        assert fired(runtime, "approaching") == approaching
        assert fired(runtime, "passed") == passed


def test_the_timer_reads_no_limit_that_has_fired_already(runtime: Runtime):
    if not runtime.database.is_sqlite:
        pytest.skip("PostgreSQL chooses by size")
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    sa.event.listen(runtime.database.engine, "before_cursor_execute", note)
    timer.watch(runtime)
    sa.event.remove(runtime.database.engine, "before_cursor_execute", note)
    with runtime.database.read() as connection:
        plans = [
            " ".join(
                row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
            )
            for text, parameters in asked
        ]
    assert plans == [
        "SEARCH deadline USING INDEX deadline_to_approach (approaches_at<?)",
        "SEARCH deadline USING INDEX deadline_to_pass (ends_at<?)",
    ]


def test_silence_is_consent_where_the_text_says_so(runtime: Runtime, case: Case):
    """CH-BA art. 10(2): the limit passes, the case is tacitly accepted, the transfer limit begins."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        received(case)
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
    body = case.read()
    assert body["state"] == "tacitly_accepted"
    assert body["milestones"]["expiry"] == "2026-03-26"
    assert body["timeline"][-1]["taken_by"] == "system:timer"
    assert case.deadline("transfer")["due"] == "2026-09-26"


def test_silence_has_no_effect_where_the_text_gives_none(
    runtime: Runtime, officer, registration: Registration
):
    """CH-RS does not say what silence means: nothing is assumed."""
    person = serbian(registration)
    case = open_case(officer, person, requested_state="RS")
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        received(case)
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False):
        timer.watch(runtime)
    body = case.read()
    assert fired(runtime, "passed") == 1
    assert body["state"] == "received"
    assert "transfer" not in {item["limit"] for item in body["deadlines"]}


def test_silence_reaches_a_suspended_case_and_leaves_it_suspended(runtime: Runtime, case: Case):
    """The other side's silence counts; our own suspension still holds."""
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC), tick=False):
        received(case)
        case.step("suspend", reason="The person is in hospital.")
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
    assert case.read()["state"] == "suspended"
    assert case.step("resume", reason="The person was discharged.")["state"] == "tacitly_accepted"


def test_a_reply_in_time_ends_the_limit(runtime: Runtime, case: Case):
    """What is met no longer fires."""
    with time_machine.travel(datetime(2026, 3, 10, tzinfo=UTC), tick=False):
        received(case)
        case.step("accept", on="2026-03-10")
    with time_machine.travel(datetime(2026, 3, 28, tzinfo=UTC), tick=False):
        timer.watch(runtime)
    (reply,) = [item for item in case.read()["deadlines"] if item["limit"] == "reply"]
    assert (reply["ended"], reply["passed_at"]) == ("met", None)
    assert case.body["state"] == "accepted"
    assert case.deadline("transfer")["due"] == "2026-09-10"


def test_a_milestone_recorded_by_itself_starts_its_limit(officer, registration: Registration):
    """CH-BA art. 10(1): one year from knowledge to submit for third-country nationals."""
    person = registration.person(nationalities=[{"country": "AF", "proof": "declared"}])
    case = open_case(officer, person, category="third_country_national")
    answer = officer.post(
        f"{case.path}/milestones", {"kind": "knowledge", "on": "2026-10-01"}, If_Match='"1"'
    )
    assert answer.status_code == 200, answer.get_json()
    assert case.deadline("submit")["due"] == "2027-10-01"


def test_the_work_list_tells_why_the_next_date_is_what_it_is(case: Case):
    """The same explanation as the case gives, so that nobody has to open the case for it."""
    assert case.officer.get("cases").get_json()["items"][0]["next_explanation"] is None
    received(case, today().isoformat())
    (line,) = case.officer.get("cases").get_json()["items"]
    assert line["next_limit"] == "reply"
    assert line["next_explanation"] == case.deadline("reply")["explanation"]


def test_a_limit_that_passed_unmet_stays_in_the_work_list_as_overdue(
    runtime: Runtime, officer, registration: Registration
):
    """A case must not sink to the end of the list on the day on which its answer is late."""
    person = serbian(registration)
    case = received(open_case(officer, person, requested_state="RS"), today().isoformat())
    due = case.deadline("reply")["due"]
    with time_machine.travel(now() + timedelta(days=120), tick=False):
        timer.watch(runtime)
    (line,) = officer.get("cases").get_json()["items"]
    assert (line["next_limit"], line["next_due"]) == ("reply", due)


def test_the_arrangement_of_a_case_says_what_nobody_could_verify(case: Case):
    """What is not known about a text is said beside it."""
    arrangement = case.read()["arrangement"]
    assert arrangement["not_verified"]
    assert all(isinstance(item, str) for item in arrangement["not_verified"])

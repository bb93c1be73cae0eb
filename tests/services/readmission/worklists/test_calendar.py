"""A calendar of due dates for programs that cannot sign in."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
import time_machine
from icalendar import Calendar
from structlog.testing import capture_logs

from limen.clock import now, today
from limen.runtime import Runtime
from services.readmission.worklists.tables import calendar_feed
from tests.services.kit import Officer
from tests.services.readmission.conftest import PARTICULARS, Case


def made(officer: Officer, **new: str) -> str:
    """Make a calendar and return its address."""
    answer = officer.post("calendars", new)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()["address"].removeprefix("/api/v1/readmission/")


def test_the_calendar_holds_all_day_events_with_case_numbers_and_limits_only(
    officer: Officer, case: Case
) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    answer = officer.get(made(officer))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    due = date.fromisoformat(case.deadline("reply")["due"])
    assert str(event["summary"]) == f"{case.body['number']}: reply"
    assert (event["dtstart"].dt, event["dtend"].dt) == (due, due + timedelta(days=1))
    for value in (PARTICULARS["surname"], PARTICULARS["given_names"], PARTICULARS["birth_date"]):
        assert str(value) not in answer.get_data(as_text=True)


def test_a_date_that_moves_keeps_its_event_and_raises_its_sequence(officer: Officer, case: Case) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=(today() - timedelta(days=3)).isoformat())
    address = made(officer)
    (before,) = Calendar.from_ical(officer.get(address).get_data()).walk("VEVENT")
    moment = {"kind": "receipt", "on": today().isoformat()}
    case.read()
    answer = officer.post(f"{case.path}/milestones", moment, If_Match=f'"{case.body["version"]}"')
    assert answer.status_code == 200, answer.get_data(as_text=True)
    (after,) = Calendar.from_ical(officer.get(address).get_data()).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after["dtstart"].dt == before["dtstart"].dt + timedelta(days=3)


def test_the_secret_is_kept_as_a_digest_and_never_logged(runtime: Runtime, officer: Officer) -> None:
    with capture_logs() as lines:
        address = made(officer)
        assert officer.get(address).status_code == 200
        assert officer.get(f"{address}x").status_code == 404
    secret = address.partition("token=")[2]
    assert len(secret) >= 43
    assert secret not in str(lines)
    with runtime.database.read() as connection:
        (row,) = connection.execute(sa.select(calendar_feed)).all()
    assert secret not in str(row)
    assert secret not in officer.get("calendars").get_data(as_text=True)


def test_a_revoked_calendar_and_one_that_has_ended_lead_nowhere(officer: Officer) -> None:
    address = made(officer)
    (feed,) = officer.get("calendars").get_json()["items"]
    stranger = officer.as_("readmission_officer", 2)
    assert stranger("DELETE", f"calendars/{feed['feed_id']}").status_code == 204
    assert officer.get(address).status_code == 200
    with time_machine.travel(now() + timedelta(days=181)):
        assert officer.get(address).status_code == 404
    assert officer("DELETE", f"calendars/{feed['feed_id']}").status_code == 204
    assert officer.get(address).status_code == 404


def test_the_calendar_of_a_shift_leader_shows_the_own_posts_alone(officer: Officer, case: Case) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    for posts, events in ((("BERN",), 1), (("ELSEWHERE",), 0), ((), 0)):
        address = made(officer.as_("shift_leader", 1, *posts))
        assert len(Calendar.from_ical(officer.get(address).get_data()).walk("VEVENT")) == events
    other = Calendar.from_ical(officer.get(made(officer, office="GENEVA")).get_data())
    assert other.walk("VEVENT") == []


def test_a_limit_that_was_met_leaves_the_calendar(officer: Officer, case: Case) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    address = made(officer)
    case.step("refuse", on=today().isoformat(), code="no_obligation", reason="Not our national.")
    events = Calendar.from_ical(officer.get(address).get_data()).walk("VEVENT")
    assert [str(event["summary"]) for event in events if "reply" in event["summary"]] == []

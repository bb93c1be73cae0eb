"""An interview from request to report, and the clocks that the arrangement gives it."""

from datetime import timedelta

from limen.clock import today
from tests.services.readmission.conftest import Case

NEW = {"kind": "consular", "language": "bs"}
AT = f"{(today() + timedelta(days=2)).isoformat()}T09:00:00Z"


def requested(case: Case) -> str:
    case.read()
    answer = case.post("interviews", {**NEW, "requested_on": today().isoformat()}, 201)
    return answer["items"][-1]["interview_id"]


def move(case: Case, interview_id: str, what: str, body, expected: int = 200):
    return case.post(f"../../interviews/{interview_id}/{what}", body, expected)


def test_the_request_starts_the_clock_of_the_interview_and_the_interview_meets_it(case: Case):
    """Three working days under art. 8(3) of CH-BA."""
    interview_id = requested(case)
    running = case.deadline("interview")
    assert running["explanation"]["reference"] == "Art. 8(3)"
    move(case, interview_id, "held", {"on": today().isoformat()})
    ended = [item for item in case.read()["deadlines"] if item["limit"] == "interview"]
    assert [item["ended"] for item in ended] == ["met"]


def test_an_interview_goes_from_request_over_appointment_to_report(case: Case):
    interview_id = requested(case)
    place = {"at": AT, "channel": "in_person", "interpreter": "arranged", "place": "Consulate, Bern"}
    assert move(case, interview_id, "schedule", place)["items"][0]["state"] == "scheduled"
    day = {"on": today().isoformat()}
    assert move(case, interview_id, "held", day)["items"][0]["possible"] == ["report"]
    found = {**day, "outcome": "nationality_confirmed", "report": "Knows the town well."}
    (item,) = move(case, interview_id, "report", found)["items"]
    assert (item["state"], item["outcome"], item["report"]) == (
        "reported",
        "nationality_confirmed",
        "Knows the town well.",
    )
    assert item["place"] == "Consulate, Bern"


def test_no_day_is_fixed_while_an_interpreter_is_needed_and_none_arranged(case: Case):
    interview_id = requested(case)
    body = {"at": AT, "channel": "remote", "interpreter": "needed"}
    problem = move(case, interview_id, "schedule", body, 409)
    assert [item["field"] for item in problem["missing"]] == ["interpreter"]


def test_an_interview_that_was_called_off_does_not_meet_its_limit(case: Case):
    interview_id = requested(case)
    assert move(case, interview_id, "cancellation", {"reason": "Ill."})["items"][0]["state"] == "cancelled"
    assert case.deadline("interview")["ended"] is None
    assert move(case, interview_id, "held", {"on": today().isoformat()}, 409)["missing"]


def test_an_interview_before_its_request_is_refused(case: Case):
    interview_id = requested(case)
    problem = move(case, interview_id, "held", {"on": "2026-01-01"}, 422)
    assert problem["errors"] == [
        {"pointer": "#/on", "detail": "must not lie before the request for the interview"}
    ]


def test_the_monitor_reads_interviews_and_writes_none(case: Case):
    requested(case)
    monitor = case.officer.as_("monitor")
    assert monitor.get(f"{case.path}/interviews").status_code == 200
    body = {**NEW, "requested_on": today().isoformat()}
    assert monitor.post(f"{case.path}/interviews", body, If_Match='"1"').status_code == 403

"""Every request can be followed: one id and one trace in answers, logs, audit entries and events."""

import re

import pytest
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from limen.ids import is_id
from limen.web.context import new_context
from tests.limen.web.conftest import ANNA, Desk

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


@pytest.mark.parametrize(
    "request_id", ["0190a000-0000-7000-8000-000000000001", "4bf92f3577b34da6a3ce929d0e0e4736", "A" * 16]
)
def test_a_sane_request_id_is_taken_over(client: Desk, request_id: str) -> None:
    answer = client("GET", "visits", headers={"X-Request-ID": request_id})
    assert answer.headers["X-Request-ID"] == request_id


@pytest.mark.parametrize("request_id", ["", "1", "a" * 65, "anna-eriksson-1974", "a" * 16 + "\t", "é" * 16])
def test_a_request_id_that_could_say_something_is_replaced(client: Desk, request_id: str) -> None:
    answer = client("GET", "visits", headers={"X-Request-ID": request_id.encode().decode("latin1")})
    assert is_id(answer.headers["X-Request-ID"])


def test_a_trace_is_taken_over_with_its_flags_and_a_new_span() -> None:
    context = new_context(None, f"00-{TRACE}-00f067aa0ba902b7-01")
    match = TRACEPARENT.fullmatch(context.traceparent)
    assert match
    assert match[1] == context.trace_id == TRACE
    assert match[2] != "00f067aa0ba902b7"
    assert match[3] == "01"


def test_a_trace_of_a_later_version_is_taken_over() -> None:
    assert new_context(None, f"01-{TRACE}-00f067aa0ba902b7-01-more").trace_id == TRACE


@pytest.mark.parametrize(
    "traceparent",
    [
        "",
        "00",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
    ],
)
def test_a_broken_trace_is_begun_anew(traceparent: str) -> None:
    context = new_context(None, traceparent)
    assert TRACEPARENT.fullmatch(context.traceparent)
    assert context.trace_id != TRACE


def test_an_error_answer_names_its_request_too(client: Desk) -> None:
    answer = client("GET", "/nowhere")
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]
    assert TRACEPARENT.fullmatch(answer.headers["traceparent"])


def test_a_request_is_logged_once_with_its_route_and_never_its_url(client: Desk) -> None:
    visit_id = client.record().json["visit_id"]
    with capture_logs() as lines:
        client("GET", f"visits/{visit_id}?who=ERIKSSON")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line.pop("milliseconds") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "route": "/api/v1/desk/visits/<id:visit_id>",
        "status": 422,
        "actor": ANNA.id,
        "permission": "registration.encounter.read",
        "problem": "invalid",
    }


def test_the_ids_of_a_request_do_not_stay_with_the_thread(client: Desk) -> None:
    before = get_contextvars()
    client("GET", "visits")
    client("GET", "/nowhere")
    assert get_contextvars() == before

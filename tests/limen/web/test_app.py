"""What every app has in common: problems for all errors, headers on all answers, 503 in an outage."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from limen.config import Settings
from limen.runtime import Runtime
from limen.storage.database import Database
from limen.web.app import create_app
from tests.limen.web.conftest import Desk

REQUIRED = {"type", "title", "status", "detail", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "no-such-address"),
        ("GET", "/api/v1/desk", 404, "no-such-address"),
        ("GET", "/api/v1/desk/visits/", 404, "no-such-address"),
        ("PUT", "/api/v1/desk/visits", 405, "method-not-allowed"),
        ("OPTIONS", "/api/v1/desk/visits", 405, "method-not-allowed"),
        ("TRACE", "/api/v1/desk/visits", 405, "method-not-allowed"),
        ("POST", "/health/live", 405, "method-not-allowed"),
    ],
)
def test_every_error_is_a_problem(client: Desk, method: str, path: str, status: int, code: str) -> None:
    answer = client(method, path)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json.keys() >= REQUIRED
    assert (answer.json["type"], answer.json["status"]) == (f"urn:limen:problem:{code}", status)


def test_a_405_says_what_is_allowed(client: Desk) -> None:
    allowed = client("PUT", "visits").headers["Allow"]
    assert sorted(allowed.split(", ")) == ["GET", "HEAD", "POST"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "visits"), ("GET", "/nowhere"), ("GET", "/health/live")]
)
def test_every_answer_has_the_security_headers(client: Desk, method: str, path: str) -> None:
    headers = client(method, path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "Strict-Transport-Security" not in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_a_node_that_is_reached_by_https_insists_on_it(runtime: Runtime) -> None:
    runtime.settings = Settings(
        master_key=runtime.settings.master_key,
        token_public_keys=runtime.settings.token_public_keys,
        public_url="https://limen.example",
    )
    answer = create_app(runtime).test_client().get("/health/live")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_fault_shows_nothing_of_itself_and_is_logged(client: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("ERIKSSON")

    monkeypatch.setattr("limen.web.running.answer", fail)
    with capture_logs() as lines:
        answer = client("GET", "visits")
    assert answer.status_code == 500
    assert answer.json.keys() == REQUIRED
    assert answer.json["type"] == "urn:limen:problem:internal-error"
    for word in ("ERIKSSON", "RuntimeError", "Traceback"):
        assert word not in answer.get_data(as_text=True)
    assert any(line["event"] == "request_failed" and line["exc_info"] for line in lines)


@pytest.mark.parametrize(("method", "path"), [("GET", "hello"), ("POST", "hello"), ("GET", "visits")])
def test_without_its_database_a_service_answers_503_and_when_to_come_again(
    runtime: Runtime, method: str, path: str
) -> None:
    runtime.database.close()
    runtime.database = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    answer = Desk(create_app(runtime))(method, path, headers={"Idempotency-Key": "0190a000-key"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json["type"] == "urn:limen:problem:database-unavailable"
    assert "127.0.0.1" not in answer.get_data(as_text=True)

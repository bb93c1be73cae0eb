"""Health tells a machine what works, without a token and without a word about persons."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from limen.errors import BrokerUnavailable
from limen.runtime import Runtime
from limen.storage.database import Database
from limen.web.app import create_app
from limen.web.health import Check
from tests.limen.web.conftest import Desk

PATHS = ("/health/live", "/health/ready", "/metrics")


def test_a_process_is_live_without_asking_anything(runtime: Runtime) -> None:
    runtime.database.close()
    runtime.database = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    answer = Desk(create_app(runtime)).as_nobody()("GET", "/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "live", "service": "desk"})


def test_a_service_is_ready_when_all_its_parts_are_up(each_client: Desk) -> None:
    answer = each_client.as_nobody()("GET", "/health/ready")
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["degraded"]) == ("ready", [])
    assert answer.json["parts"]["database"] == {"status": "up"}


def test_a_service_without_its_database_is_not_ready(runtime: Runtime) -> None:
    runtime.database.close()
    runtime.database = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    answer = Desk(create_app(runtime))("GET", "/health/ready")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json["status"] == "unavailable"
    assert answer.json["parts"]["database"] == {"status": "down", "reason": "database-unavailable"}
    assert answer.json["parts"]["plugins"]["status"] == "up"


def test_a_service_that_still_serves_says_what_is_degraded(client: Desk) -> None:
    def no_broker(_: Runtime) -> dict[str, str]:
        raise BrokerUnavailable()

    def slow(_: Runtime) -> dict[str, object]:
        return {"status": "degraded", "unsent": 2000}

    client.app.extensions["limen"].checks += [Check("broker", no_broker), Check("outbox", slow)]
    answer = client("GET", "/health/ready")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["degraded"] == ["broker", "outbox"]
    assert answer.json["parts"]["broker"] == {"status": "down", "reason": "broker-unavailable"}
    assert answer.json["parts"]["outbox"] == {"status": "degraded", "unsent": 2000}


def test_a_check_that_breaks_shows_only_the_kind_of_its_error(client: Desk) -> None:
    def broken(_: Runtime) -> dict[str, str]:
        raise ValueError("amqp://user:password@host")

    client.app.extensions["limen"].checks.append(Check("broker", broken, essential=True))
    answer = client("GET", "/health/ready")
    assert answer.status_code == 503
    assert answer.json["parts"]["broker"] == {"status": "down", "reason": "ValueError"}


def test_a_plugin_that_failed_degrades_the_node(client: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from limen.plugins.health import PluginHealth

    record = PluginHealth("1.0", None, calls=3, failures=1, last_error="KeyError")
    monkeypatch.setattr(client.runtime.plugins, "health", lambda: {"atlantis": record})
    answer = client("GET", "/health/ready")
    assert answer.json["parts"]["plugins"] == {
        "status": "degraded",
        "loaded": ["atlantis"],
        "failing": ["atlantis"],
    }


def test_no_route_for_machines_lies_where_the_gateway_passes_requests_on(client: Desk) -> None:
    for path in PATHS:
        assert client("GET", path).status_code == 200
        assert client("GET", f"/api/v1/desk{path}").status_code == 404
        assert client("GET", f"/api{path}").status_code == 404


def test_requests_are_counted_by_route_method_and_status(client: Desk) -> None:
    labels = r'\{method="POST",route="/api/v1/desk/visits",service="desk",status="201"\}'

    def counted() -> float:
        text = client("GET", "/metrics").get_data(as_text=True)
        match = re.search(rf"limen_http_requests_total{labels} ([0-9.]+)", text)
        return float(match[1]) if match else 0.0

    before = counted()
    client.record()
    client.record()
    assert counted() == before + 2
    text = client("GET", "/metrics").get_data(as_text=True)
    assert 'limen_http_request_seconds_bucket{le="0.25",method="POST",route="/api/v1/desk/visits"' in text


def test_metrics_name_no_id_no_person_and_no_address_that_a_client_made_up(client: Desk) -> None:
    visit_id = client.record().json["visit_id"]
    client("GET", f"visits/{visit_id}")
    client("GET", "/ERIKSSON")
    client("BREW", "visits")
    text = client("GET", "/metrics").get_data(as_text=True)
    for sent in (visit_id, "ERIKSSON", "BREW"):
        assert sent not in text
    assert 'method="other",route="none"' in text


PROCESS = """
import sys
from limen.web import metrics
from limen.web.context import new_context
for _ in range(int(sys.argv[1])):
    metrics.observe("desk", "GET", "/visits", 200, new_context(None, None))
if sys.argv[1] == "0":
    print(metrics.exposition().get_data(as_text=True))
"""


def test_any_process_answers_for_all_that_share_a_folder(tmp_path: Path) -> None:

    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for count in ("3", "4"):
        subprocess.run([sys.executable, "-c", PROCESS, count], env=environment, check=True)
    shown = subprocess.run(
        [sys.executable, "-c", PROCESS, "0"], env=environment, check=True, capture_output=True, text=True
    ).stdout
    line = 'limen_http_requests_total{method="GET",route="/visits",service="desk",status="200"} 7.0'
    assert line in shown

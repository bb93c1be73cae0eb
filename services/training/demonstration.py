"""The demonstration's training event: the file that a trainer would load, sent through the same API."""

from datetime import timedelta
from importlib.resources import as_file, files
from typing import Any

from limen.clock import today
from limen.records import load_records
from limen.runtime import Runtime
from limen.web.app import create_app
from limen.web.tokens import TokenIssuer
from limen.work import Actor

TRAINER = Actor(id="trainer", name="Demonstration Trainer", roles=frozenset({"trainer"}))


def load(runtime: Runtime) -> None:
    """Load the Almaty training, a screening course, and the certificate of the demonstration's officer."""
    client = create_app(runtime).test_client()
    token = TokenIssuer(runtime.settings.token_key, runtime.settings.node).issue(TRAINER, 1)

    def send(path: str, body: Any, key: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        answer = client.post(path, json=body, headers=headers)
        return answer.status_code, answer.get_json()

    for name in ("almaty-2023.yaml", "screening-course.yaml"):
        with as_file(files("services.training") / "data" / name) as path:
            for _to, answer in load_records(path, send):
                latest = answer
    certificate = {"officer": "officer", "expires_on": (today() + timedelta(days=730)).isoformat()}
    send(f"/api/v1/training/events/{latest['event_id']}/certificates", certificate, "demonstration-officer")

"""`/health/live`, `/health/ready` and `/metrics`: for machines on the node's own network, without a token.

They stand outside `/api`, so the gateway does not pass them on. A process is live when it answers. It is
ready while every essential part is up; it says which others are degraded, for a service whose broker is away
still serves and its events wait.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from limen.errors import LimenError, Unavailable
from limen.messaging import health as messaging
from limen.web import metrics
from limen.web.context import web

if TYPE_CHECKING:
    from limen.runtime import Runtime

UP, DEGRADED, DOWN = "up", "degraded", "down"

log = structlog.get_logger()


@dataclass(frozen=True)
class Check:
    """One part that readiness asks about.

    `run` returns facts, numbers and codes, with `status` `up` or `degraded`; an exception means `down`.
    """

    name: str
    run: Callable[["Runtime"], Mapping[str, Any]]
    #: the service cannot serve without it
    essential: bool = False


def database(runtime: "Runtime") -> Mapping[str, Any]:
    """Check that the database answers."""
    runtime.database.ping()
    return {"status": UP}


def plugins(runtime: "Runtime") -> Mapping[str, Any]:
    """Check that no plugin has failed since the start."""
    health = runtime.plugins.health()
    failing = sorted(name for name, record in health.items() if record.failures)
    return {"status": DEGRADED if failing else UP, "loaded": sorted(health), "failing": failing}


def shared_checks() -> list[Check]:
    """Return the checks that every service has."""
    return [
        Check("database", database, essential=True),
        Check("messaging", messaging.facts),
        Check("plugins", plugins),
    ]


def readiness() -> tuple[dict[str, Any], int]:
    """Return what is up and what is not, and the HTTP status that says so."""
    shared = web()
    parts = {check.name: _run(check, shared.runtime) for check in shared.checks}
    degraded = [name for name, facts in parts.items() if facts["status"] != UP]
    broken = any(check.essential and parts[check.name]["status"] == DOWN for check in shared.checks)
    status = "unavailable" if broken else "degraded" if degraded else "ready"
    document = {
        "status": status,
        "service": shared.runtime.service.name,
        "degraded": degraded,
        "parts": parts,
    }
    return document, 503 if broken else 200


def blueprint() -> Blueprint:
    """Return the routes."""
    routes = Blueprint("health", __name__)

    @routes.get("/health/live")
    def live() -> ResponseReturnValue:
        return jsonify(status="live", service=web().runtime.service.name)

    @routes.get("/health/ready")
    def ready() -> ResponseReturnValue:
        document, status = readiness()
        headers = {"Retry-After": str(Unavailable.retry_after)} if status == 503 else {}
        return jsonify(document), status, headers

    @routes.get("/metrics")
    def show_metrics() -> ResponseReturnValue:
        return metrics.exposition()

    return routes


def _run(check: Check, runtime: "Runtime") -> dict[str, Any]:
    try:
        return {"status": UP, **check.run(runtime)}
    except LimenError as error:
        return {"status": DOWN, "reason": error.code}
    except Exception as error:  # whatever a part raises, it is down, and the others still answer
        log.warning("check_failed", check=check.name, exc_info=error)
        return {"status": DOWN, "reason": type(error).__name__}

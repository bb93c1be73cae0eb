"""The health of all services of the node, asked through the gateway."""

from typing import Any

from limen.service import SERVICE_NAMES
from limen.web import health
from services.gateway.upstream import ServiceUnreachable, Upstream

UNREACHABLE = "unreachable"


def health_of(upstream: Upstream) -> list[dict[str, Any]]:
    """Return what each service says of itself; one that does not answer is `unreachable`."""
    return [_of(upstream, name) for name in SERVICE_NAMES]


def _of(upstream: Upstream, service: str) -> dict[str, Any]:
    document: Any
    if service == "gateway":
        document, _ = health.readiness()
    else:
        try:
            document = upstream.call(service, "GET", "/health/ready").body
        except ServiceUnreachable:
            document = None
    if not isinstance(document, dict) or "status" not in document:
        document = {"status": UNREACHABLE, "degraded": [], "parts": {}}
    return {"service": service, **{name: document[name] for name in ("status", "degraded", "parts")}}

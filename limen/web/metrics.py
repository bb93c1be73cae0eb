"""Prometheus metrics of HTTP. Labels are services, route templates, methods and statuses, never ids.

With several web processes, `PROMETHEUS_MULTIPROC_DIR` must name an empty folder that they share before they
start: every process then writes its figures there and any of them can answer for all. Without it a process
answers for itself, which is right for the embedded shape, where there is one.
"""

import os
import time

from flask import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from limen.web.context import RequestContext

REQUESTS = Counter("limen_http_requests", "Requests answered", ["service", "method", "route", "status"])
SECONDS = Histogram(
    "limen_http_request_seconds",
    "Time to answer a request",
    ["service", "method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def observe(service: str, method: str, route: str, status: int, context: RequestContext) -> float:
    """Count a request and return how many seconds it took. `route` is a template such as `/persons/<id>`."""
    seconds = time.perf_counter() - context.started
    method = method if method in _METHODS else "other"
    REQUESTS.labels(service, method, route, status).inc()
    SECONDS.labels(service, method, route).observe(seconds)
    return seconds


def exposition() -> Response:
    """Return the metrics of this process, or of all processes that share a folder."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

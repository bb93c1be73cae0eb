"""Tries a service by its own OpenAPI document: no server error, and no answer that it does not promise."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from limen.service import Service
from limen.web.openapi import document

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
    missing_required_header,
    unsupported_method,
]
MODES = {"what it asks for": GenerationMode.POSITIVE, "what it refuses": GenerationMode.NEGATIVE}


def operations(service: Service) -> list[tuple[str, str]]:
    """Return (method, path) of every operation of a service, for `pytest.mark.parametrize`."""
    paths = document(service)["paths"]
    return [(method, path) for path, item in paths.items() for method in item if method != "parameters"]


def keep_promises(
    app: Flask,
    service: Service,
    method: str,
    path: str,
    headers: Mapping[str, str],
    examples: int = 10,
    known: Mapping[str, str] | None = None,
) -> dict[str, list[int]]:
    """Send an operation what it asks for and what it refuses; return the statuses of each mode.

    `headers` sign an officer in. `known` are path parameters of records that exist, used instead of made-up
    ones wherever the request is to be as asked for. Fails with a command that repeats the request. An
    operation that cannot be asked wrongly has no statuses in the second mode.
    """
    operation = _api(app, service.name)[path][method]
    places = {GenerationMode.POSITIVE: known or {}, GenerationMode.NEGATIVE: {}}
    return {name: _send(operation, mode, headers, examples, places[mode]) for name, mode in MODES.items()}


@cache
def _api(app: Flask, service: str) -> Any:
    return schemathesis.openapi.from_wsgi(f"/api/v1/{service}/openapi.json", app)


def _send(
    operation: Any,
    mode: GenerationMode,
    headers: Mapping[str, str],
    examples: int,
    known: Mapping[str, str],
) -> list[int]:
    seen: list[int] = []

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        for name in (case.path_parameters or {}).keys() & known.keys():
            case.path_parameters[name] = known[name]
        seen.append(case.call_and_validate(checks=CHECKS, headers=dict(headers)).status_code)

    try:
        send()
    except Unsatisfiable:
        if mode is GenerationMode.POSITIVE:
            raise
    return seen

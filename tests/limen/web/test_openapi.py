"""The OpenAPI document says what the service does: every answer, every header, every permission."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from limen.web import openapi
from limen.web.route import PROBLEMS
from tests.limen.web import desk
from tests.limen.web.conftest import Desk


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document(desk.SERVICE)


def operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][f"/api/v1/desk/{path}"][method]
    return found


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_the_document_needs_neither_database_nor_settings_and_is_what_the_service_serves(
    client: Desk, document: dict[str, Any]
) -> None:
    assert client.as_nobody()("GET", "openapi.json").json == document


def test_every_problem_is_documented_where_it_can_occur(document: dict[str, Any]) -> None:
    change = operation(document, "patch", "visits/{visit_id}")["responses"]
    expected = {200, 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 429, 503}
    assert {int(status) for status in change} == expected
    greeting = operation(document, "get", "hello")["responses"]
    assert {int(status) for status in greeting} == {200, 304, 404, 410, 422, 429, 503}


def test_no_default_response_documents_what_was_not_thought_of(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for item in path.values():
            if isinstance(item, dict):
                assert "default" not in item["responses"]


def test_problems_are_documented_as_problem_details(document: dict[str, Any]) -> None:
    responses = document["components"]["responses"]
    assert responses.keys() == PROBLEMS.keys()
    for response in responses.values():
        assert list(response["content"]) == ["application/problem+json"]
    assert "Retry-After" in responses["ServiceUnavailable"]["headers"]


def test_what_a_route_needs_is_documented(document: dict[str, Any]) -> None:
    change = operation(document, "patch", "visits/{visit_id}")
    assert change["operationId"] == "desk.VisitItem.patch"
    assert change["x-permission"] == "registration.encounter.create"
    assert change["security"] == [{"token": []}]
    assert {"$ref": "#/components/parameters/IfMatch"} in change["parameters"]
    record = operation(document, "post", "visits")
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in record["parameters"]
    assert record["requestBody"]["required"] is True
    assert operation(document, "get", "hello")["security"] == []


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [
        item["operationId"]
        for path in document["paths"].values()
        for item in path.values()
        if isinstance(item, dict)
    ]
    assert len(ids) == len(set(ids))
    assert {"desk.VisitItem.patch", "desk-node.WaitingEvents.get"} <= set(ids)


def test_shared_fields_are_documented_by_their_formats(document: dict[str, Any]) -> None:
    answer = document["components"]["schemas"]["VisitAnswer"]["properties"]
    assert answer["visit_id"] == {"type": "string", "format": "uuid"}
    assert answer["at"] == {"type": "string", "format": "date-time"}
    new = document["components"]["schemas"]["NewVisit"]
    assert new["additionalProperties"] is False
    assert "XK" in new["properties"]["country"]["enum"]
    assert new["properties"]["born"]["examples"] == ["1974-08-12", "1974-08", "1974", "XXXX"]
    assert new["properties"]["party"] == {"type": "integer", "minimum": 1, "maximum": 99, "default": 1}

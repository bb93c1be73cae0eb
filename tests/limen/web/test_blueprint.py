"""A route cannot be declared without saying what it is and who may use it."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.views import MethodView

from limen.web import PUBLIC, SIGNED_IN, Blueprint
from limen.web.blueprint import routes_of
from limen.work import Work
from tests.limen.web import desk


@pytest.fixture
def blp() -> Blueprint:
    return Blueprint("a", "/api/v1/a", description="A")


def test_a_method_that_is_neither_command_nor_query_is_refused_at_import(blp: Blueprint) -> None:
    with pytest.raises(TypeError, match=r"Bare\.post must be a command or a query"):

        @blp.route("/bare")
        class Bare(MethodView):
            @blp.query(desk.Hello, permission=PUBLIC)
            def get(self, work: Work) -> Mapping[str, Any]:
                return {}

            def post(self) -> str:
                return ""


def test_a_function_is_no_route(blp: Blueprint) -> None:
    with pytest.raises(TypeError, match="must be a MethodView"):

        @blp.route("/bare")
        def bare() -> str:
            return ""


def test_a_permission_that_the_policy_lacks_is_refused_at_import(blp: Blueprint) -> None:
    with pytest.raises(ValueError, match=r"'desk\.visit\.read' is not in the policy"):
        blp.query(desk.Hello, permission="desk.visit.read")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_command_never_answers_a_safe_method(blp: Blueprint, method: str) -> None:
    def handler(self: Any, work: Work) -> None: ...

    handler.__name__ = method
    with pytest.raises(TypeError, match="a command is a POST, PUT, PATCH or DELETE"):
        blp.command(None, None, permission=SIGNED_IN)(handler)


@pytest.mark.parametrize(("method", "body"), [("post", None), ("delete", None), ("get", desk.VisitSearch)])
def test_a_query_is_a_get_or_a_post_with_a_body(blp: Blueprint, method: str, body: Any) -> None:
    def handler(self: Any, work: Work) -> dict[str, Any]:
        return {}

    handler.__name__ = method
    with pytest.raises(TypeError, match="this query must be a"):
        blp.query(desk.Hello, permission=SIGNED_IN, body=body)(handler)


def test_what_a_resource_declares_can_be_asked() -> None:
    routes = routes_of(desk.VisitItem)
    assert {method: route.kind for method, route in routes.items()} == {
        "GET": "query",
        "PATCH": "command",
        "DELETE": "command",
    }
    assert routes["PATCH"].if_match
    assert routes["GET"].audited == "visit.read"
    assert routes["DELETE"].status == 204

"""The gateway's own API: tokens, accounts, the node's health, and one document of all services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import TestResponse

from limen.embedded import Node
from limen.ids import new_id
from limen.service import SERVICE_NAMES
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from services.gateway import merging
from services.gateway.demonstration import PASSWORD

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: Flask, node: Node) -> Ask:
    """Send a request as somebody of a role: `ask("administrator", "GET", "gateway/accounts")`."""
    settings = node.runtimes["gateway"].settings

    def send(role: str, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role:
            actor = Actor(role, roles=frozenset({role}), country="CH")
            token = TokenIssuer(settings.token_key, settings.node).issue(actor, 1)
            sent["Authorization"] = f"Bearer {token}"
        return app.test_client().open(f"/api/v1/{path}", method=method, json=body, headers=sent)

    return send


def account(**values: Any) -> dict[str, Any]:
    login = f"b{new_id().replace('-', '')[-20:]}"
    return {"login": login, "name": "Test", "password": PASSWORD, "roles": ["trainer"], **values}


def test_an_access_token_tells_who_is_signed_in(ask: Ask) -> None:
    answer = ask("", "POST", "auth/token", {"account": "leader", "password": PASSWORD})
    assert (answer.status_code, answer.json["token_type"]) == (200, "Bearer")
    token = answer.json["access_token"]
    me = ask("", "GET", "auth/me", Authorization=f"Bearer {token}").json
    assert (me["account"], me["roles"], me["posts"]) == ("leader", ["shift_leader"], ["POST-1"])


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"password": "short"}, "#/password"),
        ({"roles": ["king"]}, "#/roles/0"),
        ({"roles": []}, "#/roles"),
        ({"roles": ["monitor", "trainer"]}, "#/roles"),
        ({"login": "Has Spaces"}, "#/login"),
        ({"posts": ["a b"]}, "#/posts/0"),
    ],
)
def test_an_account_that_breaks_a_rule_is_refused_at_its_field(
    ask: Ask, values: dict[str, Any], pointer: str
) -> None:
    answer = ask("administrator", "POST", "gateway/accounts", account(**values))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert PASSWORD not in answer.text


def test_an_account_is_made_once_changed_with_its_version_and_shows_no_password(ask: Ask) -> None:
    new = account()
    made = ask("administrator", "POST", "gateway/accounts", new)
    assert made.status_code == 201
    assert ask("administrator", "POST", "gateway/accounts", new).status_code == 409
    path = made.headers["Location"].removeprefix("/api/v1/")
    assert "password" not in made.text
    change = {"roles": ["trainer", "shift_leader"]}
    assert ask("administrator", "PATCH", path, change).status_code == 428
    assert ask("administrator", "PATCH", path, change, If_Match='"7"').status_code == 412
    changed = ask("administrator", "PATCH", path, change, If_Match='"1"')
    assert (changed.status_code, changed.json["roles"]) == (200, ["shift_leader", "trainer"])


def test_a_second_factor_is_shown_once(ask: Ask) -> None:
    path = ask("administrator", "POST", "gateway/accounts", account()).json["account_id"]
    factor = f"gateway/accounts/{path}/second-factor"
    shown = ask("administrator", "POST", factor)
    assert shown.json["address"].startswith("otpauth://totp/Limen")
    assert ask("administrator", "POST", factor).status_code == 409
    assert ask("administrator", "GET", f"gateway/accounts/{path}").json["second_factor"] is True
    assert ask("administrator", "DELETE", factor).status_code == 204
    assert ask("administrator", "POST", factor).status_code == 201


def test_the_health_of_the_node_is_for_administrators_and_the_monitor(ask: Ask) -> None:
    for role in ("administrator", "monitor"):
        found = ask(role, "GET", "gateway/health").json["items"]
        assert [item["service"] for item in found] == list(SERVICE_NAMES)
        assert all(item["parts"]["database"]["status"] == "up" for item in found)
    assert ask("border_officer", "GET", "gateway/health").status_code == 403
    assert ask("", "GET", "gateway/health").status_code == 401


def test_waiting_messages_and_the_audit_log_of_every_service_are_reached_through_the_gateway(
    ask: Ask,
) -> None:
    for service in SERVICE_NAMES:
        assert ask("administrator", "GET", f"{service}/node/events").status_code == 200
        assert ask("monitor", "GET", f"{service}/node/audit").status_code == 200
        assert ask("trainer", "GET", f"{service}/node/audit").status_code == 403


def test_the_merged_document_is_valid_public_and_names_every_route_once(ask: Ask) -> None:
    answer = ask("", "GET", "openapi.json")
    document = answer.json
    OpenAPIV31SpecValidator(document).validate()
    operations = [
        item["operationId"]
        for path in document["paths"].values()
        for item in path.values()
        if "operationId" in item
    ]
    assert len(operations) == len(set(operations))
    for service in SERVICE_NAMES:
        single = ask("", "GET", f"{service}/openapi.json").json
        assert single["paths"].keys() <= document["paths"].keys()


def test_two_schemas_of_one_name_do_not_clash(ask: Ask) -> None:
    document = ask("", "GET", "openapi.json").json
    schemas = document["components"]["schemas"]
    first, second = schemas["registration.PersonAnswer"], schemas["readmission.PersonAnswer"]
    assert first != second
    assert "Problem" in schemas
    used = document["paths"]["/api/v1/registration/persons/{person_id}"]["get"]["responses"]["200"]
    assert used["content"]["application/json"]["schema"]["$ref"].endswith("/registration.PersonAnswer")


def test_components_of_one_name_that_differ_are_a_fault_of_ours() -> None:
    known = {"IfMatch": {"name": "If-Match"}}
    with pytest.raises(ValueError, match="IfMatch"):
        merging._add(known, {"IfMatch": {"name": "other"}})


def test_the_consoles_cookie_goes_to_no_service(app: Flask, node: Node) -> None:
    seen: list[Any] = []
    upstreams = app.extensions["limen.upstream"]._applications
    known = upstreams["training"]

    def watched(environ: Any, start_response: Any) -> Any:
        seen.append(environ.get("HTTP_COOKIE"))
        return known(environ, start_response)

    upstreams["training"] = watched
    client = app.test_client()
    client.set_cookie("limen-session", "secret")
    client.get("/api/v1/training/openapi.json")
    upstreams["training"] = known
    assert seen == [None]

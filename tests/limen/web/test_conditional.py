"""Two officers never overwrite each other: a change needs the version that was read."""

from typing import Any

import pytest
from flask.views import MethodView

from limen.service import Service
from limen.web import SIGNED_IN, Blueprint
from limen.web.app import create_app
from limen.work import Work
from tests.limen.web.conftest import Desk
from tests.limen.web.desk import Hello


def test_a_change_with_the_present_version_is_made_and_gives_the_next(each_client: Desk) -> None:
    location = each_client.record().headers["Location"]
    answer = each_client("PATCH", location, json={"visitor": "MARIA"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json["visitor"], answer.headers["ETag"]) == (200, "MARIA", '"2"')
    assert each_client("GET", location).headers["ETag"] == '"2"'


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
def test_a_change_without_a_version_is_428(client: Desk, headers: dict[str, str]) -> None:
    location = client.record().headers["Location"]
    answer = client("PATCH", location, json={"visitor": "MARIA"}, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (428, "urn:limen:problem:version-required")


@pytest.mark.parametrize("tag", ['"2"', "1", 'W/"1"', '"1", "2"', '"0"', '"99999999999"', '"one"', ""])
def test_a_change_of_another_version_is_412_and_changes_nothing(each_client: Desk, tag: str) -> None:
    location = each_client.record().headers["Location"]
    answer = each_client("PATCH", location, json={"visitor": "MARIA"}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json["type"]) == (412, "urn:limen:problem:version-stale")
    assert each_client("GET", location).json["visitor"] == "ERIKSSON"


@pytest.mark.parametrize("held", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_record_that_the_client_holds_is_304_without_a_body(client: Desk, held: str) -> None:
    location = client.record().headers["Location"]
    answer = client("GET", location, headers={"If-None-Match": held})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"1"')


@pytest.mark.parametrize("held", ['"2"', "1", ""])
def test_a_record_that_the_client_does_not_hold_is_sent(client: Desk, held: str) -> None:
    location = client.record().headers["Location"]
    assert client("GET", location, headers={"If-None-Match": held}).json["visitor"] == "ERIKSSON"


def test_a_version_where_it_means_nothing_is_refused_and_not_ignored(client: Desk) -> None:
    body = {"post": "AL-HANI", "visitor": "ERIKSSON"}
    answer = client("POST", "visits", json=body, headers={"If-Match": '"1"'})
    assert answer.json["errors"] == [{"header": "If-Match", "detail": "Has no meaning for this request."}]
    assert client("GET", "visits").json["items"] == []


def test_a_handler_that_forgets_to_check_the_version_is_a_fault(client: Desk) -> None:
    blueprint = Blueprint("forgetful", "/api/v1/forgetful", description="Forgets the version")

    @blueprint.route("/visits")
    class Visits(MethodView):
        @blueprint.command(None, Hello, permission=SIGNED_IN, if_match=True)
        def put(self, work: Work) -> dict[str, Any]:
            return {"hello": "you"}

    client.runtime.service = Service("forgetful", "Forgetful", blueprints=(blueprint,))
    app = create_app(client.runtime)
    answer = Desk(app)("PUT", "/api/v1/forgetful/visits", headers={"If-Match": '"1"'})
    assert answer.status_code == 500

"""A query reads in one transaction that never writes, and an audited one is in the log before it leaves."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.views import MethodView

from limen.service import Service
from limen.storage.tables import audit
from limen.web import SIGNED_IN, Blueprint
from limen.web.app import create_app
from limen.work import Work
from tests.limen.web.conftest import ANNA, Desk
from tests.limen.web.desk import Hello, visit


def entries(client: Desk) -> list[tuple[str, str, str]]:
    with client.runtime.database.read() as connection:
        found = connection.execute(sa.select(audit).order_by(audit.c.sequence))
        return [(entry.actor, entry.action, entry.subject) for entry in found]


def test_reading_a_record_is_in_the_audit_log(each_client: Desk) -> None:
    visit_id = each_client.record().json["visit_id"]
    assert each_client("GET", f"visits/{visit_id}").status_code == 200
    assert entries(each_client)[-1] == (ANNA.id, "visit.read", visit_id)


def test_a_search_is_in_the_audit_log_without_what_was_looked_for(client: Desk) -> None:
    client.record()
    answer = client("POST", "searches", json={"visitor": "ERIKSSON"})
    assert [item["visitor"] for item in answer.json["items"]] == ["ERIKSSON"]
    assert entries(client)[-1] == (ANNA.id, "visit.searched", "*")


def test_a_reading_that_is_refused_shows_nothing(client: Desk) -> None:
    location = client.record().headers["Location"]
    other = client.as_(roles=frozenset({"border_officer"}), posts=frozenset({"AL-KAPSH"}))
    answer = other("GET", location)
    assert answer.status_code == 403
    assert "ERIKSSON" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["visits/1", "visits/0190A000-0000-7000-8000-000000000001", "visits/%00"])
def test_an_id_that_is_none_leads_nowhere(client: Desk, path: str) -> None:
    answer = client("GET", path)
    assert (answer.status_code, answer.json["type"]) == (404, "urn:limen:problem:no-such-address")


def test_a_record_that_is_not_there_is_another_404_than_a_wrong_address(client: Desk) -> None:
    answer = client("GET", "visits/0190a000-0000-7000-8000-000000000001")
    assert (answer.status_code, answer.json["type"]) == (404, "urn:limen:problem:not-found")


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("limit=0", "limit", "Must be greater than or equal to 1 and less than or equal to 200."),
        ("limit=ten", "limit", "Not a valid integer."),
        ("limit=1&limit=2", "limit", "Must be given only once."),
        ("color=red", "color", "This field is not known."),
        ("countries=AL&countries=YU", "countries", "Must be an ISO 3166-1 alpha-2 code in capitals, or XK."),
        ("post=%00", "post", "Must not hold the character U+0000 or half of a surrogate pair."),
        ("Anna%20Eriksson=1", "(not shown)", "This field is not known."),
    ],
)
def test_a_broken_query_parameter_is_named(client: Desk, query: str, parameter: str, detail: str) -> None:
    answer = client("GET", f"visits?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"parameter": parameter, "detail": detail}]


def test_a_parameter_for_several_values_may_be_repeated(client: Desk) -> None:
    for country in ("AL", "XK", "ME"):
        client.record(country=country)
    found = client("GET", "visits?countries=AL&countries=XK").json["items"]
    assert sorted(item["country"] for item in found) == ["AL", "XK"]


def test_head_answers_as_get_without_a_body(client: Desk) -> None:
    location = client.record().headers["Location"]
    answer = client("HEAD", location)
    assert (answer.status_code, answer.headers["ETag"], answer.data) == (200, '"1"', b"")


def test_a_public_query_needs_no_token(client: Desk) -> None:
    assert client.as_nobody()("GET", "hello").json == {"hello": "anonymous"}


@pytest.mark.parametrize("wrong", ["write", "record", "publish"])
def test_a_query_that_would_write_is_a_fault_and_writes_nothing(client: Desk, wrong: str) -> None:
    blueprint = Blueprint("writing", "/api/v1/writing", description="Writes where it must not")
    acts: dict[str, Any] = {
        "write": lambda work: work.execute(visit.delete()),
        "record": lambda work: work.record("visit.read", "x"),
        "publish": lambda work: work.publish("limen.registration.person.registered.v1", "x", {}),
    }

    @blueprint.route("/visits")
    class Visits(MethodView):
        @blueprint.query(Hello, permission=SIGNED_IN)
        def get(self, work: Work) -> dict[str, Any]:
            acts[wrong](work)
            return {}

    client.record()
    client.runtime.service = Service("writing", "Writing", blueprints=(blueprint,))
    assert Desk(create_app(client.runtime))("GET", "/api/v1/writing/visits").status_code == 500
    assert len(client("GET", "visits").json["items"]) == 1

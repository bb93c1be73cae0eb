"""A command reads its body strictly, names what is wrong, and takes effect whole or not at all."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.views import MethodView

from limen.errors import SafeguardPresent
from limen.service import Service
from limen.storage.tables import audit
from limen.web import SIGNED_IN, Blueprint, Schema
from limen.web.app import create_app
from limen.work import Work
from tests.limen.web.conftest import ANNA, Desk
from tests.limen.web.desk import visit


def rows(client: Desk, table: sa.Table) -> list[Any]:
    with client.runtime.database.read() as connection:
        return list(connection.execute(sa.select(table)))


def test_a_command_answers_with_status_schema_location_and_version(each_client: Desk) -> None:
    answer = each_client.record(born="1974-08", country="XK", at="2026-03-06T09:00:00+01:00")
    assert answer.status_code == 201
    assert answer.content_type == "application/json"
    visit_id = answer.json["visit_id"]
    assert answer.json == {
        "visit_id": visit_id,
        "post": "AL-HANI",
        "visitor": "ERIKSSON",
        "country": "XK",
        "born": "1974-08",
        "at": "2026-03-06T08:00:00.000Z",
        "party": 1,
        "version": 1,
    }
    assert answer.headers["Location"] == f"/api/v1/desk/visits/{visit_id}"
    assert answer.headers["ETag"] == '"1"'


def test_a_command_leaves_an_audit_entry_with_actor_request_and_purpose(client: Desk) -> None:
    request_id = "0190a000-0000-7000-8000-00000000abcd"
    headers = {"X-Request-ID": request_id, "X-Purpose": "first-line-check"}
    body = {"post": "AL-HANI", "visitor": "ERIKSSON"}
    client("POST", "visits", json=body, headers=headers)
    (entry,) = rows(client, audit)
    assert (entry.actor, entry.action) == (ANNA.id, "visit.recorded")
    assert (entry.request_id, entry.purpose) == (request_id, "first-line-check")


def test_a_purpose_in_free_words_is_refused(client: Desk) -> None:
    answer = client("GET", "visits", headers={"X-Purpose": "looking for Mr Eriksson"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["header"] == "X-Purpose"


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_a_body_of_another_type_is_415(client: Desk, content_type: str) -> None:
    answer = client("POST", "visits", data=b'{"post":"AL-HANI"}', content_type=content_type)
    assert (answer.status_code, answer.json["type"]) == (415, "urn:limen:problem:unsupported-media-type")


def test_a_compressed_body_is_415(client: Desk) -> None:
    answer = client("POST", "visits", json={}, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Expecting value, line 1, column 1"),
        (b'{"visitor": "Eriksson",\n}', "line 2, column 1"),
        (b'{"post": NaN}', "it holds NaN"),
        (b'{"post": Infinity}', "it holds Infinity"),
        (b"\xff\xfe{}", "it is not UTF-8 from byte 0 on"),
        ('{"post": "AL"}'.encode("utf-16"), "it is not UTF-8 from byte 0 on"),
        (b"[" * 5000, "it is nested too deeply"),
        (b'{"party": ' + b"9" * 5000 + b"}", "a number in it is too long"),
    ],
)
def test_a_body_that_is_not_json_is_400_and_says_where_without_repeating_it(
    client: Desk, body: bytes, why: str
) -> None:
    answer = client("POST", "visits", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["type"]) == (400, "urn:limen:problem:malformed")
    assert why in answer.json["detail"]
    assert "Eriksson" not in answer.text


def test_a_body_over_the_limit_is_413(client: Desk) -> None:
    answer = client.record(visitor="E" * 10_001)
    assert (answer.status_code, answer.json["type"]) == (413, "urn:limen:problem:body-too-large")


def test_every_broken_field_is_named_by_pointer_and_rule(client: Desk) -> None:
    answer = client.record(
        post=5, visitor=None, country="YU", born="1974-02-30", at="yesterday", party=0, companions=[{}, {}]
    )
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert {error["pointer"]: error["detail"] for error in answer.json["errors"]} == {
        "#/post": "Not a valid string.",
        "#/visitor": "Field may not be null.",
        "#/country": "Must be an ISO 3166-1 alpha-2 code in capitals, or XK.",
        "#/born": "Must be a date that exists, written as 1974-08-12, 1974-08, 1974 or XXXX.",
        "#/at": "Must be a time as RFC 3339 with an offset, for example 2026-03-06T08:00:00Z.",
        "#/party": "Must be greater than or equal to 1 and less than or equal to 99.",
        "#/companions/0/name": "Missing data for required field.",
        "#/companions/1/name": "Missing data for required field.",
    }


@pytest.mark.parametrize("party", ["2", 2.5, True, 1e400, 10**30])
def test_a_whole_number_is_a_whole_number_in_json(client: Desk, party: Any) -> None:
    body = json.dumps({"post": "AL-HANI", "visitor": "E", "party": party}).replace("Infinity", "1e400")
    answer = client("POST", "visits", data=body, content_type="application/json")
    assert [error["pointer"] for error in answer.json["errors"]] == ["#/party"]


@pytest.mark.parametrize(
    "moment", ["2026-03-06", "2026-03-06T08:00:00", "20260306T080000Z", "0001-01-01T00:00:00+23:59", 5]
)
def test_a_moment_without_offset_or_that_cannot_exist_is_refused(client: Desk, moment: Any) -> None:
    assert client.record(at=moment).json["errors"][0]["pointer"] == "#/at"


def test_an_unknown_field_is_refused_and_named(client: Desk) -> None:
    answer = client.record(is_admin=True)
    assert answer.json["errors"] == [{"pointer": "#/is_admin", "detail": "This field is not known."}]


def test_a_body_that_is_no_object_is_refused(client: Desk) -> None:
    answer = client("POST", "visits", json=[1])
    assert answer.json["errors"] == [{"pointer": "#", "detail": "Must be an object."}]


def test_an_error_never_repeats_what_was_sent(client: Desk) -> None:
    answer = client.record(
        visitor="740812",
        country="Utopia",
        born="12 August 1974",
        companions=[{"ERIKSSON": 1}],
        **{"Anna Maria": 1, "ERIKSSON": 2},
    )
    text = answer.get_data(as_text=True)
    assert "… is a number, not a name." in text
    for sent in ("740812", "Utopia", "August", "ERIKSSON", "Anna"):
        assert sent not in text


@pytest.mark.parametrize("text", ["\\u0000", "E\\u0000R", "\\ud800", "\\udfff\\ud83d"])
def test_text_that_no_database_can_hold_is_refused_with_its_place(each_client: Desk, text: str) -> None:
    body = f'{{"post": "AL-HANI", "visitor": "E", "companions": [{{"name": "{text}"}}]}}'
    answer = each_client("POST", "visits", data=body.encode(), content_type="application/json")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["#/companions/0/name"]


def test_a_name_in_any_script_is_kept_as_it_was_sent(each_client: Desk) -> None:
    for name in ("Գայանե Մկրտչյան", "ქეთევან", "غادة", "Đặng", "𠮷野", "\U0001f600"):
        assert each_client.record(visitor=name).json["visitor"] == name


def test_a_command_takes_no_query_parameters(client: Desk) -> None:
    answer = client("POST", "visits?dry_run=1", json={"post": "AL-HANI", "visitor": "E"})
    assert answer.json["errors"] == [{"parameter": "dry_run", "detail": "This field is not known."}]


def test_a_command_without_an_answer_gives_204_and_no_body(client: Desk) -> None:
    location = client.record().headers["Location"]
    answer = client("DELETE", location, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert client("GET", location).status_code == 404


def test_an_illegal_step_is_a_409_that_names_what_is_missing(client: Desk) -> None:
    location = client.record(party=60).headers["Location"]
    answer = client("DELETE", location, headers={"If-Match": '"1"'})
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:limen:problem:illegal-step"
    assert answer.json["missing"] == [{"what": "smaller_party"}]


def test_what_fails_after_writing_leaves_nothing_behind(each_client: Desk) -> None:
    blueprint = Blueprint("failing", "/api/v1/failing", description="Fails after writing")

    @blueprint.route("/visits")
    class Visits(MethodView):
        @blueprint.command(None, None, permission=SIGNED_IN)
        def post(self, work: Work) -> None:
            values = dict.fromkeys(visit.c.keys(), "x") | {"at": sa.func.now(), "party": 1, "version": 1}
            work.execute(visit.insert().values(values))
            work.record("visit.recorded", "x")
            raise SafeguardPresent("An asylum claim is present.", safeguard="asylum_claim")

    each_client.runtime.service = Service("failing", "Failing", blueprints=(blueprint,))
    answer = Desk(create_app(each_client.runtime))("POST", "/api/v1/failing/visits")
    assert (answer.status_code, answer.json["safeguard"]) == (409, "asylum_claim")
    assert rows(each_client, visit) == []
    assert rows(each_client, audit) == []


def test_a_schema_refuses_unknown_fields_also_when_nested() -> None:
    class Inner(Schema):
        pass

    assert set(Inner().validate({"a": 1})) == {"a"}

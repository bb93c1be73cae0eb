"""Border posts over HTTP."""

import pytest

from tests.services.registration.conftest import ADMINISTRATOR, HANI, MORINE, Officer

QAFE = {
    "code": "AL-QAFE-PRUSH",
    "name": "Qafë Prush",
    "country": "AL",
    "neighbour": "XK",
    "kind": "road",
    "valid_from": "2010-01-01",
    "valid_to": "2019-12-31",
}


def test_an_administrator_adds_a_post(officer: Officer) -> None:
    answer = officer.as_(ADMINISTRATOR).post("posts", QAFE)

    assert answer.status_code == 201
    codes = [post["code"] for post in officer.get("posts").get_json()["items"]]
    assert codes == [HANI, MORINE, "AL-QAFE-PRUSH"]


def test_only_posts_in_use_on_a_day_are_listed(officer: Officer) -> None:
    officer.as_(ADMINISTRATOR).post("posts", QAFE)

    def on(day: str) -> list[str]:
        return [post["code"] for post in officer.get(f"posts?on={day}").get_json()["items"]]

    assert "AL-QAFE-PRUSH" in on("2019-12-31")
    assert "AL-QAFE-PRUSH" not in on("2020-01-01")
    assert on("1999-12-31") == []


def test_an_officer_adds_no_post(officer: Officer) -> None:
    assert officer.post("posts", QAFE).status_code == 403


def test_a_code_is_never_given_twice(officer: Officer) -> None:
    administrator = officer.as_(ADMINISTRATOR)
    administrator.post("posts", QAFE)

    assert administrator.post("posts", QAFE).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"code": "al morine"}, "#/code"),
        ({"country": "ALB"}, "#/country"),
        ({"kind": "tunnel"}, "#/kind"),
        ({"valid_to": "2009-12-31"}, "#/valid_to"),
        ({"name": ""}, "#/name"),
    ],
)
def test_a_post_that_breaks_a_rule_is_answered_by_field(
    officer: Officer, change: dict[str, str], pointer: str
) -> None:
    answer = officer.as_(ADMINISTRATOR).post("posts", {**QAFE, **change})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]

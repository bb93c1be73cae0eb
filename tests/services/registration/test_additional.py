"""Fields that a country's plugin adds: checked by the plugin's field, and shown by their sensitivity."""

from typing import Any

import pytest
from marshmallow import fields, validate

from limen.plugins import PersonField, Sensitivity, default_profile
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from tests.services.registration.conftest import PROTECTION, Officer
from tests.services.registration.failing import AddingPlugin


def field(name: str, sensitivity: Sensitivity, checked: fields.Field[Any]) -> PersonField:
    return PersonField(
        name=name,
        labels={"en": name},
        field=checked,
        sensitivity=sensitivity,
        purpose="Law on the Border, art. 1",
    )


FIELDS = [
    field("fathers_name", Sensitivity.PERSONAL, fields.String(validate=validate.Length(1, 20))),
    field("national_number", Sensitivity.IDENTIFIER, fields.String()),
    field("religion", Sensitivity.SENSITIVE, fields.String()),
]
VALUES = {"fathers_name": "Namun", "national_number": "J30211034K", "religion": "none of anybody's business"}


@pytest.fixture
def plugins() -> PluginHost:
    """Albania's plugin, as far as this test goes."""
    return PluginHost([PluginCode("albania", AddingPlugin(FIELDS, default_profile("AL")))])


def additional(person: dict[str, Any]) -> dict[str, Any]:
    return {item["name"]: item["value"] for item in person["particulars"]["additional"]}


@pytest.fixture
def person(officer: Officer) -> str:
    """The id of a person with all additional fields."""
    told = {"names": [{"surname": "Namuna"}], "additional": VALUES}
    return str(officer.meets(declared=told)["person"]["id"])


def test_an_additional_field_is_kept_as_a_claim(officer: Officer, person: str) -> None:
    claims = officer.get(f"persons/{person}").get_json()["claims"]

    kept = [claim["value"]["name"] for claim in claims if claim["kind"] == "additional"]
    assert kept == ["fathers_name", "national_number"]


def test_an_identifier_is_masked_until_a_purpose_is_given(officer: Officer, person: str) -> None:
    masked = officer.get(f"persons/{person}").get_json()
    shown = officer.get(f"persons/{person}", X_Purpose="first-line").get_json()

    assert additional(masked)["national_number"] == "••••••••4K"
    assert "J30211034K" not in str(masked)
    assert additional(shown)["national_number"] == "J30211034K"


def test_a_sensitive_field_is_shown_to_protection_officers_only(officer: Officer, person: str) -> None:
    seen = officer.get(f"persons/{person}", X_Purpose="first-line").get_json()

    assert "religion" not in additional(seen)
    assert VALUES["religion"] not in str(seen)
    assert "religion" in additional(officer.as_(PROTECTION).get(f"persons/{person}").get_json())


def test_a_sensitive_field_stays_hidden_when_the_plugin_is_gone(officer: Officer, person: str) -> None:
    officer.runtime.plugins = PluginHost()

    assert "religion" not in additional(officer.get(f"persons/{person}").get_json())


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"fathers_name": "N" * 21}, "#/declared/additional/fathers_name"),
        ({"shoe_size": 43}, "#/declared/additional"),
    ],
)
def test_a_value_that_breaks_the_plugins_rule_is_answered_by_field(
    officer: Officer, values: dict[str, Any], pointer: str
) -> None:
    told = {"names": [{"surname": "Namuna"}], "additional": values}
    problem = officer.meets(declared=told, expected=422)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_the_pointer_names_the_place_in_the_body_that_was_sent(officer: Officer, person: str) -> None:
    change = {"proof": "declared", "additional": {"shoe_size": 43}}
    answer = officer.post(f"persons/{person}/claims", change, If_Match='"1"')

    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["#/additional"]


def test_without_a_plugin_there_are_no_additional_fields(officer: Officer) -> None:
    officer.runtime.plugins = PluginHost()
    told = {"names": [{"surname": "Namuna"}], "additional": {"fathers_name": "Namun"}}

    assert officer.meets(declared=told, expected=422)

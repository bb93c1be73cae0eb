"""Identity numbers: checked by the plugin of their state, masked, never a reason to refuse."""

from typing import Any

import pytest

import plugins.bosnia_and_herzegovina
from limen.plugins import IdentityNumber, default_profile, hookimpl
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from services.registration import identity_numbers
from services.registration.claims import Kind, Statement
from services.registration.search_keys import likeable
from tests.services.registration.conftest import Officer
from tests.services.registration.mrz_writer import Holder, td3, write
from tests.services.registration.test_api_persons import audited

#: the published example of the shared scheme, and the same with another last digit
JMBG, MISTYPED = "0101100710006", "0101100710007"


class Failing:
    """A country whose numbers cannot be asked for."""

    @hookimpl
    def country_profile(self) -> object:
        """Return the profile."""
        return default_profile("RS")

    @hookimpl
    def identity_numbers(self) -> list[IdentityNumber]:
        """Fail."""
        raise RuntimeError("the rule is lost")


@pytest.fixture(name="plugins")
def _plugins() -> PluginHost:
    """Bosnia and Herzegovina, which checks numbers, and Serbia, whose plugin fails."""
    return PluginHost(
        [
            PluginCode("bosnia_and_herzegovina", plugins.bosnia_and_herzegovina),
            PluginCode("serbia", Failing()),
        ]
    )


def told(state: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "names": [{"surname": "Uzorak"}],
        "identity_numbers": [{"issuing_state": state, "number": number}],
        **more,
    }


def numbers(person: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = person["particulars"]["identity_numbers"]
    return [(item["number"], item["check"], item["proof"]) for item in found]


@pytest.mark.parametrize(
    ("state", "number", "check", "proof"),
    [
        ("BA", JMBG, "passed", "document_verified"),
        ("BA", MISTYPED, "wrong_check_digit", "document_unverified"),
        ("BA", JMBG[:-1], "wrong_length", "document_unverified"),
        ("RS", JMBG, "not_answered", "document_unverified"),
        ("TJ", JMBG, "not_checked", "document_verified"),
    ],
)
def test_a_number_is_checked_by_the_plugin_of_its_state_and_recorded_whatever_that_says(
    officer: Officer, state: str, number: str, check: str, proof: str
) -> None:
    answer = officer.meets(declared=told(state, number, proof="document_verified"))

    ((shown, said, level),) = numbers(answer["person"])
    assert (said, level) == (check, proof)
    assert shown == "•" * (len(number) - 2) + number[-2:]


def test_a_number_is_shown_in_full_only_for_a_purpose_which_the_audit_log_keeps(officer: Officer) -> None:
    person = officer.meets(declared=told("BA", JMBG))["person"]["id"]
    masked = officer.get(f"persons/{person}")
    full = officer.get(f"persons/{person}", X_Purpose="register-enquiry")

    assert JMBG not in masked.get_data(as_text=True)
    assert [number for number, *_ in numbers(full.get_json())] == [JMBG]
    assert JMBG in [claim["value"].get("number") for claim in full.get_json()["claims"]]
    assert [row.purpose for row in audited(officer, "person.read")] == ["", "register-enquiry"]


@pytest.mark.parametrize("printed", [JMBG, MISTYPED])
@pytest.mark.parametrize("zone", ["TD1", "TD3"])
def test_a_number_in_the_optional_data_of_a_zone_is_taken_down_and_masked(
    officer: Officer, printed: str, zone: str
) -> None:
    holder = Holder("I" if zone == "TD1" else "P", "BIH", nationality="BIH", optional_data=printed)
    answer = officer.meets(mrz=str(write(zone, holder)), document_verified=True)
    encounter = officer.get(f"encounters/{answer['encounter']['id']}")

    ((shown, check, _),) = numbers(answer["person"])
    assert shown.endswith(printed[-2:])
    assert check == ("passed" if printed == JMBG else "wrong_check_digit")
    assert printed not in str(answer)
    assert printed not in encounter.get_data(as_text=True)
    assert "•" in encounter.get_json()["mrz"]


def test_optional_data_without_the_shape_of_a_number_is_no_number(officer: Officer) -> None:
    zone = td3(Holder("P", "BIH", nationality="BIH", optional_data="ZE184226B"))

    assert numbers(officer.meets(mrz=str(zone))["person"]) == []


def test_a_number_without_a_state_is_answered_by_field(officer: Officer) -> None:
    problem = officer.meets(declared={"identity_numbers": [{"number": JMBG}]}, expected=422)

    assert [error["pointer"] for error in problem["errors"]] == [
        "#/declared/identity_numbers/0/issuing_state"
    ]


def test_nobody_is_found_by_a_number(officer: Officer) -> None:
    value = {"issuing_state": "BA", "kind": "JMBG", "number": JMBG, "masked": "", "check": "passed"}
    statement = Statement(Kind.IDENTITY_NUMBER, value, identity_numbers.Proof.DECLARED)
    first = officer.meets(declared=told("BA", JMBG))
    second = officer.meets(declared={**told("BA", JMBG), "names": [{"surname": "Namuna"}]})

    assert likeable([statement]) == likeable([])
    assert first["person"]["id"] != second["person"]["id"]
    assert second["likely_same_persons"] == []

"""From a zone to claims: nothing that could not be read is claimed, nothing doubtful counts as verified."""

from datetime import date

import pytest

from services.registration import mrz
from services.registration.claims import Kind, Proof
from services.registration.documents import statements_of
from tests.services.registration.conftest import ERIKSSON

TODAY = date(2026, 3, 6)


def proofs(zone: str, *, verified: bool = True) -> dict[Kind, Proof]:
    return {item.kind: item.proof for item in statements_of(mrz.read(zone, TODAY), verified)}


def test_a_sound_zone_of_an_inspected_document_is_verified_in_every_field() -> None:
    assert set(proofs(ERIKSSON).values()) == {Proof.DOCUMENT_VERIFIED}


def test_a_zone_alone_verifies_nothing() -> None:
    assert set(proofs(ERIKSSON, verified=False).values()) == {Proof.DOCUMENT_UNVERIFIED}


def test_a_code_that_no_list_has_makes_only_the_nationality_doubtful() -> None:
    found = proofs(ERIKSSON.replace("C36UTO", "C36QQQ"))

    assert found[Kind.NATIONALITY] is Proof.DOCUMENT_UNVERIFIED
    assert found[Kind.NAME] is Proof.DOCUMENT_VERIFIED


def test_a_wrong_composite_digit_makes_every_field_doubtful() -> None:
    assert set(proofs(ERIKSSON[:-1] + "9").values()) == {Proof.DOCUMENT_UNVERIFIED}


def test_what_the_zone_does_not_say_is_not_claimed() -> None:
    zone = ERIKSSON.replace("7408122F", "<<<<<<<<")

    assert proofs(zone).keys() == {Kind.NAME, Kind.NATIONALITY, Kind.DOCUMENT}


@pytest.mark.parametrize(
    ("printed", "known"), [("740812", "1974-08-12"), ("7408<<", "1974-08"), ("74<<<<", "1974")]
)
def test_a_birth_date_is_claimed_as_far_as_it_is_known(printed: str, known: str) -> None:
    statements = statements_of(mrz.read(ERIKSSON.replace("740812", printed), TODAY), verified=False)

    (value,) = [item.value for item in statements if item.kind is Kind.BIRTH_DATE]
    assert value == {"date": known, "estimated": False}


def test_a_document_of_a_country_is_known_by_its_alpha_2_code() -> None:
    zone = mrz.read(ERIKSSON.replace("P<UTO", "P<D<<").replace("C36UTO", "C36D<<"), TODAY)

    values = {item.kind: item.value for item in statements_of(zone, verified=False)}
    assert values[Kind.NATIONALITY] == {"code": "DE"}
    assert values[Kind.DOCUMENT]["issuing_state"] == "DE"

"""Claims: what counts follows from proof level and recency, and a repetition is no news."""

from datetime import UTC, datetime, timedelta
from itertools import count

from limen.messaging.contracts.registration import Particulars
from services.registration.claims import Claim, Kind, Proof, Statement, best_first, news
from services.registration.particulars import minimum_of, particulars_of

_START = datetime(2026, 3, 6, 8, tzinfo=UTC)
_numbers = count()


def claim(kind: Kind, proof: Proof = Proof.DECLARED, **value: object) -> Claim:
    """A claim one minute later than the one before it."""
    number = next(_numbers)
    return Claim(f"{number:036}", kind, value, proof, _START + timedelta(minutes=number), "officer-1")


def born(date: str, proof: Proof = Proof.DECLARED) -> Claim:
    return claim(Kind.BIRTH_DATE, proof, date=date, estimated=False)


def named(surname: str, proof: Proof = Proof.DECLARED, kind: Kind = Kind.NAME) -> Claim:
    return claim(kind, proof, surname=surname, given_names="", script="Latn")


def test_proof_levels_rank_from_a_verified_document_down_to_what_was_observed() -> None:
    claims = [born("1974", proof) for proof in reversed(Proof)]

    assert [item.proof for item in best_first(claims)] == [
        Proof.DOCUMENT_VERIFIED,
        Proof.OTHER_AUTHORITY,
        Proof.DOCUMENT_UNVERIFIED,
        Proof.DECLARED,
        Proof.OBSERVED,
    ]


def test_a_better_proven_claim_counts_although_it_is_older() -> None:
    claims = [born("1974-08-12", Proof.DOCUMENT_VERIFIED), born("1975", Proof.DECLARED)]

    assert particulars_of(claims)["birth_date"]["date"] == "1974-08-12"


def test_of_two_claims_of_one_proof_level_the_later_counts() -> None:
    assert particulars_of([born("1974"), born("1975")])["birth_date"]["date"] == "1975"


def test_a_name_that_no_longer_counts_is_still_shown() -> None:
    found = particulars_of([named("OLD"), named("ALSO", kind=Kind.ALIAS), named("NEW")])

    assert found["name"]["surname"] == "NEW"
    assert {name["surname"] for name in found["other_names"]} == {"OLD", "ALSO"}


def test_an_alias_counts_where_there_is_no_other_name() -> None:
    assert particulars_of([named("ALSO", kind=Kind.ALIAS)])["name"]["surname"] == "ALSO"


def test_several_nationalities_are_shown_each_with_its_best_proof() -> None:
    claims = [
        claim(Kind.NATIONALITY, code="AF"),
        claim(Kind.NATIONALITY, code="PK"),
        claim(Kind.NATIONALITY, Proof.DOCUMENT_VERIFIED, code="AF"),
    ]

    found = [(item["code"], item["proof"]) for item in particulars_of(claims)["nationalities"]]

    assert found == [("AF", "document_verified"), ("PK", "declared")]


def test_saying_the_same_again_is_no_news() -> None:
    held = [born("1974")]

    assert news([Statement(Kind.BIRTH_DATE, held[0].value, Proof.DECLARED)], held) == []


def test_the_same_value_with_a_better_proof_is_news() -> None:
    held = [born("1974")]
    better = Statement(Kind.BIRTH_DATE, held[0].value, Proof.DOCUMENT_VERIFIED)

    assert news([better], held) == [better]


def test_returning_to_an_earlier_value_is_news() -> None:
    held = [born("1974"), born("1975")]
    again = Statement(Kind.BIRTH_DATE, held[0].value, Proof.DECLARED)

    assert news([again], held) == [again]


def test_a_document_shown_again_is_no_news_after_another_one() -> None:
    held = [
        claim(Kind.DOCUMENT, type="P", issuing_state="AL", number=number, expiry_date=None)
        for number in ("A1", "A2")
    ]

    assert news([Statement(Kind.DOCUMENT, held[0].value, Proof.DECLARED)], held) == []


def test_one_statement_twice_is_recorded_once() -> None:
    said = Statement(Kind.SEX, {"sex": 1}, Proof.DECLARED)

    assert news([said, said], []) == [said]


def test_the_minimum_keeps_the_contract_even_of_a_person_of_whom_nothing_is_known() -> None:
    assert Particulars().validate(minimum_of([])) == {}


def test_a_status_is_no_nationality_in_the_minimum() -> None:
    claims = [claim(Kind.NATIONALITY, code="XXA"), claim(Kind.NATIONALITY, code="XK")]

    assert minimum_of(claims)["nationalities"] == [{"country": "XK", "proof": "declared"}]

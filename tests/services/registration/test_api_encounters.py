"""Encounters over HTTP: a zone is read and never blocks, and no person is doubled or merged silently."""

from datetime import timedelta

import pytest

from limen.clock import now, rfc3339
from limen.ids import new_id
from tests.services.registration.conftest import (
    ELSEWHERE,
    ERIKSSON,
    HANI,
    MONITOR,
    MORINE,
    READMISSION,
    Officer,
)

#: the specimen with a digit of the birth date mistyped
BAD_BIRTH_DATE = ERIKSSON.replace("7408122", "7408132")
SINGLE_NAME = "P<AFGNAMUNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nP000000009AFG<<<<<<<M3001017<<<<<<<<<<<<<<<2"


def declared(surname: str, given_names: str = "", **more: object) -> dict[str, object]:
    return {"names": [{"surname": surname, "given_names": given_names}], **more}


def test_a_zone_registers_a_person_with_what_it_says(officer: Officer) -> None:
    answer = officer.meets(mrz=ERIKSSON, document_verified=True)

    particulars = answer["person"]["particulars"]
    assert particulars["name"]["surname"] == "ERIKSSON"
    assert particulars["name"]["given_names"] == "ANNA MARIA"
    assert particulars["birth_date"] == {
        "date": "1974-08-12",
        "estimated": False,
        "proof": "document_verified",
    }
    assert particulars["sex"]["sex"] == 2
    assert particulars["documents"][0]["number"] == "L898902C3"
    assert answer["zone"]["format"] == "TD3"
    assert answer["zone"]["problems"] == []
    assert answer["likely_same_persons"] == []


def test_the_answer_leads_to_the_encounter_which_shows_the_zone_as_given(officer: Officer) -> None:
    zone = {"post": HANI, "kind": "entry", "mrz": ERIKSSON}
    answer = officer.post("encounters", zone, X_Purpose="first-line")
    shown = officer.get(answer.headers["Location"], X_Purpose="first-line").get_json()

    assert answer.status_code == 201
    assert shown["id"] == answer.get_json()["encounter"]["id"]
    assert shown["mrz"] == ERIKSSON
    assert shown["zone"] == answer.get_json()["zone"]


def test_a_bad_check_digit_is_named_and_does_not_block(officer: Officer) -> None:
    answer = officer.meets(mrz=BAD_BIRTH_DATE, document_verified=True)

    problems = {(problem["field"], problem["rule"]) for problem in answer["zone"]["problems"]}
    assert ("birth_date", "check_digit") in problems
    assert answer["person"]["particulars"]["birth_date"]["proof"] == "document_unverified"


def test_a_text_that_is_no_zone_is_recorded_with_its_problem(officer: Officer) -> None:
    answer = officer.meets(mrz="no zone at all")

    assert [problem["rule"] for problem in answer["zone"]["problems"]] == ["shape"]
    assert answer["person"]["particulars"]["name"] is None
    path = f"encounters/{answer['encounter']['id']}"
    assert officer.get(path).get_json()["mrz"] == "•• •••• •• •ll"
    assert officer.get(path, X_Purpose="first-line").get_json()["mrz"] == "no zone at all"


def test_a_document_of_a_stateless_person_gives_a_status_and_no_country(officer: Officer) -> None:
    answer = officer.meets(mrz=ERIKSSON.replace("C36UTO", "C36XXA"))

    assert answer["person"]["particulars"]["nationalities"] == [
        {"code": "XXA", "kind": "stateless", "proof": "document_unverified"}
    ]


@pytest.mark.parametrize("printed", ["XKX", "RKS"])
def test_both_printed_codes_of_kosovo_give_the_same_country(officer: Officer, printed: str) -> None:
    answer = officer.meets(mrz=ERIKSSON.replace("C36UTO", f"C36{printed}"))

    assert answer["person"]["particulars"]["nationalities"][0]["code"] == "XK"


def test_a_single_name_and_an_unknown_birth_date_are_handled(officer: Officer) -> None:
    particulars = officer.meets(mrz=SINGLE_NAME)["person"]["particulars"]

    assert particulars["name"]["surname"] == "NAMUNA"
    assert particulars["name"]["given_names"] == ""
    assert particulars["birth_date"] is None


def test_a_person_without_documents_is_registered_by_what_is_declared(officer: Officer) -> None:
    particulars = officer.meets(
        declared={
            "names": [
                {"surname": "نمونه", "given_names": "رضا"},
                {"surname": "Namuna", "given_names": "Reza", "alias": True},
            ],
            "birth_date": {"date": "1994", "estimated": True},
            "sex": 1,
            "nationalities": ["AF", "PK"],
            "birth_place": "Herat",
        }
    )["person"]["particulars"]

    assert particulars["name"]["script"] == "Arab"
    assert [name["surname"] for name in particulars["other_names"]] == ["Namuna"]
    assert particulars["birth_date"] == {"date": "1994", "estimated": True, "proof": "declared"}
    assert [item["code"] for item in particulars["nationalities"]] == ["AF", "PK"]
    assert particulars["documents"] == []


def test_what_is_declared_stands_beside_what_the_zone_says(officer: Officer) -> None:
    answer = officer.meets(
        mrz=ERIKSSON,
        document_verified=True,
        declared=declared("Эрикссон", "Анна", birth_date={"date": "1975"}),
    )
    person = officer.get(f"persons/{answer['person']['id']}").get_json()

    births = {
        (claim["proof"], claim["value"]["date"])
        for claim in person["claims"]
        if claim["kind"] == "birth_date"
    }
    assert births == {("document_verified", "1974-08-12"), ("declared", "1975")}
    assert person["particulars"]["birth_date"]["date"] == "1974-08-12"
    assert person["particulars"]["other_names"][0]["script"] == "Cyrl"


def test_a_likely_same_person_stops_a_silent_second_registration(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]

    problem = officer.meets(mrz=ERIKSSON, expected=409)

    assert problem["type"] == "urn:limen:problem:possible-duplicate"
    (candidate,) = problem["likely_same_persons"]
    assert candidate["person_id"] == known
    assert {"field": "document_number", "kind": "same"} in candidate["reasons"]
    assert len(officer.get("encounters").get_json()["items"]) == 1


def test_the_problem_names_no_personal_value(officer: Officer) -> None:
    officer.meets(mrz=ERIKSSON)

    text = str(officer.meets(mrz=ERIKSSON, expected=409)).lower()

    assert not [value for value in ("eriksson", "anna", "l898902c3", "1974") if value in text]


def test_a_known_person_is_named_by_the_officer(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]
    answer = officer.meets(mrz=ERIKSSON, kind="exit", person_id=known["id"])

    assert answer["person"]["id"] == known["id"]
    assert answer["person"]["version"] == known["version"]
    assert answer["likely_same_persons"] == []


def test_a_daily_crossing_does_not_repeat_the_claims(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    before = len(officer.get(f"persons/{known}").get_json()["claims"])
    officer.meets(mrz=ERIKSSON, kind="exit", person_id=known)

    assert len(officer.get(f"persons/{known}").get_json()["claims"]) == before


def test_a_new_document_of_a_known_person_is_kept_beside_the_old_one(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]
    document = {"type": "ID", "issuing_state": "UTO", "number": "D23145890"}
    answer = officer.meets(person_id=known["id"], declared={"documents": [document]})

    numbers = {item["number"] for item in answer["person"]["particulars"]["documents"]}
    assert numbers == {"L898902C3", "D23145890"}
    assert answer["person"]["version"] == known["version"] + 1


def test_a_new_person_is_registered_once_every_likely_one_is_ruled_out(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    answer = officer.meets(mrz=ERIKSSON, new_person=True, not_same_as=[known])

    assert answer["person"]["id"] != known
    assert [likely["person_id"] for likely in answer["likely_same_persons"]] == [known]


def test_a_likely_person_who_was_not_ruled_out_still_stops_the_registration(officer: Officer) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    other = officer.meets(mrz=ERIKSSON, new_person=True, not_same_as=[known])["person"]["id"]

    problem = officer.meets(mrz=ERIKSSON, new_person=True, not_same_as=[known], expected=409)

    assert [likely["person_id"] for likely in problem["likely_same_persons"]] == [other]


def test_the_same_name_with_another_birth_date_is_offered_and_stops_nobody(officer: Officer) -> None:
    told = {"sex": 1, "nationalities": ["TJ"]}
    first = declared("Namuna", "Bahor", birth_date={"date": "1984-11-02"}, **told)
    second = declared("Namuna", "Bahor", birth_date={"date": "1977-06-25"}, **told)
    known = officer.meets(declared=first)["person"]["id"]

    answer = officer.meets(declared=second)

    (likely,) = answer["likely_same_persons"]
    assert (likely["person_id"], answer["person"]["id"] != known) == (known, True)
    assert {"field": "birth", "kind": "differs"} in likely["reasons"]


@pytest.mark.parametrize(
    ("name", "script"),
    [
        (("Эрикссон", "Анна Мария"), "Cyrillic"),
        (("ერიქსონი", "ანა მარია"), "Georgian"),
        (("Էրիքսոն", "Աննա Մարիա"), "Armenian"),
        (("اریکسون", "آنا ماریا"), "Arabic"),
    ],
)
def test_a_name_in_another_script_finds_the_person(
    officer: Officer, name: tuple[str, str], script: str
) -> None:
    known = officer.meets(mrz=ERIKSSON)["person"]["id"]
    told = declared(*name, birth_date={"date": "1974-08-12"}, sex=2)

    found = officer.post("persons/search", {"declared": told}).get_json()["likely_same_persons"]

    assert [likely["person_id"] for likely in found] == [known], script


def test_an_officer_records_only_at_their_own_posts(officer: Officer) -> None:
    answer = officer.as_(ELSEWHERE).post("encounters", {"post": HANI, "kind": "entry", "mrz": ERIKSSON})

    assert answer.status_code == 403
    assert officer.as_(ELSEWHERE).meets(post=MORINE, mrz=ERIKSSON)


def test_a_post_that_does_not_exist_is_named(officer: Officer) -> None:
    nowhere = officer.as_(
        type(officer.actor)("o", roles=frozenset({"border_officer"}), posts=frozenset({"NOWHERE"}))
    )
    answer = nowhere.post("encounters", {"post": "NOWHERE", "kind": "entry", "mrz": ERIKSSON})

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"pointer": "#/post", "detail": "there is no such post"}]


def test_a_post_is_used_only_while_it_is_open(officer: Officer) -> None:
    answer = officer.post(
        "encounters", {"post": HANI, "kind": "entry", "mrz": ERIKSSON, "at": "1999-12-31T12:00:00Z"}
    )

    assert answer.status_code == 422
    assert "2000-01-01" in answer.get_json()["errors"][0]["detail"]


def test_an_encounter_cannot_lie_in_the_future(officer: Officer) -> None:
    at = rfc3339(now() + timedelta(hours=1))
    answer = officer.post("encounters", {"post": HANI, "kind": "entry", "mrz": ERIKSSON, "at": at})

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "#/at"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#"),
        ({"document_verified": True, "declared": declared("Namuna")}, "#/document_verified"),
        ({"declared": {"nationalities": ["ALB"]}}, "#/declared/nationalities/0"),
        ({"declared": {"birth_date": {"date": "1974-13"}}}, "#/declared/birth_date/date"),
        ({"declared": {"birth_date": {"date": "2999"}}}, "#/declared/birth_date/date"),
        ({"declared": {"names": [{"surname": "N", "given": "R"}]}}, "#/declared/names/0/given"),
        ({"declared": {"sex": 3}}, "#/declared/sex"),
        ({"mrz": ERIKSSON, "not_same_as": [new_id()]}, "#/not_same_as"),
        ({"mrz": ERIKSSON, "new_person": True, "person_id": new_id()}, "#/person_id"),
    ],
)
def test_a_body_that_breaks_a_rule_is_answered_by_field(
    officer: Officer, body: dict[str, object], pointer: str
) -> None:
    answer = officer.post("encounters", {"post": HANI, "kind": "entry", **body})

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]


def test_a_person_who_does_not_exist_is_not_found(officer: Officer) -> None:
    body = {"post": HANI, "kind": "entry", "person_id": new_id()}

    assert officer.post("encounters", body).status_code == 404


def test_what_is_not_known_is_no_claim(officer: Officer) -> None:
    told = declared("Namuna", "Reza", sex=0, birth_date={"date": "XXXX"})
    person = officer.meets(declared=told)["person"]["particulars"]

    assert (person["sex"], person["birth_date"]) == (None, None)


def test_encounters_are_listed_newest_first_and_page_by_page(officer: Officer) -> None:
    recorded = [
        officer.meets(declared=declared(name))["encounter"]["id"] for name in ("Adom", "Bahor", "Chaman")
    ]

    first = officer.get(f"encounters?post={HANI}&limit=2").get_json()
    second = officer.get(f"encounters?post={HANI}&limit=2&after={first['next']}").get_json()

    assert [item["id"] for item in first["items"] + second["items"]] == recorded[::-1]
    assert second["next"] is None


def test_a_list_reaches_only_to_the_officers_own_posts(officer: Officer) -> None:
    here = officer.meets(declared=declared("Adom"))["encounter"]["id"]
    there = officer.as_(ELSEWHERE).meets(post=MORINE, declared=declared("Bahor"))["encounter"]["id"]

    assert [item["id"] for item in officer.get("encounters").get_json()["items"]] == [here]
    assert officer.get(f"encounters?post={MORINE}").status_code == 403
    assert officer.get(f"encounters/{there}").status_code == 403
    everywhere = officer.as_(MONITOR).get("encounters").get_json()["items"]
    assert {item["id"] for item in everywhere} == {here, there}


def test_a_readmission_officer_records_no_encounter(officer: Officer) -> None:
    body = {"post": HANI, "kind": "entry", "mrz": ERIKSSON}

    assert officer.as_(READMISSION).post("encounters", body).status_code == 403


def test_the_same_key_registers_a_person_once(officer: Officer) -> None:
    body = {"post": HANI, "kind": "entry", "mrz": ERIKSSON}
    first = officer.post("encounters", body, Idempotency_Key="0190a000-0000-7000-8000")
    second = officer.post("encounters", body, Idempotency_Key="0190a000-0000-7000-8000")

    assert second.get_json() == first.get_json()
    assert len(officer.get("encounters").get_json()["items"]) == 1

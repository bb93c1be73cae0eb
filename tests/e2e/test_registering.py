"""Registering persons at a border post, part two of the journey."""

from dataclasses import replace

from tests.e2e.journey import register
from tests.e2e.officers import ELSEWHERE, HERE
from tests.e2e.people import new_person
from tests.e2e.site import Site

#: the specimen of ICAO Doc 9303 part 4
ERIKSSON = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
#: the same with another check digit of the document number
MISREAD = ERIKSSON.replace("L898902C36", "L898902C37")


def test_a_person_is_registered_by_zone_and_the_wrong_check_digit_is_named(site: Site):
    """A bad zone never blocks: what it says is recorded, and what is doubtful is named."""
    answer = site.officer.post(
        "registration/encounters", {"post": HERE, "kind": "entry", "mrz": MISREAD, "document_verified": True}
    )
    assert answer["zone"]["surname"] == "ERIKSSON"
    problems = {(item["field"], item["rule"]) for item in answer["zone"]["problems"]}
    assert ("document_number", "check_digit") in problems
    (document,) = answer["person"]["particulars"]["documents"]
    assert (document["number"], document["proof"]) == ("L898902C3", "document_unverified")
    read = site.officer.get(f"registration/persons/{answer['person']['id']}")
    assert read["particulars"] == answer["person"]["particulars"]


def test_a_person_without_documents_is_registered_with_all_that_is_claimed(site: Site):
    """Aliases, an estimated birth date, several nationalities, each with its proof level."""
    person = new_person()
    declared = {
        "names": [
            {"surname": person.surname, "given_names": person.given_names},
            {"surname": new_person().surname, "given_names": person.given_names, "alias": True},
        ],
        "birth_date": {"date": "1990", "estimated": True},
        "nationalities": ["AF", "IR"],
    }
    answer = site.officer.post(
        "registration/encounters", {"post": HERE, "kind": "apprehension_green_border", "declared": declared}
    )
    known = answer["person"]["particulars"]
    assert (known["birth_date"]["date"], known["birth_date"]["estimated"]) == ("1990", True)
    assert {item["code"] for item in known["nationalities"]} == {"AF", "IR"}
    assert len(known["other_names"]) == 1
    assert known["documents"] == []
    assert {item["proof"] for item in [known["name"], known["birth_date"], *known["nationalities"]]} == {
        "declared"
    }


def test_the_same_person_is_offered_with_the_reason_and_nobody_is_doubled_silently(site: Site):
    """Search before create: the officer sees who it likely is, and decides."""
    person = new_person()
    first = register(site.officer, person)
    same = {"mrz": person.zone}
    (found,) = site.colleague.post("registration/persons/search", same, 200)["likely_same_persons"]
    assert found["person_id"] == first["person"]["id"]
    assert "document_number" in {reason["field"] for reason in found["reasons"]}
    encounter = {"post": HERE, "kind": "exit", **same}
    refused = site.colleague.post("registration/encounters", encounter, 409)
    assert refused["type"] == "urn:limen:problem:possible-duplicate"
    (likely,) = refused["likely_same_persons"]
    assert likely["person_id"] == first["person"]["id"]
    assert likely["reasons"]
    known = site.colleague.post("registration/encounters", {**encounter, "person_id": likely["person_id"]})
    assert known["person"]["id"] == first["person"]["id"]


def test_a_name_in_another_script_is_found(site: Site):
    """The same name and birth date in Cyrillic, told at another time without papers."""
    person = replace(new_person(), surname="SHEVCHENKO", given_names="OLEKSANDR")
    first = register(site.officer, person)
    told = {
        "names": [{"surname": "ШЕВЧЕНКО", "given_names": "ОЛЕКСАНДР"}],
        "birth_date": {"date": person.birth_date.isoformat()},
    }
    answer = site.officer.post("registration/persons/search", {"declared": told}, 200)
    assert first["person"]["id"] in [item["person_id"] for item in answer["likely_same_persons"]]


def test_an_officer_registers_at_the_own_post_only(site: Site):
    """And sees no encounter of another post."""
    encounter = {"post": ELSEWHERE, "kind": "entry", "mrz": new_person().zone}
    site.officer.post("registration/encounters", encounter, 403)
    recorded = site.stranger.post("registration/encounters", encounter)["encounter"]["id"]
    site.stranger.get(f"registration/encounters/{recorded}")
    site.officer.get(f"registration/encounters/{recorded}", 403)
    listed = site.officer.get("registration/encounters")["items"]
    assert {item["post"] for item in listed} <= {HERE}

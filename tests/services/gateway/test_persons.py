"""A person in the console: finding, claims with their proof, asylum claims, and what each role may see."""

from collections.abc import Callable

import pytest

from limen.embedded import Node
from tests.rig.waiting import wait_until
from tests.services.gateway.browsing import Browser
from tests.services.gateway.people import birth, open_case, person_of, register, surname

As = Callable[[str], Browser]

PROTECTED = "This person is protected. Nothing may be sent and nobody handed over."


@pytest.fixture
def officer(as_: As) -> Browser:
    return as_("officer")


def test_a_search_stands_in_no_address_and_names_its_reasons(officer: Browser) -> None:
    entered = {"surname": surname(), "given_names": "Ana", **birth()}
    person = person_of(register(officer, **entered))
    found = officer.send(officer.get("/persons/find"), "/persons/find", **entered)
    assert (found.status, found.path) == (200, "/persons/find")
    assert found.link(entered["surname"]) == person
    assert "Same birth date" in found.text
    assert entered["surname"] not in found.title


def test_a_search_without_anything_says_what_is_needed(officer: Browser) -> None:
    page = officer.send(officer.get("/persons/find"), "/persons/find")
    assert page.status == 422
    assert page.link("Surname: Send the machine-readable zone") == "#surname"


def test_a_search_that_finds_nobody_says_so(officer: Browser) -> None:
    page = officer.send(officer.get("/persons/find"), "/persons/find", surname=surname(), **birth())
    assert "Nobody who is registered is likely this person." in page.text


def test_the_page_of_a_person_names_nobody_in_title_or_address(officer: Browser) -> None:
    family = surname()
    page = officer.get(person_of(register(officer, surname=family)))
    assert family in page.text
    assert family not in page.title
    assert family not in page.path


def test_what_is_added_stands_beside_what_was_there(officer: Browser) -> None:
    person = person_of(register(officer, nationality_1="BA"))
    form = officer.get(officer.get(person).link("Add what is known"))
    added = officer.send(
        form, "/claims/new", nationality_1="RS", birth_place="Mostar", proof="other_authority"
    )
    assert added.path == person
    for said in ("Bosnia and Herzegovina", "Serbia", "Mostar", "Confirmed by another authority"):
        assert said in added.text


def test_somebody_else_changed_the_person_meanwhile_and_what_was_typed_is_kept(
    officer: Browser, as_: As
) -> None:
    person = person_of(register(officer))
    mine = officer.get(f"{person}/claims/new")
    other = as_("leader")
    other.send(other.get(f"{person}/claims/new"), "/claims/new", birth_place="Mostar")
    refused = officer.send(mine, "/claims/new", birth_place="Foča")
    assert refused.status == 412
    assert "Somebody changed this since you read it." in refused.text
    assert refused.form("/claims/new").values["birth_place"] == "Foča"
    assert "Foča" in officer.send(refused, "/claims/new").text


def test_any_officer_records_an_asylum_claim_without_a_word_and_it_protects(officer: Browser) -> None:
    person = person_of(register(officer))
    page = officer.get(person)
    assert PROTECTED not in page.text
    recorded = officer.send(page, "/asylum-claims", **{"asylum-statement": ""})
    assert PROTECTED in recorded.text
    assert "The asylum claim is recorded." in recorded.text


def test_only_protection_officers_read_what_the_person_said(officer: Browser, as_: As) -> None:
    person = person_of(register(officer))
    said = "They would kill me there."
    officer.send(officer.get(person), "/asylum-claims", **{"asylum-statement": said})
    for account in ("officer", "leader", "readmission", "monitor"):
        page = as_(account).get(person)
        assert page.status == 200
        assert said not in page.html, account
    protection = as_("protection")
    page = protection.get(person)
    assert said not in page.html
    assert said in protection.get(page.link("Read the statement")).text


def test_two_protection_officers_end_a_safeguard(officer: Browser, as_: As) -> None:
    person = person_of(register(officer))
    officer.send(officer.get(person), "/asylum-claims", **{"asylum-statement": ""})
    first, second = as_("protection"), as_("protection-2")
    page = first.get(person)
    name = next(name for name in page.form("/end").values if name.endswith("-reason"))
    short = first.send(page, "/end", **{name: "short"})
    assert (short.status, "at least 10 characters" in short.text) == (422, True)
    proposed = first.send(page, "/end", **{name: "The claim was decided with final effect."})
    assert PROTECTED in proposed.text
    assert not proposed.has_form("/end")
    ended = second.send(second.get(person), "/end", **{name: "I have seen the decision."})
    assert "The safeguard has ended." in ended.text
    assert PROTECTED not in ended.text


def test_a_readmission_officer_sees_the_cases_of_a_person_and_no_statement(officer: Browser, as_: As) -> None:
    person = person_of(register(officer))
    readmission = as_("readmission")
    case = open_case(readmission, person)
    page = readmission.get(person)
    number = case.text.split("Case ")[1].split(" ")[0]
    assert number in page.text
    assert not page.has_form("/asylum-claims")


def test_a_person_that_does_not_exist_is_a_page_that_says_so(officer: Browser) -> None:
    page = officer.get("/persons/01900000-0000-7000-8000-000000000000")
    assert (page.status, "There is no such record" in page.text) == (404, True)
    assert officer.get("/persons/not-an-id").status == 404


def test_an_erased_person_is_shown_as_erased(officer: Browser, node: Node, as_: As) -> None:
    family = surname()
    encounter = register(officer, surname=family)
    person = person_of(encounter)
    readmission = as_("readmission")
    case = open_case(readmission, person).path
    erase(node, person.rsplit("/", 1)[1])
    assert officer.get(person).status == 410
    kept = officer.get(encounter.path)
    assert (kept.status, family in kept.html) == (200, False)

    def erased() -> bool:
        return "The data of this person were erased." in readmission.get(case).text

    wait_until(erased, "readmission has erased the person", 20)
    assert readmission.get("/cases").status == 200


def erase(node: Node, person_id: str) -> None:
    """Erase a person, as an administrator does over HTTP."""
    from limen.web.tokens import TokenIssuer
    from limen.work import Actor

    settings = node.runtimes["gateway"].settings
    administrator = Actor("administrator", roles=frozenset({"administrator"}))
    token = TokenIssuer(settings.token_key, settings.node).issue(administrator, 1)
    assert not isinstance(node.application, str)
    answer = node.application.test_client().post(  # type: ignore[attr-defined]
        f"/api/v1/registration/persons/{person_id}/erasure",
        json={"reason": "recorded_in_error"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.text

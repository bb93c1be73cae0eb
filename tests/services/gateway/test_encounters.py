"""Registering in the console: with a zone, without documents, and when the person is likely known."""

import random
from collections.abc import Callable

import pytest

from limen.embedded import Node
from limen.storage.tables import audit
from services.registration.models import encounter as encounter_table
from services.registration.mrz.check_digits import check_digit
from tests.pdf import Pdf
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import ERIKSSON, birth, person_of, register, surname

As = Callable[[str], Browser]


@pytest.fixture
def officer(as_: As) -> Browser:
    return as_("officer")


def encounters(node: Node) -> int:
    with node.runtimes["registration"].database.read() as connection:
        return len(connection.execute(encounter_table.select()).all())


def enter(officer: Browser, **values: str) -> Page:
    return officer.send(officer.get("/encounters/new"), "/encounters/new", **values)


def test_a_person_without_documents_is_registered_with_all_that_was_said(officer: Browser) -> None:
    family = surname()
    page = register(
        officer,
        surname=family,
        given_names="Amra",
        aliases="Хоџић, Амра\nHodzic",
        birth_day="",
        birth_month="",
        birth_year="1931",
        birth_estimated="y",
        sex="2",
        nationality_1="BA",
        nationality_2="XXA",
        birth_place="Mostar",
        document_type="birth_certificate",
        document_state="BA",
        document_number=family[:8].upper(),
        kind="apprehension_green_border",
    )
    assert "The encounter is recorded." in page.text
    for said in (
        f"{family}, Amra",
        "Хоџић, Амра",
        "Hodzic",
        "1931 (estimated)",
        "Female",
        "Bosnia and Herzegovina",
        "Stateless person",
        "Mostar",
        f"Birth certificate {family[:8].upper()}",
        "The person says so",
        "Apprehension at the green border",
    ):
        assert said in page.text, said
    assert family not in page.title
    assert family not in page.path


def test_each_check_digit_that_fails_is_named_in_plain_words_and_nothing_is_blocked(
    officer: Browser,
) -> None:
    def with_wrong_digit(field: str) -> str:
        return field + str((int(check_digit(field)) + 1) % 10)

    number = "".join(random.SystemRandom().choices("0123456789", k=9))
    first = f"P<BIH{surname().upper()}<<ANA".ljust(44, "<")
    second = f"{with_wrong_digit(number)}BIH{with_wrong_digit('850101')}F{with_wrong_digit('300101')}".ljust(
        43, "<"
    )
    covered = second[0:10] + second[13:20] + second[21:43]
    wrong = f"{first}\n{second}{with_wrong_digit(covered)[-1]}"
    page = enter(officer, kind="entry", mrz=wrong)
    assert page.status == 200
    assert "The zone breaks" in page.text
    for said in ("Document number:", "Birth date:", "Expiry date:", "Check digit over the whole zone:"):
        assert said in page.text, said
    assert "Nothing was corrected, and the encounter is recorded all the same." in page.text


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(officer: Browser) -> None:
    page = enter(officer, mrz=ERIKSSON, birth_month="8", surname="Kept", aliases="Kept, too")
    assert page.status == 422
    form = page.form("/encounters/new").values
    assert (form["mrz"].replace("\r", ""), form["surname"], form["aliases"]) == (
        ERIKSSON,
        "Kept",
        "Kept, too",
    )
    assert page.link("What happened: Say what happened.") == "#kind-0"
    assert "A month or day needs its year." in page.text
    assert {"kind-0", "birth_year"} <= set(page.ids)


def test_what_registration_refuses_stands_at_its_field(officer: Browser) -> None:
    page = enter(officer, kind="entry", surname="Q", birth_day="31", birth_month="2", birth_year="1980")
    assert page.status == 422
    assert page.link("Year: Must be a date that exists") == "#birth_year"
    nothing = enter(officer, kind="entry")
    assert nothing.link("Machine-readable zone: Send the machine-readable zone") == "#mrz"
    future = enter(officer, kind="entry", surname="Q", at="2090-01-01T10:00")
    assert future.link("When: Must not lie in the future.") == "#at"


def likely(officer: Browser) -> tuple[Page, dict[str, str]]:
    """Register somebody, then enter the same person again; return the comparison and what was entered."""
    entered = {"kind": "entry", "surname": surname(), "given_names": "Ana", **birth(), "nationality_1": "BA"}
    register(officer, **entered)
    page = enter(officer, **entered)
    assert page.status == 409
    return page, entered


def test_likely_same_persons_stand_side_by_side_with_reasons(officer: Browser) -> None:
    page, entered = likely(officer)
    assert "Is it one of these persons?" in page.text
    assert page.html.count(f"{entered['surname']}, Ana") >= 2
    assert "Same birth date" in page.text
    assert entered["surname"] not in page.title


def test_nothing_that_was_typed_is_lost_on_the_way_back(officer: Browser) -> None:
    page, entered = likely(officer)
    form = officer.send(page, "/encounters/new", back="1").form("/encounters/new").values
    assert {name: form[name] for name in entered} == entered


def test_a_decision_is_asked_for_when_there_is_none(officer: Browser) -> None:
    page, _ = likely(officer)
    again = officer.send(page, "/encounters/new")
    assert again.status == 409
    assert "Say whether it is one of these persons, or none of them." in again.text


def test_the_officer_says_that_it_is_the_same_person(officer: Browser, node: Node) -> None:
    page, _ = likely(officer)
    known = page.form("/encounters/new").offered["decision"][0]
    recorded = officer.send(page, "/encounters/new", decision=known)
    assert recorded.status == 200
    assert person_of(recorded).endswith(known)


def test_the_officer_says_that_it_is_somebody_new_and_the_log_names_whom_it_is_not(
    officer: Browser, node: Node
) -> None:
    page, _ = likely(officer)
    known = page.form("/encounters/new").offered["decision"][0]
    recorded = officer.send(page, "/encounters/new", decision="new")
    assert not person_of(recorded).endswith(known)
    with node.runtimes["registration"].database.read() as connection:
        entries = connection.execute(audit.select().where(audit.c.action == "encounter.recorded")).all()
    assert known in entries[-1].detail


def test_a_double_click_records_one_encounter(officer: Browser, node: Node) -> None:
    form = officer.get("/encounters/new")
    values = {"kind": "exit", "surname": surname(), **birth()}
    first = officer.send(form, "/encounters/new", **values)
    count = encounters(node)
    second = officer.send(form, "/encounters/new", **values)
    assert (second.status, second.path, encounters(node)) == (200, first.path, count)


def test_an_old_form_with_new_content_is_refused_and_says_why(officer: Browser, node: Node) -> None:
    form = officer.get("/encounters/new")
    officer.send(form, "/encounters/new", kind="exit", surname=surname(), **birth())
    count = encounters(node)
    again = officer.send(form, "/encounters/new", kind="exit", surname=surname(), **birth())
    assert (again.status, encounters(node)) == (422, count)
    assert "This form was sent before with other content" in again.text


def test_another_encounter_with_a_known_person_needs_no_document(officer: Browser) -> None:
    person = person_of(register(officer))
    again = officer.get(officer.get(person).link("Register another encounter"))
    recorded = officer.send(again, "/encounters/new", kind="exit")
    assert person_of(recorded) == person


def test_only_own_posts_in_use_are_offered(as_: As) -> None:
    offered = as_("officer").get("/encounters/new").form("/encounters/new").offered["post"]
    assert offered == ["POST-1"]
    nowhere = as_("posted-nowhere").get("/encounters/new")
    assert not nowhere.has_form("/encounters/new")
    assert "None of your posts is in use." in nowhere.text


def test_an_encounter_of_another_post_is_refused(as_: As, officer: Browser) -> None:
    path = register(officer).path
    assert as_("leader-2").get(path).status == 403


def test_the_list_of_encounters_shows_nobody(officer: Browser) -> None:
    family = surname()
    register(officer, surname=family)
    page = officer.get("/encounters")
    assert page.status == 200
    assert family not in page.html


def test_a_number_that_breaks_a_rule_is_recorded_told_and_masked_until_a_purpose_is_given(
    officer: Browser,
) -> None:
    mistyped = "0101100710007"
    page = register(officer, identity_number_state="BA", identity_number=mistyped)
    assert "Identity number of Bosnia and Herzegovina: the check digit is wrong. It is recorded." in page.text
    person = officer.get(person_of(page))
    assert "•••••••••••07 (JMBG, Bosnia and Herzegovina): the check digit is wrong" in person.text
    assert mistyped not in page.html + person.html
    shown = officer.get(f"{person_of(page)}?purpose=compare-document")
    assert mistyped in shown.text


def test_what_a_person_should_know_before_a_screening_is_printed_in_the_language_chosen(
    officer: Browser,
) -> None:
    page = register(officer)
    assert '<option value="sr-Latn" lang="sr-Latn">' in page.html
    printed = officer.client.get("/screening-sheet.pdf?language=sr-Latn")
    assert Pdf(printed.data).says("Obrazac nije potreban.")

"""Protection screening in the console: who may fill it in, what it protects at once, and who reads it."""

from collections.abc import Callable

import pytest

from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import person_of, register
from tests.services.gateway.test_persons import PROTECTED

As = Callable[[str], Browser]
NOTES = "Keeps to the wall; asked for a doctor."


@pytest.fixture
def officer(as_: As) -> Browser:
    """The demonstration's officer holds the certificate that the node's house rule asks for."""
    return as_("officer")


def screening_of(officer: Browser, person: str) -> Page:
    """Open the form from the page of a person, as an officer does."""
    return officer.get(officer.get(person).link("Screen for needs of protection"))


def test_what_was_found_protects_at_once_and_is_read_by_those_who_protect(officer: Browser, as_: As) -> None:
    met = register(officer)
    person = person_of(met)
    form = screening_of(officer, person)
    found = {"needs": "asylum_intention", "outcome": "referred", "referred_to": "Clinic", "notes": NOTES}
    recorded = officer.send(form, "/screening", **found)
    assert recorded.path == person
    assert "The screening is recorded." in recorded.text
    assert "An asylum claim is pending. From now on" in recorded.text
    assert PROTECTED in recorded.text
    assert NOTES not in recorded.html + officer.get(met.path).html
    for account in ("protection", "monitor"):
        reader = as_(account)
        read = reader.get(reader.get(met.path).link("Read what screenings found"))
        for said in ("The person was referred", "Wants to ask for asylum", "Clinic", NOTES):
            assert said in read.text, account
    assert officer.get(f"{met.path}/screenings").status == 403


def test_what_contradicts_itself_stands_next_to_its_field_and_nothing_is_lost(officer: Browser) -> None:
    form = screening_of(officer, person_of(register(officer)))
    empty = officer.send(form, "/screening", notes=NOTES)
    assert empty.link("What the screening led to: Say what") == "#outcome-0"
    refused = officer.send(empty, "/screening", needs="TR", outcome="no_indication")
    assert refused.status == 422
    assert refused.link("What you noticed or were told: Must be empty") == "#needs-0"
    assert "needs-0" in refused.ids
    assert refused.form("/screening").values["notes"] == NOTES


def test_an_officer_without_the_certificate_is_told_why_and_since_when(officer: Browser, as_: As) -> None:
    person = person_of(register(officer))
    leader = as_("leader")
    page = screening_of(leader, person)
    assert page.status == 403
    assert "HBM (House rule of this node, not a law): you have never held it" in page.text
    assert page.link("Back to the person") == person
    assert not page.has_form("/screening")


def test_nobody_screens_without_the_role(officer: Browser, as_: As) -> None:
    met = register(officer)
    for account in ("readmission", "monitor"):
        browser = as_(account)
        assert "Screen for needs" not in browser.get(person_of(met)).text
        assert browser.get(f"{met.path}/screening").status == 403

"""The language of the pages: chosen, kept, with the direction of its script; English without a catalogue."""

import pytest
from flask import Flask

from tests.services.gateway.browsing import Browser


def choose(browser: Browser, language: str) -> None:
    page = browser.send(browser.get("/sign-in"), "/language", language=language)
    assert page.status == 200


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_script_from_right_to_left_turns_the_page_and_brings_its_sheet(
    anybody: Browser, language: str
) -> None:
    choose(anybody, language)
    page = anybody.get("/sign-in")
    assert page.direction == "rtl"
    assert "vendor/bootstrap.rtl.min.css" in page.html


def test_texts_without_a_translation_are_english_and_the_page_says_so_in_both(anybody: Browser) -> None:
    choose(anybody, "fa")
    page = anybody.get("/sign-in")
    assert page.language == "en"  # the texts are; the notice bears its own language
    assert '<p class="alert alert-secondary" lang="fa">' in page.html
    assert "Sign in" in page.text


def test_the_choice_outlives_the_sign_in(anybody: Browser) -> None:
    from services.gateway.demonstration import PASSWORD

    choose(anybody, "ar")
    assert anybody.sign_in("trainer", PASSWORD).direction == "rtl"


def test_a_language_that_is_not_offered_changes_nothing(anybody: Browser) -> None:
    token = anybody.get("/sign-in").form("/language").values["csrf_token"]
    page = anybody.post("/language", {"csrf_token": token, "language": "tlh", "next": "/sign-in"})
    assert (page.status, page.direction, page.language) == (200, "ltr", "en")


def test_a_language_reaches_labels_names_of_countries_and_the_foot_of_the_page(anybody: Browser) -> None:
    choose(anybody, "sq")
    page = anybody.get("/sign-in")
    assert (page.language, page.direction, page.title) == ("sq", "ltr", "Hyr – Limen")
    assert "Fjalëkalimi" in page.text
    assert "Zvicër" in page.text  # the node's country
    assert "Përkthimi është bërë me makinë" in page.text


def test_two_officers_read_in_their_own_languages_at_once(app: Flask) -> None:
    """A text that was translated once must not stay so for the next reader."""
    albanian, english = Browser(app), Browser(app)
    choose(albanian, "sq")
    for _ in range(2):
        assert "Hyr" in albanian.get("/sign-in").text
        assert "Hyr" not in english.get("/sign-in").text

"""The language of the pages: chosen, kept, with the direction of its script; English without a catalog."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from tests.services.gateway.browsing import Browser
from tests.services.gateway.conftest import make_node

As = Callable[[str], Browser]


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


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The gateway of an Albanian node, with a catalog of our own of a few Bosnian texts."""
    folder: Path = tmp_path_factory.mktemp("translated")
    catalog = Catalog(locale="bs")
    catalog.add("Sign in", "Prijava")
    catalog.add("Password", "Lozinka")
    messages = folder / "translations" / "bs" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    with (messages / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    patch = pytest.MonkeyPatch()
    patch.setattr("services.gateway.console.language.CATALOGS", folder / "translations")
    made = make_node(folder / "node", country="AL")
    assert isinstance(made.application, Flask)
    yield made.application
    made.close()
    patch.undo()


def test_a_catalog_adds_a_language_also_to_labels_dates_and_countries(translated: Flask) -> None:
    browser = Browser(translated)
    choose(browser, "bs")
    page = browser.get("/sign-in")
    assert (page.language, page.direction) == ("bs", "ltr")
    assert page.title.startswith("Prijava")
    assert "Lozinka" in page.text
    assert "Albanija" in page.text  # the node's country
    assert '<span class="left-english" lang="en" dir="ltr">Account</span>' in page.html  # not in the catalog


def test_the_plugin_of_the_nodes_country_brings_its_language_and_no_other_country_does(
    translated: Flask, anybody: Browser
) -> None:
    browser = Browser(translated)
    choose(browser, "sq")
    page = browser.get("/sign-in")
    assert (page.language, page.title) == ("sq", "Hyr – Limen")
    assert "Përkthimi është bërë me makinë" in page.text
    assert '<option value="fr"' not in page.html
    assert '<option value="sq"' not in anybody.get("/sign-in").html


def test_two_officers_read_in_their_own_languages_at_once(translated: Flask) -> None:
    """A text that was translated once must not stay so for the next reader."""
    bosnian, english = Browser(translated), Browser(translated)
    choose(bosnian, "bs")
    for _ in range(2):
        assert "Prijava" in bosnian.get("/sign-in").text
        assert "Prijava" not in english.get("/sign-in").text

"""Texts in a country's languages: what is not translated is shown in English, and one sees that it is."""

import pytest

from limen.plugins.document_keys import TEXTS
from limen.plugins.testing import host_of
from limen.plugins.texts import texts_of

SWAHILI = {"handover.title": "Hati ya makabidhiano"}


@pytest.fixture
def kenya(country):
    texts = {"sw": SWAHILI, "en": {"handover.title": "Record of handing over", "stamp": "Stamp of Kenya"}}
    return host_of(kenya=country("KE", document_texts=lambda language: texts.get(language, {}))).countries[
        "KE"
    ]


def test_a_translated_text_is_shown_as_it_is(kenya):
    title = texts_of(kenya, "sw")["handover.title"]
    assert (str(title), title.language, title.fallback) == ("Hati ya makabidhiano", "sw", False)


def test_a_text_without_a_translation_is_english_and_says_so(kenya):
    date = texts_of(kenya, "sw")["application.date"]
    assert (str(date), date.fallback) == ("Date [en]", True)


def test_a_country_words_its_english_itself(kenya):
    assert str(texts_of(kenya, "en")["handover.title"]) == "Record of handing over"
    assert str(texts_of(kenya, "fr")["stamp"]) == "Stamp of Kenya [en]"
    assert str(texts_of(kenya, "en")["application.date"]) == "Date"


def test_what_is_missing_in_a_language_can_be_told(kenya):
    assert set(texts_of(kenya, "sw").missing) == set(TEXTS) - {"handover.title"}
    assert texts_of(kenya, "en").missing == []


def test_a_key_that_nobody_knows_is_an_error(kenya):
    with pytest.raises(KeyError):
        texts_of(kenya, "sw")["handover.titel"]


def test_a_plugin_that_fails_leaves_the_english_texts(country):
    def broken(language):
        raise RuntimeError

    kenya = host_of(kenya=country("KE", document_texts=broken)).countries["KE"]
    assert str(texts_of(kenya, "sw")["application.date"]) == "Date [en]"


def test_a_state_without_a_plugin_has_english_texts():
    assert str(texts_of(host_of().country("JP"), "ja")["application.date"]) == "Date [en]"

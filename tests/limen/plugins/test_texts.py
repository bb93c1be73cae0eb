"""Texts in a country's languages: what is not translated is shown in English, and one sees that it is."""

from dataclasses import replace

import pytest

from limen.plugins.document_keys import NOT_REVIEWED, TEXTS
from limen.plugins.testing import host_of
from limen.plugins.texts import document_texts, language_beside_english
from limen.printing import two_languages
from tests.limen.plugins.conftest import profile

SWAHILI = {"handover.title": "Hati ya makabidhiano", NOT_REVIEWED: "Tafsiri ya mashine"}


@pytest.fixture
def kenya(country):
    texts = {"sw": SWAHILI, "en": {"handover.title": "Record of handing over", "stamp": "Stamp of Kenya"}}
    return host_of(kenya=country("KE", document_texts=lambda language: texts.get(language, {}))).country("KE")


def both(kenya, language):
    return two_languages(document_texts([kenya], [language]), "en", language)


def test_a_translated_text_stands_beside_the_countrys_own_english(kenya):
    said = both(kenya, "sw")("handover.title")
    assert [str(label) for label in said] == ["Record of handing over", "Hati ya makabidhiano"]


def test_a_text_without_a_translation_is_english_and_says_so(kenya):
    assert [str(label) for label in both(kenya, "sw")("escort.day")] == ["Day", "Day [en]"]
    assert str(both(kenya, "fr").second("stamp")) == "Stamp of Kenya [en]"


def test_a_translation_that_nobody_reviewed_says_so_in_both_languages(kenya):
    said = [str(label) for label in both(kenya, "sw")(NOT_REVIEWED)]
    assert said[0].endswith("no native speaker has reviewed it.")
    assert said[1] == "Tafsiri ya mashine"
    assert NOT_REVIEWED not in document_texts([kenya], ["fr"])


def test_a_label_of_another_form_that_has_no_english_here_stops_no_document(country):
    said = {"form.sex": "Jinsia", "escort.day": "Siku"}
    tanzania = host_of(tanzania=country("TZ", document_texts=lambda language: said)).country("TZ")
    texts = document_texts([host_of().country("KE"), tanzania], ["sw"])
    assert two_languages(texts, "en", "sw").second.missing == [key for key in TEXTS if key != "escort.day"]


def test_of_two_countries_the_first_words_a_text(country, kenya):
    said = {"handover.title": "Hati", "escort.day": "Siku"}
    tanzania = host_of(tanzania=country("TZ", document_texts=lambda language: said)).country("TZ")
    texts = document_texts([kenya, tanzania], ["sw"])
    assert (texts["handover.title"]["sw"], texts["escort.day"]["sw"]) == (SWAHILI["handover.title"], "Siku")


def test_beside_english_stands_the_language_with_most_of_our_texts_whatever_labels_a_form_has(country):
    texts = {"en": {"escort.day": "Day"}, "sw": {"form.sex": "Jinsia", "form.date": "Tarehe"}}
    said = replace(profile("CD"), languages=["sw", "en"])
    hooks = {"country_profile": lambda: said, "document_texts": lambda language: texts.get(language, {})}
    assert language_beside_english(host_of(congo=country("CD", **hooks)).country("CD")) == "en"


def test_a_key_that_nobody_knows_is_an_error(kenya):
    with pytest.raises(KeyError):
        both(kenya, "sw")("handover.titel")


def test_a_plugin_that_fails_leaves_the_english_texts(country):
    def broken(language):
        raise RuntimeError

    kenya = host_of(kenya=country("KE", document_texts=broken)).country("KE")
    assert str(both(kenya, "sw").second("escort.day")) == "Day [en]"
    assert language_beside_english(kenya) == next(iter(kenya.profile.languages))


def test_a_state_without_a_plugin_has_english_texts():
    japan = host_of().country("JP")
    assert language_beside_english(japan) == "ja"
    assert str(both(japan, "ja").second("escort.day")) == "Day [en]"

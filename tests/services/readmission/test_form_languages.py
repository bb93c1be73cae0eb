"""A country brings labels of the form in its languages; what it lacks is English and marked."""

from types import SimpleNamespace

from limen.plugins import CountryProfile, DatedName, hookimpl
from limen.plugins.testing import host_of
from limen.printing import two_languages
from services.readmission.application.languages import label_languages, labels, labels_of


class Kenya:
    """A country with one label in Swahili, and one text that is no label."""

    texts = {"form.birth_date": "Tarehe ya kuzaliwa", "form.gone": "x", "birth_place": "y"}  # noqa: RUF012

    @hookimpl
    def country_profile(self):
        names = [DatedName(language="en", name="Kenya")]
        return CountryProfile(alpha2="KE", names=names, languages=["sw"], scripts=["Latn"], calendar=None)

    @hookimpl
    def document_texts(self, language):
        return {"sw": self.texts, "en": {"form.birth_date": "Day of birth"}}[language]


def texts_with(country, *languages):
    runtime = SimpleNamespace(plugins=host_of(kenya=country))
    return labels_of(runtime, ("KE", "CH"), languages)


def test_a_label_that_a_country_translates_stands_on_the_form():
    both = two_languages(texts_with(Kenya(), "sw", "en"), "sw", "en")
    assert [str(label) for label in both("birth_date")] == [
        "Tarehe ya kuzaliwa",
        labels()["birth_date"]["en"],
    ]


def test_a_label_that_it_lacks_is_english_and_marked():
    both = two_languages(texts_with(Kenya(), "sw"), "sw", "fr")
    assert str(next(iter(both("birth_place")))).endswith("[en]")


def test_every_language_of_our_own_has_every_label():
    for language in label_languages():
        assert two_languages(labels(), language, "en").first.missing == []


def test_a_country_adds_no_label_that_the_form_does_not_have_and_changes_no_english():
    texts = texts_with(Kenya(), "sw", "en")
    assert set(texts) == set(labels())
    assert texts["birth_date"]["en"] == labels()["birth_date"]["en"]


def test_a_plugin_that_fails_leaves_the_form_as_it_is():
    assert texts_with(Kenya(), "rw") == labels()

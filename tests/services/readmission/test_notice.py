"""The notice of a decision: what is recorded, in a language of the person and beside it the officer's."""

import pytest

import plugins.bosnia_and_herzegovina
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from limen.runtime import Runtime
from tests.pdf import Pdf
from tests.services.readmission.conftest import Case

DECISION = {
    "kind": "return_decision",
    "on": "2026-03-10",
    "basis": "Foreign Nationals Act, art. 64",
    "authority": "Migration office",
    "reason": "No permit.",
}


@pytest.fixture
def notice(case: Case, runtime: Runtime) -> str:
    """The path of the notice of a decision, on a node that has the plugin of Bosnia and Herzegovina."""
    codes = [plugin.code for plugin in runtime.plugins.plugins.values()]
    bosnia = PluginCode("bosnia_and_herzegovina", plugins.bosnia_and_herzegovina)
    runtime.plugins = PluginHost([*codes, bosnia])
    (item,) = case.post("decisions", DECISION, 201)["items"]
    return f"{case.path}/decisions/{item['decision_id']}/notice.pdf"


def test_a_notice_says_what_is_recorded_in_both_languages_and_whose_words_stay_as_they_are(
    case: Case, notice: str
) -> None:
    answer = case.officer.get(f"{notice}?language=bs")
    pdf = Pdf(answer.data)
    for words in (
        "Obavještenje o odluci",
        "Notice of a decision",
        "odluka o povratku / return decision",
        "No permit.",
        "They are not translated.",
        "no native speaker has reviewed it",
    ):
        assert pdf.says(words), words


def test_a_language_that_no_plugin_has_is_english_and_marked(case: Case, notice: str) -> None:
    assert Pdf(case.officer.get(f"{notice}?language=uz").data).says("Notice of a decision [en]")


@pytest.mark.parametrize("language", ["", "deutsch", "x"])
def test_a_language_that_is_none_is_refused(case: Case, notice: str, language: str) -> None:
    answer = case.officer.get(f"{notice}?language={language}")
    assert (answer.status_code, answer.get_json()["errors"][0]["parameter"]) == (422, "language")


def test_a_decision_of_another_case_is_not_found(case: Case, notice: str) -> None:
    path = notice.replace(notice.split("/")[3], "0190a000-0000-7000-8000-000000000000")
    assert case.officer.get(f"{path}?language=bs").status_code == 404

"""What a person is told before a screening: what the system does, and national law with its article."""

import pytest

import plugins.montenegro
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from tests.pdf import Pdf
from tests.services.registration.conftest import ADMINISTRATOR, Officer


@pytest.fixture(name="plugins")
def _plugins() -> PluginHost:
    """Montenegro's plugin, which the node of these tests has as a neighbour."""
    return PluginHost([PluginCode("montenegro", plugins.montenegro)])


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_sheet_stands_in_the_persons_language_beside_the_officers(officer: Officer) -> None:
    pdf = Pdf(officer.get("screening-sheet.pdf?language=sr-Latn&beside=en").data)
    assert pdf.says("Obrazac nije potreban.")
    assert pdf.says("No form is needed.")
    assert pdf.says("no native speaker has reviewed it")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_language_without_texts_is_english_and_marked(officer: Officer) -> None:
    assert Pdf(officer.get("screening-sheet.pdf?language=tg").data).says("No form is needed. [en]")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_whoever_may_not_screen_gets_no_sheet(officer: Officer) -> None:
    answer = officer.as_(ADMINISTRATOR).get("screening-sheet.pdf?language=en")
    assert answer.status_code == 403

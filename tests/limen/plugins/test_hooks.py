"""The hooks themselves: each is specified, tested, documented and answered by the example."""

import inspect
import re
from pathlib import Path
from typing import get_origin

import pytest

import limen.plugins
from limen.plugins import hookspecs
from limen.plugins.hooks import answer_type, hook_names
from limen.plugins.testing import host_of

HERE = Path(__file__).parent
PAGE = (HERE.parents[2] / "docs" / "country-plugins.md").read_text()
TESTS = "\n".join(path.read_text() for path in HERE.glob("test_*.py") if path != Path(__file__))


@pytest.mark.parametrize("hook", hook_names())
def test_every_hook_has_a_test_and_a_page(hook):
    arguments = ", ".join(inspect.signature(getattr(hookspecs, hook)).parameters)
    assert f"\n### `{hook}({arguments})`\n" in PAGE, "a heading with the exact arguments"
    assert re.search(rf"\b{hook}\b", TESTS), "a test that uses it"


@pytest.mark.parametrize("hook", hook_names())
def test_every_hook_says_in_one_sentence_what_to_return(hook):
    sentence = inspect.getdoc(getattr(hookspecs, hook))
    assert re.fullmatch(r"Return [^\n]+\.", sentence)
    assert sentence in PAGE


@pytest.mark.parametrize("hook", hook_names())
def test_every_hook_says_its_answer_in_a_form_that_the_host_checks(hook):
    annotation = answer_type(hook)
    form = get_origin(annotation) or annotation
    assert isinstance(form, type)
    assert form is not object


def test_there_is_a_way_to_ask_for_every_hook(country):
    kenya = host_of(kenya=country("KE"))
    asked_through_the_host = {"country_profile", "arrangements"}
    for hook in set(hook_names()) - asked_through_the_host:
        assert callable(getattr(kenya.countries["KE"], hook))
    assert kenya.countries["KE"].profile.alpha2 == "KE"
    assert kenya.arrangements() == ()


def test_what_authors_import_is_listed_and_there():
    assert sorted(set(limen.plugins.__all__)) == sorted(limen.plugins.__all__)
    assert all(hasattr(limen.plugins, name) for name in limen.plugins.__all__)

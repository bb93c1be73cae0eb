"""A text that nobody translated says which language it is in, wherever a page can say so."""

import pytest

from services.gateway.console.untranslated import Untranslated, marked

LEFT = '<span class="left-english" lang="en" dir="ltr">{}</span>'


def said(text: str) -> str:
    return Untranslated().gettext(text)


def test_a_text_that_nobody_translated_becomes_an_element_with_its_language() -> None:
    assert marked(f"<p>{said('Sign in')}</p>") == f"<p>{LEFT.format('Sign in')}</p>"


def test_what_a_template_puts_into_it_stays_inside() -> None:
    page = said("Registered %(when)s") % {"when": "<time>2026</time>"}
    assert marked(f"<p>{page}</p>") == f"<p>{LEFT.format('Registered <time>2026</time>')}</p>"


@pytest.mark.parametrize(
    "page",
    ["<title>{}</title>", '<input aria-label="{}">', "<option>{}</option>", "<textarea>{}</textarea>"],
)
def test_where_no_element_can_stand_the_text_stays_bare(page: str) -> None:
    assert marked(page.format(said("Sign in"))) == page.format("Sign in")
    assert marked(page.format(said("A")) + f"<p>{said('B')}</p>").endswith(f"<p>{LEFT.format('B')}</p>")


def test_one_and_many_are_told_apart() -> None:
    assert marked(Untranslated().ngettext("one", "many", 2)) == LEFT.format("many")

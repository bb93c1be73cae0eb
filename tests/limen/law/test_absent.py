"""Why a value is absent: the text has none, nobody read the place, or what was found is too weak."""

from dataclasses import replace

import pytest

from limen.law.absent import Absence
from tests.limen.law.build import CITED, arrangement

WEAK = [{"value": "time_limits.reply", "found": "weak_source", "reason": "A thesis gives a number."}]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("time_limits.transfer", Absence.SILENT),
        ("evidence.nationality.proof", Absence.NOT_READ),
        ("facts.costs", Absence.NOT_READ),
        ("facts.escorts", Absence.SILENT),
        ("frame.signed", Absence.NOT_READ),
        ("time_limits.reply", Absence.NOT_VERIFIED),
    ],
)
def test_a_text_that_was_read_in_full_is_silent_but_for_the_places_that_it_names(
    value: str, why: Absence
) -> None:
    """A part that was not read takes all its values along; no text is silent on its own day."""
    text = arrangement(unread=["evidence", "facts.costs"], withheld=WEAK)
    assert text.read_in_full
    assert text.absence(value) is why


def test_a_text_that_nobody_read_whole_is_never_called_silent() -> None:
    """Not one of its values was read in the full text."""
    secondary = {**CITED, "verified": "secondary"}
    text = arrangement(
        in_force={"value": "2010-01-01", **secondary},
        categories={"value": ["own_national"], **secondary},
        time_limits=None,
    )
    assert not text.read_in_full
    assert text.absence("time_limits.transfer") is Absence.NOT_READ


def test_each_text_of_a_layered_arrangement_says_why_for_itself() -> None:
    """The protocol first; what was found stands beside the reason, without its number."""
    protocol = arrangement(id="NL-BA-1", kind="protocol", overlays="NL-BA", withheld=WEAK)
    together = replace(arrangement(), protocols=(protocol,))
    assert [item.in_words for item in together.absent("time_limits.reply")] == [
        "NL-BA-1: something was found, and not verified well enough to be used, "
        "in a weak source only: A thesis gives a number.",
        "NL-BA: the text was read in full and has none",
    ]

"""Dated parameters: the right value on every day, and none where the law has none."""

from datetime import date
from pathlib import Path

import pytest

from limen.law.errors import LawDataInvalid, ParameterNotInForce
from limen.law.levels import Level
from limen.law.parameters import load_parameters

GOOD = """
notice:
  description: Hours within which the border unit tells the migration authority.
  unit: hour
  reference: Art. 6(5)
  source: law-on-refugees
  verified: secondary
  values:
    2014-07-01: 72
    2020-01-01: {value: 48, reference: Art. 6(5) as amended, source: law-3-2020, verified: full_text}
    2025-01-01: null
"""


def load(folder: Path, text: str) -> dict:
    """Load a text as a file."""
    path = folder / "parameters.yaml"
    path.write_text(text)
    return load_parameters(path)


def test_a_value_holds_from_its_day_until_the_day_before_the_next(tmp_path: Path) -> None:
    """The days on both sides of each change."""
    notice = load(tmp_path, GOOD)["notice"]
    assert notice.value_on(date(2014, 7, 1)) == 72
    assert notice.value_on(date(2019, 12, 31)) == 72
    assert notice.value_on(date(2020, 1, 1)) == 48
    assert notice.value_on(date(2024, 12, 31)) == 48


def test_a_value_brings_its_own_citation_and_else_the_parameter_s(tmp_path: Path) -> None:
    """An amending law is its own source."""
    notice = load(tmp_path, GOOD)["notice"]
    first, second = notice.cited_on(date(2015, 1, 1)), notice.cited_on(date(2021, 1, 1))
    assert (first.reference, first.source, first.verified) == (
        "Art. 6(5)",
        "law-on-refugees",
        Level.SECONDARY,
    )
    assert (second.reference, second.source) == ("Art. 6(5) as amended", "law-3-2020")
    assert second.verified is Level.FULL_TEXT


def test_before_its_first_day_and_after_its_repeal_there_is_no_value(tmp_path: Path) -> None:
    """A rule that asks then is told so, and gets no number."""
    notice = load(tmp_path, GOOD)["notice"]
    with pytest.raises(ParameterNotInForce, match="its first value holds from 2014-07-01"):
        notice.value_on(date(2014, 6, 30))
    with pytest.raises(ParameterNotInForce, match="repealed on 2025-01-01"):
        notice.value_on(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  source: law-on-refugees\n", "", r"notice\.source: is required"),
        ("verified: secondary", "verified: hearsay", r"notice\.verified: must be one of full_text, excerpt"),
        ("  unit: hour", "  unit: hour\n  colour: red", r"notice\.colour: is not a known field"),
        ("  unit: hour", "  unit: ''", r"notice\.unit: must be text, and not empty"),
        ("2014-07-01: 72", "July: 72", r"notice\.values\.July: the key must be a day"),
        ("value: 48, ", "", r"notice\.values\.2020-01-01\.value: is required"),
        ("source: law-3-2020", "origin: law-3-2020", r"2020-01-01\.origin: is not a known field"),
        ("    2025-01-01: null", "    2014-07-01: 3", "the key .* occurs twice"),
    ],
)
def test_a_parameter_that_breaks_a_rule_is_refused_by_file_field_and_rule(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """One rule at a time."""
    assert old in GOOD
    with pytest.raises(LawDataInvalid, match=r"parameters\.yaml: .*" + message):
        load(tmp_path, GOOD.replace(old, new))


def test_every_problem_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one error at a time."""
    with pytest.raises(LawDataInvalid) as caught:
        load(tmp_path, "one: {unit: hour}\ntwo: 3\n")
    assert {field for field, _ in caught.value.problems} == {
        "one.description",
        "one.reference",
        "one.source",
        "one.verified",
        "one.values",
        "two",
    }

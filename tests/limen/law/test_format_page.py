"""The page that describes the data files names what the code knows, and nothing else."""

import re
from pathlib import Path

import limen.law
from limen.law.categories import Category
from limen.law.time_limit import LIMITS, Start

PAGE = (Path(limen.law.__file__).parent / "arrangement-format.md").read_text()


def test_the_page_lists_every_time_limit_with_who_acts_and_what_must_happen() -> None:
    """The table is the code's."""
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert {name: (side, what) for name, side, what in rows} == {
        name: (side.value, what) for name, (side, what) in LIMITS.items()
    }


def test_the_page_lists_every_start_event() -> None:
    """In any order."""
    passage = PAGE.split("Events for `from`:")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", passage)) == set(Start)


def test_the_page_lists_every_category() -> None:
    """In any order."""
    passage = PAGE.split("Categories: ")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", passage)) == set(Category)

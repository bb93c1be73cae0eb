"""The page on writing a country shows the example as it is."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from limen.plugins.actions import ACTIONS
from limen.plugins.facts import READMISSION_FACTS
from services.readmission import law

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "country-plugins.md").read_text()
UTOPIA = ROOT / "docs" / "examples" / "utopia"

#: a code block, the comment above it that names its file, and whether it shows a part of it only
BLOCK = re.compile(
    r"^(?:<!-- (?P<file>\S+?)(?P<part>, part)? -->\n)?```(?P<kind>\w+)\n(?P<code>.*?)^```$", re.M | re.S
)
BLOCKS = list(BLOCK.finditer(PAGE))
#: above a block that `test_country_in_an_hour` follows to the letter
FOLLOWED = "<!-- follow: "


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block["file"] or block["kind"])
def test_every_block_is_what_the_file_says(block):
    if block["kind"] == "sh" or FOLLOWED in PAGE[: block.start()].rsplit("\n\n", 1)[-1]:
        return
    text = (ROOT / block["file"]).read_text()
    if block["part"]:
        assert block["code"] in text
    else:
        assert block["code"] == text


def test_no_fence_escapes_the_comparison():
    assert PAGE.count("\n```") == 2 * len(BLOCKS)


def test_every_file_of_the_country_is_on_the_page():
    shown = {block["file"] for block in BLOCKS}
    files = {
        path.relative_to(ROOT).as_posix()
        for path in UTOPIA.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    # one language of two is enough, and the folder's own page is no code
    assert files - shown == {
        "docs/examples/utopia/README.md",
        "docs/examples/utopia/limen_utopia/texts/en.yaml",
    }


def rows(header: str) -> dict[str, str]:
    """The table under a header row, as a mapping of its first to its second column."""
    table = PAGE.split(header + "\n|---|---|\n")[1].split("\n\n")[0]
    return dict(re.fullmatch(r"\| `(.+?)` \| (.+) \|", line).groups() for line in table.splitlines())


def test_the_page_lists_every_action():
    assert rows("| action | asked before |") == ACTIONS


def test_the_page_lists_what_a_rule_is_told():
    assert rows("| fact | meaning |") == READMISSION_FACTS


def test_readmission_tells_a_rule_what_the_page_says():
    told = dict.fromkeys(READMISSION_FACTS, "")
    row = SimpleNamespace(**told)
    assert law._facts(row) == {name: "" for name in told if name != "on"}, "`on` is added for every rule"

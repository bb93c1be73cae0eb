"""`limen deadlines compute`: the calculator on the command line, with pictures, JSON and what if."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from limen.errors import Invalid
from services.readmission.calculator import book
from services.readmission.calculator.book import LawBook
from services.readmission.commands import computing
from services.readmission.commands.deadlines import app
from tests.limen.law.build import POLICY
from tests.services.readmission.conftest import agreements

ASKED = ("--arrangement", "CH-BA", "--limit", "reply", "--event", "receipt=2026-03-06")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the command with the library of agreements, as on a machine without a node."""
    host = agreements()
    library = book.Library(entry.arrangement for entry in host.arrangements())
    monkeypatch.setattr(
        computing, "book_of_folder", lambda data: LawBook(library, host.calendar, POLICY, 365)
    )

    def ran(*words: str) -> str:
        result = CliRunner().invoke(app, ["compute", *words], env={"COLUMNS": "160"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return ran


def test_the_answer_names_date_article_and_counted_days(run: Callable[..., str]):
    """As the issue writes the command."""
    output = run(*ASKED, "--reading", "first_day=included")
    assert "reply (the application is answered): due 2026-03-25" in output
    assert "Art. 10(2) of CH-BA" in output
    assert "[25]" in output  # the last day in the picture


def test_json_is_what_the_api_answers(run: Callable[..., str]):
    """With pins and picture."""
    found = json.loads(run(*ASKED, "--json"))
    assert found["answer"]["due"] == "2026-03-26"
    assert found["answer"]["calendar_version"]
    assert len(found["answer"]["days"]) == 21


def test_a_pair_and_a_day_find_the_arrangement(run: Callable[..., str]):
    """By pair of states and date instead of an id."""
    output = run("--pair", "CH", "BA", "--on", "2026-03-06", *ASKED[2:], "--category", "stateless")
    assert "CH-BA: CH asks BA, stateless persons, on 2026-03-06" in output


def test_what_if_prints_both_side_by_side(run: Callable[..., str]):
    """Another start, another reading, another day off."""
    output = run(*ASKED, "--what-if", "event.receipt=2026-03-09", "--what-if", "reading.first_day=included")
    assert "2026-03-26" in output
    assert "2026-03-28" in output
    assert "2 days later" in output
    off = ("--limit", "interview", "--event", "request=2026-04-08")
    output = run(*ASKED[:2], *off, "--what-if", "day_off.requested=2026-04-14")
    assert "1 day later" in output
    assert "Both end on the same day" in run(*ASKED, "--what-if", "part.requested=SRP")


def test_a_long_limit_shows_its_first_and_last_weeks(run: Callable[..., str]):
    """A transfer takes six months; nobody reads 26 weeks."""
    output = run(*ASKED[:2], "--limit", "transfer", "--event", "reply=2026-03-06")
    assert "weeks …" in output
    assert "[6]" in output


def test_an_arrangement_that_does_not_apply_is_said_so(run: Callable[..., str]):
    """On the day before it came into force."""
    assert "It does not apply: it is in force only from 2009-07-01" in run(*ASKED, "--on", "2009-06-30")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--event", "receipt"), "--event receipt: must be written as name=value"),
        (("--reading", "first_day=perhaps"), "readings.first_day: Must be one of"),
        (("--what-if", "weather=fine"), "weather cannot be changed"),
        (("--what-if", "extended=maybe"), "must be yes or no"),
        (("--obstacle", "2026-01-01"), "obstacle.ended"),
        (("--on", "soon"), "on: Not a valid date"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(run: Callable[..., str], words: Any, message: str):
    """One line that says which word is wrong."""
    with pytest.raises(Invalid, match=message):
        run(*ASKED, *words)


def test_an_extension_in_doubt_is_told_with_its_words_and_not_counted(run: Callable[..., str]):
    """The German wording of the text with Ukraine and its parallels do not say the same."""
    asked = ("--arrangement", "CH-UA", "--limit", "reply", "--event", "registered=2026-03-06", "--extended")
    with pytest.raises(Invalid, match=r"No day is counted .* Art\. 7\(2\) of CH-UA: On a reasoned request"):
        run(*asked)


def test_a_text_that_may_not_be_applied_says_so_before_its_date(run: Callable[..., str]):
    """Belarus announced that it suspends it."""
    asked = ("--pair", "BY", "LT", "--limit", "travel_document", "--event", "reply=2026-06-01")
    assert "It may not be applied: In 2021 Belarus announced" in run(*asked)

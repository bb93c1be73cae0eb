"""The calculator and the library in the console, as an officer and a lawyer use them."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from limen.law.time_limit import Procedure, Silence, Start, Unit
from services.gateway.console import words
from services.gateway.console.calculator import events, weeks
from services.gateway.demonstration import ACCOUNTS
from services.readmission.calculator.schemas import READINGS
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import open_case, person_of, register_with_passport

As = Callable[[str], Browser]

ASKED = {
    "arrangement": "CH-BA",
    "category": "own_national",
    "limit": "reply",
    "procedure": "normal",
    "event": "receipt",
    "day": "2026-03-06",
}


def asked(browser: Browser, **changes: str) -> Page:
    """Open the calculator with a question in the address."""
    return browser.get("/calculator?" + urlencode({**ASKED, **changes}))


def test_an_officer_reads_the_last_day_with_its_reason_and_picture(as_: As) -> None:
    page = asked(as_("officer"))
    assert page.status == 200
    assert "Thursday 26 March 2026" in page.text
    assert "Art. 10(2) (CH-BA)" in page.text
    assert page.html.count('class="mark-counted') == 19
    assert page.html.count('class="mark-due') == 1
    assert "Saturday 7 March: counted, Saturday" in page.text


def test_what_if_stands_side_by_side(as_: As) -> None:
    page = asked(as_("officer"), if_first_day="included")
    assert "Thursday 26 March 2026" in page.text
    assert "Wednesday 25 March 2026" in page.text
    assert "it ends 1 day earlier" in page.text
    moved = asked(as_("officer"), if_day="2026-03-09", if_extended="y")
    assert "Wednesday 8 April 2026" in moved.text


def test_working_days_show_what_was_not_counted(as_: As) -> None:
    page = asked(as_("officer"), limit="interview", event="request", day="2026-04-08", if_part="SRP")
    assert "Friday 10 April: not counted, public holiday: Orthodox Good Friday" in page.text
    assert "Wednesday 15 April 2026" in page.text


def test_a_long_limit_shows_its_first_and_last_weeks(as_: As) -> None:
    page = asked(as_("officer"), limit="transfer", event="reply")
    assert "weeks …" in page.text


def test_a_pair_of_states_finds_its_agreement_or_says_what_exists(as_: As) -> None:
    pair = {"arrangement": "", "requesting": "CH", "requested": "BA"}
    assert "Thursday 26 March 2026" in asked(as_("officer"), **pair).text
    refused = asked(as_("officer"), **{**pair, "day": "2009-06-01"})
    assert refused.status == 422
    assert "in force only from 2009-07-01" in refused.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": ""}, "Enter the day."),
        ({"event": "entry"}, "runs from receipt"),
        ({"limit": "submit"}, "carries no limit submit"),
        ({"arrangement": "BNL-BA"}, "BE, LU, NL"),
        ({"if_part": "ZZ"}, "Not a valid choice."),
        ({"variant": "no_such_case"}, "Not a valid choice."),
    ],
)
def test_a_question_that_cannot_be_answered_is_said_at_its_field(
    as_: As, change: dict[str, str], said: str
) -> None:
    page = asked(as_("officer"), **change)
    assert page.status == 422
    assert said in page.text


def test_special_cases_and_parts_are_those_that_the_agreement_and_the_state_have(as_: As) -> None:
    """All of them where nothing is chosen yet."""
    page = asked(as_("officer"), arrangement="CH-UA", requested="UA")
    assert 'value="weak_evidence"' in page.html
    assert 'value="by_land"' not in page.html
    assert "BA-SRP" not in page.html
    first = as_("officer").get("/calculator").html
    assert 'value="by_land"' in first
    assert "BA-SRP" in first


def test_every_role_may_open_the_calculator_and_the_library(as_: As) -> None:
    for account in [item["account"] for item in ACCOUNTS]:
        browser = as_(account)
        assert browser.get("/calculator").status == 200
        assert browser.get("/arrangements").status == 200


def test_the_matrix_says_since_when_and_how_well_each_pair_is_covered(as_: As) -> None:
    page = as_("officer").get("/arrangements")
    assert "Which pairs are covered" in page.text
    assert "since 1 Jul 2009" in page.text
    assert page.link("CH-BA") == "/arrangements/CH-BA"
    assert "since 1 Apr 2014 known for: Belgium" in page.text  # Benelux and Kosovo
    assert "Not read: list of proof" in page.text
    assert "may not be applied" in page.text
    pair = as_("officer").get("/arrangements?one=BA&other=CH")
    assert "Nationals: covered" in pair.text
    none = as_("officer").get("/arrangements?one=BA&other=JP")
    assert "no agreement between these two states" in none.text


def test_an_agreement_shows_every_value_with_article_source_and_level(as_: As) -> None:
    page = as_("officer").get("/arrangements/CH-BA")
    assert "20 calendar days from receipt" in page.text
    assert "Art. 10(2)" in page.text
    assert "fedlex-cc-2009-452 full text" in page.text
    assert "Not verified" in page.text
    assert as_("officer").get("/arrangements/CH-XX").status == 404


def test_an_officer_enters_a_limit_that_nobody_could_verify(as_: As) -> None:
    """It needs its article and source; then it stands on the page as entered by hand."""
    case = open_case(as_("readmission"), person_of(register_with_passport(as_("officer"))))
    browser = as_("readmission")
    address = case.link("Enter a limit that is not verified")
    values = {
        "limit": "advance_notice",
        "value": "5",
        "unit": "calendar_day",
        "runs": "before",
        "event": "planned_transfer",
    }
    refused = browser.send(browser.get(address), address, **values)
    assert refused.status == 422
    assert "Say where it stands." in refused.text
    done = browser.send(refused, address, reference="Point 2", source="Committee, 2025")
    assert "shown as entered by hand" in done.text
    assert "5 calendar days. Point 2, Committee, 2025" in browser.get(address).text


def test_a_week_begins_on_monday_and_long_middles_are_counted() -> None:
    days = [{"day": f"2026-03-{number:02}", "mark": "counted"} for number in range(6, 12)]
    first, second = weeks(days)
    assert [item and item["date"].day for item in first["days"]] == [None] * 4 + [6, 7, 8]
    assert second["days"][0]["date"].day == 9


def test_the_words_are_those_of_the_law() -> None:
    assert set(words.TABLES["law_procedure"]) == set(Procedure)
    assert set(words.TABLES["unit"]) == set(Unit)
    assert set(words.TABLES["silence"]) == set(Silence)
    assert {code for code, _ in events()} == set(Start) - {Start.UNSTATED}
    for about, values in READINGS.items():
        assert set(words.TABLES[f"reading_{about}"]) == set(values)

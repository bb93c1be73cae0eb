"""The first thing on the page of a case: whose turn it is, by when, what stops it, and what comes next."""

from collections.abc import Callable

from limen.clock import today
from services.gateway.console import standing, words
from services.readmission.steps import STEPS
from services.readmission.worklists.tables import OTHER_SIDE_ACTS
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import open_case, person_of, register, take

As = Callable[[str], Browser]


def stands(page: Page) -> str:
    """Return what the page says of how the case stands, without what follows."""
    return page.text.partition("How the case stands")[2].partition("What you can do")[0]


def test_whose_turn_it_is_agrees_with_the_work_list() -> None:
    assert standing.THEIRS == OTHER_SIDE_ACTS


def test_every_next_step_is_one_that_a_case_has() -> None:
    assert set(standing._NEXT) <= STEPS.keys()
    assert set(standing._MET_ON) <= words.TABLES["limit"].keys()


def test_the_next_step_stands_first_and_then_the_other_side_is_to_act(
    readmission: Browser, draft: Page
) -> None:
    assert "Ours" in stands(draft)
    assert "Nothing known" in stands(draft)
    assert "Send the application" in stands(draft)
    sent = take(readmission, draft, "submit")
    assert "The other side is to act" in stands(sent)
    received = take(readmission, sent, "confirm_receipt", on=today().isoformat())
    assert "Time for the reply" in stands(received)
    assert "Why this date?" in stands(received)


def test_what_is_missing_is_named_with_the_way_to_add_it(as_: As, readmission: Browser) -> None:
    nobody = {"birth_day": "", "birth_month": "", "birth_year": ""}
    case = open_case(readmission, person_of(register(as_("officer"), **nobody)))
    assert "1 thing is missing" in stands(case)
    assert case.link("Add it").endswith("/application")


def test_what_happened_between_offices_is_told_in_words(readmission: Browser, draft: Page) -> None:
    page = readmission.get(f"{draft.path}/escalate")
    readmission.send(page, "/escalate", reason="Nobody answers in the embassy.")
    told = "Brought before a superior: Brought up by an officer"
    assert told in readmission.get(draft.path).text
    assert told in readmission.get(f"{draft.path}/record").text

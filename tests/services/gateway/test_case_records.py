"""Decisions, obstacles and safeguards of a case in the console, and the list of overrides."""

from collections.abc import Callable

import pytest

from limen.clock import today
from services.gateway.console import words
from services.readmission.clocks import MILESTONES
from services.readmission.decisions import obstacles, protection
from services.readmission.decisions.kinds import KINDS, OUTCOMES
from services.readmission.procedures import PROCEDURES
from services.readmission.steps import STEPS
from services.readmission.timer import STEP_OF
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import (
    open_case,
    person_of,
    received,
    register,
    register_with_passport,
    take,
)

As = Callable[[str], Browser]
DAY = today().isoformat()
BASIS = "Foreign Nationals Act, art. 64(1)(a)"


@pytest.fixture
def draft(as_: As, readmission: Browser) -> Page:
    return open_case(readmission, person_of(register_with_passport(as_("officer"))))


def records(browser: Browser, case: Page) -> Page:
    return browser.get(f"{case.path}/records")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("procedure", PROCEDURES),
        ("decision_kind", KINDS),
        ("outcome", [*OUTCOMES, "replaced"]),
        ("obstacle_kind", obstacles.KINDS),
        ("safeguard_fact", protection.FACTS),
        ("silence_effect", [*STEP_OF, "none"]),
        ("take_when_asked", [step.name for step in STEPS.values() if step.when_asked]),
        ("milestone", MILESTONES),
    ],
)
def test_every_code_of_the_records_has_words(table: str, codes: list[str]) -> None:
    assert set(words.TABLES[table]) == {str(code) for code in codes}


def test_the_words_for_the_requested_side_are_those_of_the_step_table() -> None:
    for step in STEPS.values():
        if step.when_asked:
            assert words.say("take_when_asked", step.name) == step.when_asked


def test_a_decision_is_recorded_and_shown_with_its_basis(readmission: Browser, draft: Page) -> None:
    page = records(readmission, draft)
    fields = {"decision-kind": "return_decision", "decision-on": DAY, "decision-basis": BASIS}
    lacking = readmission.send(page, "/decisions", **fields)
    assert (lacking.status, "is required for a return decision" in lacking.text) == (422, True)
    made = readmission.send(lacking, "/decisions", **{**fields, "decision-authority": "Cantonal office"})
    assert "Cantonal office" in made.text
    happened = readmission.get(draft.path).text.split("What happened")[-1]
    assert "Return decision" in happened
    assert BASIS in happened


def test_a_suspensive_appeal_shows_as_protection_until_it_is_dismissed(
    readmission: Browser, draft: Page
) -> None:
    fields = {"kind": "appeal", "on": DAY, "suspensive": "true", "basis": BASIS}
    named = {f"decision-{name}": value for name, value in fields.items()}
    page = readmission.send(records(readmission, draft), "/decisions", **named)
    assert "An appeal with suspensive effect is pending" in page.text
    assert take(readmission, readmission.get(draft.path), "submit").status == 409
    prefix = next(
        name for name in page.form("/end").offered if name.startswith("end-") and name.endswith("-outcome")
    ).removesuffix("-outcome")
    ended = readmission.send(
        records(readmission, draft),
        "/end",
        **{f"{prefix}-outcome": "dismissed", f"{prefix}-on": DAY, f"{prefix}-basis": BASIS},
    )
    assert "Appeal: Dismissed" in ended.text
    assert "Sent, not yet received" in take(readmission, readmission.get(draft.path), "submit").text


def test_a_claimed_obstacle_stops_the_limit_on_the_page_of_the_case(
    readmission: Browser, draft: Page
) -> None:
    accepted = take(readmission, received(readmission, draft), "accept", on=DAY)
    fields = {"kind": "practical", "limit": "transfer", "began": DAY, "claimed": DAY, "basis": BASIS}
    named = {f"obstacle-{name}": value for name, value in fields.items()}
    page = readmission.send(records(readmission, accepted), "/obstacles", **named)
    assert "The text extends the limit for as long as it lasts" in page.text
    assert "Art. 10(5), CH-BA" in page.text
    case = readmission.get(draft.path)
    assert "Time for the transfer: Stands still while an obstacle lasts" in case.text


def test_a_child_is_protected_here_and_freed_by_both_facts_alone(
    as_: As, readmission: Browser, draft: Page
) -> None:
    fields = {"safeguard-safeguard": "unaccompanied_child", "safeguard-basis": "Report of the guardian"}
    page = readmission.send(records(readmission, draft), "/safeguards", **fields)
    assert "Ends with: Best-interests decision + Reception confirmed" in page.text
    assert not page.has_form("/facts")
    protection_officer = as_("protection")
    for fact in ("best_interests_decision", "reception_confirmed"):
        assert take(readmission, readmission.get(draft.path), "submit").status == 409
        page = records(protection_officer, draft)
        prefix = next(name for name in page.form("/facts").offered if name.endswith("-fact")).removesuffix(
            "-fact"
        )
        fields = {"fact": fact, "on": DAY, "basis": "Decision 17 of the authority"}
        protection_officer.send(page, "/facts", **{f"{prefix}-{name}": said for name, said in fields.items()})
    assert "Sent, not yet received" in take(readmission, readmission.get(draft.path), "submit").text


def test_an_incoming_application_offers_the_steps_of_the_requested_side(
    as_: As, readmission: Browser
) -> None:
    person = person_of(register(as_("officer"), nationality_1="CH"))
    case = open_case(readmission, person, requesting_state="BA", requested_state="CH")
    assert "Record the application that arrived" in case.text
    page = take(readmission, case, "receive", on=DAY)
    assert "Refuse, with reasons in writing" in page.text
    assert "Send the application" not in page.text


def test_the_monitor_reads_every_override_and_the_administrator_none(
    as_: As, readmission: Browser, draft: Page
) -> None:
    fields = {"safeguard-safeguard": "unfit_to_travel", "safeguard-basis": "Report of the physician"}
    readmission.send(records(readmission, draft), "/safeguards", **fields)
    case = readmission.get(draft.path)
    reasons = next(name for name in case.form("/lift").values if name.endswith("-reasons"))
    readmission.send(case, "/lift", **{reasons: "A physician has certified the opposite since."})
    page = as_("monitor").get("/overrides")
    assert "A physician has certified the opposite since." in page.text
    assert "Waits for a second person" in page.text
    assert as_("administrator").get("/overrides").status == 403

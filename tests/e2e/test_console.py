"""A day at the console of a started node, by keyboard and mouse, in both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from limen.clock import today
from tests.e2e.console import DemonstrationNode, Desk
from tests.rig.keeper import Keeper
from tests.rig.waiting import wait_until
from tests.services.gateway.people import ERIKSSON, birth, surname

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROTECTED = "This person is protected. Nothing may be sent and nobody handed over."


@pytest.fixture(scope="module")
def node(keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemonstrationNode]:
    """A started node; at the end it must have had no fault."""
    made = DemonstrationNode(tmp_path_factory.mktemp("console"), keeper)
    try:
        made.start()
        yield made
        assert made.faults() == []
    finally:
        made.close()


#: for the walks that meet every part of the layout; the others go from right to left nightly
BOTH_DIRECTIONS = pytest.mark.parametrize("language", ["en", "fa"])


@pytest.fixture(params=["en", pytest.param("fa", marks=pytest.mark.slow)])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the pages: one that is written from left to right, then one from right to left."""
    return request.param


@pytest.fixture
def desk(language: str, node: DemonstrationNode, page: Page) -> Desk:
    """A browser in front of the node."""
    return Desk(page, node.url, language)


def register(desk: Desk) -> str:
    """Register a person without documents as an officer of the post; return the path of the person."""
    desk.sit_down("officer")
    desk.open("/encounters/new")
    desk.unfold("No travel document")
    known = {"surname": surname(), "given_names": "Amra", **birth()}
    for name, value in known.items():
        desk.page.fill(f"#{name}", value)
    desk.page.select_option("#nationality_1", label="Bosnia and Herzegovina")
    desk.page.check("#kind-3")
    desk.click("Record the encounter")
    desk.page.get_by_role("link", name="Open the person").click()
    return desk.page.url.removeprefix(desk.url)


def open_case(desk: Desk, person: str) -> str:
    """Open a case under the agreement of Switzerland with Bosnia and Herzegovina; return its path."""
    desk.sit_down("readmission")
    desk.open(f"{person}/cases/new")
    desk.page.select_option("#requested_state", label="Bosnia and Herzegovina")
    desk.page.check("#category-0")
    desk.page.fill("#office", "BERN")

    def opened() -> bool:
        desk.click("Open the case as a draft")
        return not desk.sees("There is a problem")

    wait_until(opened, "readmission knows the person", 20)
    return desk.page.url.removeprefix(desk.url)


def take(desk: Desk, step: str, name: str, **values: str) -> None:
    """Take a step of the case that is open."""
    desk.unfold(name)
    for field, value in values.items():
        element = desk.page.locator(f"#{step}-{field}")
        if element.evaluate("element => element.tagName") == "SELECT":
            element.select_option(value)
        else:
            element.fill(value)
    desk.click(name)


def plan(desk: Desk, case: str) -> None:
    """Plan the transfer of a case on its own page."""
    desk.open(f"{case}/journey")
    desk.unfold("Plan the transfer")
    fields = {"on": (today() + timedelta(days=9)).isoformat(), "place": "Sarajevo airport", "means": "air"}
    for name, value in fields.items():
        element = desk.page.locator(f"[id^='plan-'][id$='-{name}']")
        element.fill(value) if name == "on" else element.select_option(value)
    desk.click("Plan the transfer")


@BOTH_DIRECTIONS
def test_an_officer_registers_a_traveller_with_the_keyboard_alone(desk: Desk) -> None:
    desk.arrive()
    desk.look("01-sign-in")
    desk.sit_down("officer")
    desk.look("02-home")
    desk.press("nav a[href='/encounters/new']")
    desk.page.wait_for_url("**/encounters/new")
    desk.look("03-encounter")
    desk.type("#mrz", ERIKSSON[:-1] + "4")  # the last check digit is wrong
    desk.press("#document_verified", "Space")
    desk.press("#kind-0", "Space")
    desk.press("button:has-text('Record the encounter')")
    desk.page.get_by_role("heading", name="Is it one of these persons?").wait_for()
    assert desk.sees("Same document number")
    desk.look("04-likely-same")
    desk.press("#same-1", "Space")
    desk.press("button:has-text('Record the encounter')")
    desk.page.get_by_role("heading", name="The zone as read").wait_for()
    assert desk.sees("The composite check digit is 4, but the characters read give 0.")
    desk.look("05-encounter")
    desk.press("a:has-text('Open the person')")
    desk.page.get_by_role("heading", name="ERIKSSON, ANNA MARIA").wait_for()
    desk.look("06-person")
    desk.press("a:has-text('Screen for needs of protection')")
    desk.page.get_by_role("heading", name="Protection screening").wait_for()
    desk.look("06-screening")
    for choice in ("#needs-11", "#outcome-0"):
        desk.press(choice, "Space")
    desk.press("button:has-text('Record the screening')")
    desk.page.get_by_text("The screening is recorded.").wait_for()


def test_a_mistake_is_named_where_the_keyboard_goes_next(desk: Desk) -> None:
    desk.sit_down("officer")
    desk.open("/encounters/new")
    desk.page.fill("#mrz", ERIKSSON)
    desk.press("button:has-text('Record the encounter')")
    summary = desk.page.get_by_role("alert")
    summary.wait_for()
    assert summary.evaluate("element => element === document.activeElement")
    desk.look("07-encounter-wrong")
    desk.press("[role=alert] a")
    desk.page.keyboard.press("Space")
    assert desk.page.locator("#kind-0").is_checked()
    assert desk.page.locator("#mrz").input_value() == ERIKSSON


def test_a_case_from_the_draft_to_a_lifted_safeguard(desk: Desk) -> None:
    person = register(desk)
    case = open_case(desk, person)
    desk.look("10-case-draft")
    take(desk, "submit", "Send the application")
    take(desk, "confirm_receipt", "Record that it was received", on=today().isoformat())
    assert desk.sees("20 days left")
    desk.unfold("Why this date?")
    assert desk.sees("Legal basis: Art. 10(2) of CH-BA")
    assert desk.sees("Read differently, the last day would be:")
    desk.look("11-case-why")
    desk.open("/cases?state=received&counterpart=BA")
    desk.unfold("Why this date?")
    desk.look("12-work-list")

    desk.sit_down("officer")
    desk.open(person)
    desk.unfold("Record an asylum claim")
    desk.look("13-asylum-claim")
    desk.click("Record the asylum claim")
    assert desk.sees(PROTECTED)
    desk.look("14-person-protected")

    desk.sit_down("readmission")
    desk.open(case)
    desk.reload_until(PROTECTED)
    take(desk, "accept", "Record acceptance", on=today().isoformat())
    plan(desk, case)
    assert desk.sees("A safeguard stands against this step. It was not taken.")
    assert desk.sees("An asylum claim is pending")
    assert desk.page.locator("[id^='plan-'][id$='-place']").input_value() == "Sarajevo airport"
    desk.look("15-case-blocked")
    banner = desk.page.get_by_role("heading", name=PROTECTED).bounding_box()
    assert banner is not None
    assert banner["y"] + banner["height"] < 900
    desk.open(case)
    desk.unfold("Ask to lift it")
    desk.page.locator("textarea[name^='ask-']").fill("The claim was decided with final effect.")
    desk.click("Ask")
    assert desk.sees("Somebody else must decide: who asked cannot.")

    desk.sit_down("protection")
    desk.open(case)
    desk.page.check("input[value=approved]")
    desk.page.locator("textarea[name^='decide-']").fill("The decision of the court was seen.")
    desk.look("16-case-to-decide")
    desk.click("Decide")
    assert not desk.sees(PROTECTED)
    desk.open(person)
    desk.look("17-person-of-protection")

    desk.sit_down("readmission")
    desk.open(case)
    plan(desk, case)
    assert desk.sees("The transfer is planned.")
    desk.look("18-transfer-planned")
    desk.open(case)
    assert desk.sees("Notice before the transfer") or desk.sees("Time for the transfer")
    desk.open(f"{case}/journey")
    desk.unfold("Call the transfer off")
    desk.page.locator("[id^='call-off-'][id$='-code']").select_option("transport")
    desk.page.locator("[id^='call-off-'][id$='-reason']").fill("The flight was cancelled.")
    desk.click("Call the transfer off")
    assert desk.sees("The transfer is called off.")
    desk.open(case)
    assert desk.sees("Accepted")
    assert desk.sees("Time for the transfer: Runs on")
    desk.look("18-case-called-off")

    desk.sit_down("monitor")
    desk.open(case)
    for reason in ("The claim was decided with final effect.", "The decision of the court was seen."):
        assert desk.sees(reason)
    desk.look("19-case-of-monitor")


def test_without_an_arrangement_the_officer_reads_which_ones_exist(desk: Desk) -> None:
    person = register(desk)
    desk.sit_down("readmission")
    desk.open(f"{person}/cases/new")
    desk.page.select_option("#requested_state", label="United Kingdom")
    desk.page.check("#category-0")
    desk.page.fill("#office", "BERN")
    desk.look("20-new-case")
    desk.click("Open the case as a draft")
    assert desk.sees("No readmission arrangement is in force for these states and this category.")
    assert desk.sees("Switzerland – Kosovo*")
    desk.look("21-no-arrangement")


@BOTH_DIRECTIONS
def test_a_person_is_found_and_more_is_added(desk: Desk) -> None:
    desk.sit_down("officer")
    desk.open("/persons/find")
    desk.look("22-find")
    desk.page.fill("#surname", "Eriksson")
    desk.page.fill("#given_names", "Anna Maria")
    desk.page.fill("#birth_year", "1974")
    desk.click("Find")
    desk.page.get_by_role("link", name="ERIKSSON, ANNA MARIA").wait_for()
    desk.look("23-found")
    desk.page.get_by_role("link", name="ERIKSSON, ANNA MARIA").first.click()
    desk.page.get_by_role("link", name="Add what is known").click()
    desk.look("24-claims")
    desk.open("/encounters")
    desk.look("25-encounters")


def test_the_training_page_says_who_took_part_and_a_certificate_is_issued(desk: Desk) -> None:
    desk.sit_down("trainer")
    desk.open("/training")
    desk.look("30-training")
    desk.page.get_by_role("link", name="Training of trainers on combating").click()
    assert desk.sees("4 + 18 + 4 = 26")
    assert desk.sees("How many came from each agency is not known.")
    desk.unfold("Issue a certificate")
    desk.page.fill("#certificate-officer", f"leader.{desk.language}")
    desk.page.fill("#certificate-expires_on", (today() + timedelta(days=365)).isoformat())
    desk.look("31-training-event")
    desk.click("Issue the certificate")
    assert desk.sees("is issued.")


def test_an_administrator_sees_how_the_node_fares(desk: Desk) -> None:
    desk.sit_down("administrator")
    desk.open("/node")
    assert desk.sees("Every message has taken effect or is on its way.")
    desk.look("40-node")
    desk.open("/node/readmission/audit")
    desk.look("41-audit")
    desk.open("/posts")
    desk.unfold("Add a post")
    desk.look("42-posts")


def test_what_is_not_there_or_not_allowed_is_said_on_a_page(desk: Desk) -> None:
    desk.sit_down("officer")
    desk.open("/nothing/here")
    assert desk.sees("There is no such page.")
    desk.look("50-nothing")
    desk.open("/node")
    assert desk.sees("Your role or your post does not allow this.")
    desk.look("51-not-allowed")

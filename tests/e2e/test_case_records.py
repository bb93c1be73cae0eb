"""The requested side, decisions and overrides at the console, in both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from limen.clock import today
from tests.e2e.console import DemonstrationNode, Desk
from tests.rig.keeper import Keeper
from tests.rig.waiting import wait_until
from tests.services.gateway.people import birth, surname

if TYPE_CHECKING:
    from playwright.sync_api import Page

DAY = today().isoformat()


@pytest.fixture(scope="module")
def node(keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemonstrationNode]:
    """A started node; at the end it must have had no fault."""
    made = DemonstrationNode(tmp_path_factory.mktemp("records"), keeper)
    try:
        made.start()
        yield made
        assert made.faults() == []
    finally:
        made.close()


@pytest.fixture(params=["en", pytest.param("fa", marks=pytest.mark.slow)])
def desk(request: pytest.FixtureRequest, node: DemonstrationNode, page: Page) -> Desk:
    """A browser in front of the node: left to right, then right to left."""
    return Desk(page, node.url, request.param)


def incoming_case(desk: Desk) -> str:
    """Open the case of a Swiss national whom Bosnia and Herzegovina asks to take back; return its path."""
    desk.sit_down("officer")
    desk.open("/encounters/new")
    desk.unfold("No travel document")
    for name, value in {"surname": surname(), "given_names": "Mara", **birth()}.items():
        desk.page.fill(f"#{name}", value)
    desk.page.select_option("#nationality_1", label="Switzerland")
    desk.page.check("#kind-3")
    desk.click("Record the encounter")
    desk.page.get_by_role("link", name="Open the person").click()
    person = desk.page.url.removeprefix(desk.url)
    desk.sit_down("readmission")
    desk.open(f"{person}/cases/new")
    desk.page.select_option("#requesting_state", label="Bosnia and Herzegovina")
    desk.page.select_option("#requested_state", label="Switzerland")
    desk.page.check("#category-0")
    desk.page.fill("#office", "BERN")
    desk.look("40-new-case-with-procedure")

    def opened() -> bool:
        desk.click("Open the case as a draft")
        return not desk.sees("There is a problem")

    wait_until(opened, "readmission knows the person", 20)
    return desk.page.url.removeprefix(desk.url)


def fill(desk: Desk, prefix: str, **values: str) -> None:
    """Fill in the fields of the form that is open."""
    for name, value in values.items():
        field = desk.page.locator(f"[name={prefix}-{name}]")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_the_requested_side_replies_and_what_was_decided_moves_its_clocks(desk: Desk) -> None:
    case = incoming_case(desk)
    desk.unfold("Record the application that arrived")
    fill(desk, "receive", on=DAY)
    desk.click("Record the application that arrived")
    assert desk.sees("20 days left")
    desk.unfold("Ask for further information")
    desk.look("41-requested-side")
    desk.unfold("Accept")
    fill(desk, "accept", on=DAY)
    desk.click("Accept")

    desk.open(f"{case}/records")
    desk.unfold("Record an obstacle")
    desk.page.check("[name=obstacle-kind][value=practical]")
    fill(desk, "obstacle", limit="transfer", began=DAY, claimed=DAY, basis="Report of the hospital")
    desk.page.locator("form[action$='/obstacles'] button").click()
    assert desk.sees("The text extends the limit for as long as it lasts (Art. 10(5), CH-BA)")
    desk.unfold("Record a decision or an appeal")
    fill(desk, "decision", kind="appeal", on=DAY, suspensive="true", basis="The Act, art. 70")
    desk.page.locator("form[action$='/decisions'] button").click()
    desk.unfold("Record how it ended")
    desk.look("42-records")

    desk.open(case)
    assert desk.sees("This person is protected. Nothing may be sent and nobody handed over.")
    assert desk.sees("Time for the transfer: Stands still while an obstacle lasts")
    desk.look("43-case-with-timeline")
    desk.unfold("Ask to lift it")
    desk.page.locator("textarea[name^='ask-']").fill("The appeal was withdrawn before the judge.")
    desk.click("Ask")

    desk.sit_down("monitor")
    desk.open("/overrides")
    assert desk.sees("The appeal was withdrawn before the judge.")
    desk.look("44-overrides")

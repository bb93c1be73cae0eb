"""Work lists, statistics, handing over and records on a started node, in both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from limen.clock import today
from limen.ids import new_id
from tests.e2e.console import DemonstrationNode, Desk
from tests.e2e.test_console import open_case, register
from tests.rig.keeper import Keeper

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def node(keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemonstrationNode]:
    """A started node; at the end it must have had no fault."""
    made = DemonstrationNode(tmp_path_factory.mktemp("reporting"), keeper)
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


def test_an_officer_sees_what_is_due_hands_a_case_over_and_reports(desk: Desk) -> None:
    office = f"O-{new_id()[-6:]}"
    desk.sit_down("administrator")
    desk.open("/offices")
    if not desk.page.locator("#code").is_visible():
        desk.unfold("Add an office")
    for name, value in {"code": office, "name": "Geneva", "superior": "leader"}.items():
        desk.page.fill(f"#{name}", value)
    desk.click("Add the office")
    desk.look("20-offices")
    desk.page.locator(f'a[href="/offices/{office}"]').click()
    desk.page.fill("#name", "Geneva and Vaud")
    desk.look("20-office")
    desk.click("Change the office")
    assert desk.sees("Geneva and Vaud")
    case = open_case(desk, register(desk))

    desk.open(f"{case}/hand-over-to-office")
    desk.page.select_option("#to_office", office)
    desk.page.fill("#reasons", "The person was moved to Geneva.")
    desk.click("Offer the case")
    assert desk.sees("The case stays with you until the other office accepts.")
    desk.look("21-offer")
    desk.open(f"{case}/escalate")
    desk.page.fill("#reason", "The embassy does not answer.")
    desk.click("Bring it up")
    assert desk.sees("The case is before the superior now.")
    desk.open("/escalations")
    desk.look("22-escalations")

    desk.open("/cases?tab=open&counterpart=BA")
    desk.unfold("Keep this list")
    desk.page.fill("#name", f"Bosnia {new_id()[-4:]}")
    desk.click("Keep")
    assert desk.sees("The list is kept.")
    desk.look("23-work-list")
    desk.open("/offers")
    desk.look("24-offers")
    desk.open("/calendars")
    desk.click("Make a calendar")
    assert desk.sees("/api/v1/readmission/calendar.ics?token=")
    desk.look("25-calendars")
    desk.open("/statistics")
    desk.look("26-statistics")
    desk.page.select_option("#period", f"{today().year - 1}")
    desk.click("Show")
    desk.look("26-statistics-of-a-year")
    desk.open(f"{case}/record")
    desk.look("27-record")

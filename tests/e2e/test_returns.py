"""From acceptance to hand-over at the console of a started node: a form is filled without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from limen.clock import now, today
from tests.e2e.console import DemonstrationNode, Desk
from tests.e2e.test_console import open_case, register
from tests.rig.keeper import Keeper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DAY = today().isoformat()
SOON = (today() + timedelta(days=9)).isoformat()


@pytest.fixture(scope="module")
def node(keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemonstrationNode]:
    """A started node; at the end it must have had no fault."""
    made = DemonstrationNode(tmp_path_factory.mktemp("returns"), keeper)
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


def accepted(desk: Desk) -> str:
    """Open a case that the other state accepted; return its path."""
    case = open_case(desk, register(desk))
    step(desk, case, "submit")
    step(desk, case, "accept", on=DAY)
    return case


def step(desk: Desk, case: str, name: str, **values: str) -> None:
    """Take a step on the page of a case."""
    desk.open(case)
    form = desk.page.locator(f'form[action$="/steps/{name}"]')
    form.locator("xpath=..").locator("summary").click()
    for field, value in values.items():
        form.locator(f'[name="{name}-{field}"]').fill(value)
    form.locator("button").click()


def do(desk: Desk, action: str, **values: str) -> None:
    """Do one thing of a page; a value for a list of choices is its code."""
    form = desk.page.locator(f'form[action*="/{action}/"]').first
    form.locator("xpath=..").locator("summary").click()
    for field, value in values.items():
        found = form.locator(f'[name$="-{field}"]').first
        if found.evaluate("element => element.tagName") == "SELECT":
            found.select_option(value)
        elif found.get_attribute("type") == "file":
            found.set_input_files(value)
        else:
            found.fill(value)
    form.locator("button").click()


def test_a_form_is_filled_without_a_network_and_brought_in_later(
    desk: Desk, browser: Browser, tmp_path: Path
) -> None:
    case = accepted(desk)
    desk.open(f"{case}/verification")
    do(desk, "ask-interview", kind="consular", interpreter="not_needed")
    do(desk, "ask-document", kind="laissez_passer", authority="Embassy in Bern")
    do(desk, "issue", on=DAY, valid_until=SOON)
    desk.look("identity-and-documents")
    desk.open(f"{case}/journey")
    do(desk, "plan", on=SOON, place="Sarajevo airport", means="air", escort_1_role="escort_leader")
    desk.look("transfer")
    with desk.page.expect_download() as form:
        desk.page.locator('a[href$="handover-form.html"]').click()
    form.value.save_as(tmp_path / "form.html")
    filled = fill_offline(browser, tmp_path)
    do(desk, "filled", file=str(filled))
    assert desk.sees("Ours")
    assert desk.sees("Theirs")
    assert desk.page.locator("main").inner_text().count("HODŽIĆ") == 0
    desk.look("handed-over")


def fill_offline(browser: Browser, folder: Path) -> Path:
    """Fill in the form in a browser without a network, as a file from a disk; return what it saved."""
    context = browser.new_context(offline=True, accept_downloads=True)
    sheet = context.new_page()
    broken: list[str] = []
    sheet.on("pageerror", lambda error: broken.append(str(error)))
    sheet.goto((folder / "form.html").as_uri())
    sheet.fill("#at", (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    for side, who in (("delivered_by", "Ours"), ("received_by", "Theirs")):
        for part in ("full_name", "function", "authority"):
            sheet.fill(f"#{side}-{part}", who)
    with sheet.expect_download() as saved:
        sheet.get_by_role("button", name="Save the filled form").click()
    saved.value.save_as(folder / "filled.json")
    context.close()
    assert broken == []
    return folder / "filled.json"


def test_a_group_departs_and_the_monitor_records(desk: Desk) -> None:
    case = accepted(desk)
    desk.open("/groups/new")
    desk.look("new-group")
    for field, value in (
        ("name", "Flight"),
        ("departs_on", SOON),
        ("place", "Sarajevo airport"),
        ("seats", "2"),
    ):
        desk.page.fill(f"#{field}", value)
    desk.page.select_option("#requested_state", "BA")
    desk.page.select_option("#means", "air")
    desk.page.locator("main form").first.locator("button").click()
    group = desk.page.url.removeprefix(desk.url)
    do(desk, "add", cases=case)
    with desk.page.expect_download() as printed:
        desk.page.locator('a[href$="manifest.pdf"]').click()
    assert printed.value.suggested_filename == "manifest.pdf"
    desk.look("manifest")
    desk.sit_down("return-monitor")
    desk.open("/transfers")
    desk.look("transfers")
    desk.open(f"{case}/observations")
    seen = {"phase": "before", "topic": "interpretation", "finding": "in_order"}
    moment = (now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    do(desk, "observe", happened_at=moment, words="An interpreter was there.", **seen)
    assert desk.sees("An interpreter was there.")
    desk.look("return-monitoring")
    desk.open(group)
    assert desk.sees("Flight")

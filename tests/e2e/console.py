"""An officer at the console: a real browser on a real node, its keyboard, its pictures, its accessibility."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from services.gateway.demonstration import PASSWORD
from tests.e2e.nodes import COUNTRY, EmbeddedNode
from tests.rig.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

#: a desk's screen and a phone's
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_MOST_TABS = 90
#: what the focused element shows around itself
_OUTLINE = "() => getComputedStyle(document.activeElement).outlineStyle"


class DemonstrationNode(EmbeddedNode):
    """`limen run` with the demonstration's accounts, posts, persons and training."""

    def _commands(self) -> Mapping[str, tuple[list[str], Mapping[str, str]]]:
        options = ["--country", COUNTRY, "--port", str(self._port), "--data", str(self._data)]
        return {"node": (["run", *options], {})}


class Desk:
    """A browser window in which one officer after the other sits down."""

    def __init__(self, page: Page, url: str, language: str = "en") -> None:
        self.page, self.url, self.language = page, url, language
        self.refused: list[str] = []
        page.set_viewport_size(WIDE)
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        """Remember what the browser did not load or run because of our policy."""
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def open(self, path: str) -> None:
        """Open a page of the console."""
        self.page.goto(self.url + path)

    def arrive(self) -> None:
        """Open the sign-in page in the desk's language, after whoever was here before has signed out."""
        self.open("/")
        if self.page.get_by_role("button", name="Sign out").count():
            self.page.get_by_role("button", name="Sign out").click()
        if self.page.locator("#language").input_value() != self.language:
            self.page.select_option("#language", self.language)
            self.page.get_by_role("button", name="Choose").click()

    def sit_down(self, account: str) -> None:
        """Sign in with the keyboard."""
        self.arrive()
        self.type("#account", account)
        self.type("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("button", name="Sign out").wait_for()

    def tab_to(self, selector: str) -> Locator:
        """Press Tab until an element has the focus, which must be seen there."""
        wanted = self.page.locator(selector)
        for _ in range(_MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                assert self.page.evaluate(_OUTLINE) != "none", f"the focus on {selector} is not seen"
                return wanted
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def type(self, selector: str, text: str) -> None:
        """Reach a field with the keyboard and type into it."""
        self.tab_to(selector)
        self.page.keyboard.type(text)

    def press(self, selector: str, key: str = "Enter") -> None:
        """Reach an element with the keyboard and press a key on it."""
        self.tab_to(selector)
        self.page.keyboard.press(key)

    def unfold(self, text: str) -> None:
        """Open what is folded behind a line, with the mouse."""
        self.page.locator("summary", has_text=text).first.click()

    def click(self, name: str) -> None:
        """Click on the button of this name that can be seen."""
        self.page.locator("button:visible", has_text=name).first.click()

    def sees(self, text: str) -> bool:
        """Tell whether the page says something."""
        return text in self.page.locator("body").inner_text()

    def reload_until(self, text: str) -> None:
        """Reload the page until it says something that another service must hear of first."""

        def said() -> bool:
            self.page.reload()
            return self.sees(text)

        wait_until(said, f"the page says {text!r}", 20)

    def look(self, name: str) -> None:
        """Check that everybody can use the page, at a desk and on a phone; keep a picture if wanted."""
        direction = "rtl" if self.language in ("ar", "fa") else "ltr"
        assert self.page.locator("html").get_attribute("dir") == direction
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            beyond = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert beyond <= 0, f"{name} is {beyond} pixels wider than the screen of {size['width']}"
            self._keep_picture(f"{name}-{direction}-{size['width']}")
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        assert self.refused == []

    def _keep_picture(self, name: str) -> None:
        folder = os.environ.get("LIMEN_TEST_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

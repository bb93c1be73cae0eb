"""What holds for every page: who may open it, how it is built, what it never does."""

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask

from limen.embedded import Node
from limen.web.policy import ROLES, decide
from limen.work import Actor
from services.gateway.console import static_files
from services.gateway.console.blueprint import OPEN_TO_ALL, permission_of
from services.gateway.console.setup import POLICY
from services.gateway.demonstration import ACCOUNTS
from tests.services.gateway.browsing import Browser, Page

#: pages that stand alone: address -> endpoint
ALONE = {
    "/": "home",
    "/encounters/new": "new_encounter",
    "/encounters": "encounters",
    "/persons/find": "find_persons",
    "/cases": "work_list",
    "/statistics": "statistics",
    "/calculator": "calculator",
    "/arrangements": "arrangements",
    "/offices": "offices",
    "/training": "training_events",
    "/posts": "posts",
    "/node": "node_health",
    "/node/audit": "audit_log",
}
ROLE_OF = {account["account"]: account["roles"][0] for account in ACCOUNTS}
_NOBODY = "01900000-0000-7000-8000-000000000000"

As = Callable[[str], Browser]


def pages_of(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield endpoint and method of every page of the console."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("console."):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint.removeprefix("console."), method


def test_every_page_names_its_permission_or_is_open_to_all(app: Flask) -> None:
    views = {endpoint: app.view_functions[f"console.{endpoint}"] for endpoint, _ in pages_of(app)}
    without = {endpoint for endpoint, view in views.items() if permission_of(view) is None}
    assert without <= OPEN_TO_ALL
    assert len(views) > 25


@pytest.mark.parametrize("account", ROLE_OF)
def test_a_role_sees_its_pages_and_no_others(as_: As, app: Flask, account: str) -> None:
    assert set(ROLE_OF.values()) == set(ROLES)
    browser, actor = as_(account), Actor(account, roles=frozenset({ROLE_OF[account]}))
    home = browser.get("/")
    for path, endpoint in ALONE.items():
        permission = permission_of(app.view_functions[f"console.{endpoint}"])
        allowed = decide(actor, permission or "").allowed
        page = browser.get(path)
        assert page.status == (200 if allowed else 403), (path, page.text)
        shown = any(href == path for _, href in home.links)
        assert shown == allowed or path == "/", path


@pytest.mark.parametrize("account", ROLE_OF)
def test_a_form_that_a_role_may_not_send_is_refused_before_any_service_is_asked(
    as_: As, app: Flask, account: str
) -> None:
    browser, actor = as_(account), Actor(account, roles=frozenset({ROLE_OF[account]}))
    token = browser.get("/").form("/language").values["csrf_token"]
    checked = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("console.") or "POST" not in (rule.methods or ()):
            continue
        permission = permission_of(app.view_functions[rule.endpoint])
        if permission is None or decide(actor, permission).allowed:
            continue
        path = re.sub(r"<uuid:\w+>", _NOBODY, rule.rule)
        path = re.sub(r"<service>", "registration", path).replace("<step>", "submit")
        page = browser.post(path, {"csrf_token": token})
        assert page.status == 403, rule.rule
        checked += 1
    assert checked > 5


def test_nobody_opens_a_page_without_signing_in(anybody: Browser) -> None:
    for path in ALONE:
        assert anybody.get(path).path == "/sign-in", path


def every_page(as_: As) -> Iterator[Page]:
    """Yield each page that stands alone, as somebody who may open it."""
    for account in ROLE_OF:
        browser = as_(account)
        for path in ALONE:
            page = browser.get(path)
            if page.status == 200:
                yield page


def test_pages_are_built_for_everybody(as_: As) -> None:
    """Landmarks, a skip link, one main heading, headings in order, ids that are unique, labels for fields."""
    for page in every_page(as_):
        assert (page.language, page.direction) == ("en", "ltr")
        assert page.links[0] == ("Skip to the content", "#main")
        for landmark in ("<header", "<main", "<nav", "<footer"):
            assert landmark in page.html, (page.path, landmark)
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.html)]
        assert levels.count(1) == 1, (page.path, levels)
        assert levels[0] == 1, page.path
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (page.path, levels)
        assert len(page.ids) == len(set(page.ids)), page.path
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page.html))
        needing = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page.html))
        hidden = set(re.findall(r'<input[^>]* id="([^"]+)"[^>]* type="hidden"', page.html))
        assert needing - hidden <= labelled, (page.path, needing - hidden - labelled)


def test_pages_ask_no_other_host_and_run_no_script(as_: As) -> None:
    for page in every_page(as_):
        assert page.headers["Content-Security-Policy"] == POLICY
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "<script" not in page.html
        assert not re.search(r"""\son\w+=|\sstyle=|javascript:""", page.html), page.path
        assert not re.search(r"""(?:href|src|action)=["'](?:[a-z]+:|//)""", page.html), page.path


def test_a_wrong_address_is_a_page_for_people_and_a_problem_for_programs(as_: As) -> None:
    page = as_("officer").get("/nothing/here")
    assert (page.status, "There is no such page." in page.text) == (404, True)
    api = as_("officer").client.get("/api/v1/nothing/here")
    assert (api.status_code, api.mimetype) == (404, "application/problem+json")


def test_a_fault_shows_nothing_of_itself(as_: As, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = as_("readmission")
    monkeypatch.setattr("services.gateway.console.work_lists.read", lambda *_, **__: 1 / 0)
    page = browser.get("/cases")
    assert page.status == 500
    assert "Nothing was saved" in page.text
    assert "ZeroDivision" not in page.html


def test_static_files_are_kept_by_browsers_for_as_long_as_they_do_not_change(anybody: Browser) -> None:
    page = anybody.get("/sign-in")
    sheet = re.search(r'href="(/static/console\.css\?v=[0-9a-f]{12})"', page.html)
    assert sheet
    kept = anybody.client.get(sheet[1], buffered=True)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.mimetype == "text/css"
    old = anybody.client.get("/static/console.css?v=old", buffered=True)
    assert old.headers["Cache-Control"] == "no-cache"
    assert anybody.client.get("/static/../app.py").status_code == 404
    assert anybody.client.get("/static/%2e%2e/app.py").status_code == 404


def test_without_the_design_system_pages_are_still_whole(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(static_files.FOLDER / "console.css", tmp_path)
    monkeypatch.setattr(static_files, "FOLDER", tmp_path)
    monkeypatch.setitem(app.extensions, "limen.static", {})
    page = Browser(app).get("/sign-in")
    assert page.status == 200
    assert "bootstrap" not in page.html
    assert "/static/console.css" in page.html

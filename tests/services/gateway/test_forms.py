"""Forms: no request that somebody else forged, no form that came too late, no attempt without limit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from services.gateway.demonstration import PASSWORD
from tests.services.gateway.browsing import Browser
from tests.services.gateway.conftest import make_node
from tests.services.gateway.people import birth, surname

As = Callable[[str], Browser]


@pytest.mark.parametrize("path", ["/encounters/new", "/persons/find", "/sign-out", "/language"])
@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_without_its_token_is_refused(as_: As, path: str, token: str | None) -> None:
    sent = {} if token is None else {"csrf_token": token}
    page = as_("officer").post(path, sent)
    assert page.status == 400
    assert "Nothing was saved." in page.text


def test_a_token_of_another_browser_does_not_count(as_: As, anybody: Browser) -> None:
    stranger = anybody.get("/sign-in").form("/language").values["csrf_token"]
    assert as_("officer").post("/sign-out", {"csrf_token": stranger}).status == 400


def test_signing_in_cannot_be_forged_either(anybody: Browser) -> None:
    page = anybody.post("/sign-in", {"account": "officer", "password": PASSWORD})
    assert page.status == 400


def test_a_form_that_is_sent_after_the_session_ended_says_that_nothing_was_saved(as_: As, app: Flask) -> None:
    officer = as_("officer")
    form = officer.get("/encounters/new")
    officer.client.set_cookie("limen-session", "a session that has ended")
    page = officer.send(form, "/encounters/new", kind="entry", surname=surname(), **birth())
    assert page.path == "/sign-in"
    assert "Your session has ended. What was not sent was not saved." in page.text


def test_the_api_takes_no_cookie_for_a_token(as_: As) -> None:
    officer = as_("officer")
    assert officer.client.get("/api/v1/auth/me").status_code == 401
    assert officer.client.get("/api/v1/registration/encounters").status_code == 401


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A gateway that allows five attempts to sign in, and fifty requests."""
    folder: Path = tmp_path_factory.mktemp("strict")
    made = make_node(folder, sign_in_limit="5 per day", rate_limit="50 per day")
    assert isinstance(made.application, Flask)
    yield made.application
    made.close()


def test_attempts_to_sign_in_are_limited_and_the_page_says_when_to_try_again(strict: Flask) -> None:
    pages = [Browser(strict).sign_in(f"nobody-{number}", "a wrong password") for number in range(6)]
    assert [page.status for page in pages] == [401] * 5 + [429]
    assert "Too many attempts." in pages[-1].text
    assert int(pages[-1].headers["Retry-After"]) > 0


def test_static_files_do_not_count_against_the_limit(strict: Flask) -> None:
    browser = Browser(strict)
    for _ in range(60):
        assert browser.client.get("/static/console.css", buffered=True).status_code == 200

"""Signing in to the console: one clear refusal, a lock, second factors that count once, sessions that end."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask

from limen.clock import now
from limen.embedded import Node
from limen.ids import new_id
from limen.work import system_actor, unit_of_work
from services.gateway import accounts
from services.gateway.demonstration import PASSWORD
from services.gateway.models import session
from tests.services.gateway.browsing import Browser
from tests.services.gateway.conftest import make_node

REFUSAL = "The account, the password or the code is not right, or the account is locked."

NewAccount = Callable[..., dict[str, Any]]


@pytest.fixture
def new_account(node: Node) -> NewAccount:
    """Make an account of a border officer; the answer is the account."""

    def make(**values: Any) -> dict[str, Any]:
        login = f"a{new_id().replace('-', '')[-20:]}"
        known = {"login": login, "name": "Test", "password": PASSWORD, "roles": ["border_officer"]}
        with unit_of_work(node.runtimes["gateway"], system_actor("test")) as work:
            return accounts.add_account(work, {**known, "posts": ["POST-1"], **values})

    return make


def change(node: Node, account: dict[str, Any], **values: Any) -> None:
    with unit_of_work(node.runtimes["gateway"], system_actor("test")) as work:
        accounts.change_account(work, account["account_id"], values)


def sessions_of(node: Node, login: str) -> int:
    with node.runtimes["gateway"].database.read() as connection:
        rows = connection.execute(session.select().where(session.c.account_id == login)).all()
    return len(rows)


def test_an_officer_signs_in_and_out(anybody: Browser, node: Node, new_account: NewAccount) -> None:
    login = new_account()["login"]
    home = anybody.sign_in(login, PASSWORD)
    assert (home.status, home.path) == (200, "/")
    assert sessions_of(node, login) == 1
    out = anybody.send(home, "/sign-out")
    assert "You are signed out." in out.text
    assert sessions_of(node, login) == 0
    assert anybody.get("/").path == "/sign-in"


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(
    app: Flask, anybody: Browser, new_account: NewAccount
) -> None:
    home = anybody.sign_in(new_account()["login"], PASSWORD)
    cookie = anybody.client.get_cookie("limen-session")
    thief = Browser(app)
    thief.client.set_cookie("limen-session", cookie.value)
    assert thief.get("/").path == "/"
    anybody.send(home, "/sign-out")
    assert thief.get("/").path == "/sign-in"


@pytest.mark.parametrize(
    ("login", "password"),
    [("officer", "another password"), ("nobody-here", PASSWORD), ("officer", "pässwörd 密码"), ("", "")],
)
def test_every_refusal_reads_the_same(anybody: Browser, login: str, password: str) -> None:
    page = anybody.sign_in(login or "x", password or "x")
    assert page.status == 401
    assert REFUSAL in page.text
    assert page.title.startswith("Error: ")
    assert page.form("/sign-in").values["account"] == (login or "x")
    assert PASSWORD not in page.html


def test_a_code_that_was_not_sent_is_like_an_empty_one(anybody: Browser) -> None:
    assert anybody.sign_in("officer", PASSWORD, code=None).status == 200


def test_an_empty_field_is_named_and_linked(anybody: Browser) -> None:
    page = anybody.sign_in("", "")
    assert page.status == 422
    assert page.link("Account: Enter your account.") == "#account"
    assert {"account", "account-error", "password-error"} <= set(page.ids)


def test_five_failures_lock_the_account_even_for_the_right_password(
    app: Flask, new_account: NewAccount
) -> None:
    login = new_account()["login"]
    for _ in range(5):
        assert Browser(app).sign_in(login, "a wrong password").status == 401
    locked = Browser(app).sign_in(login, PASSWORD)
    assert (locked.status, REFUSAL in locked.text) == (401, True)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert Browser(app).sign_in(login, PASSWORD).status == 200


def test_a_disabled_account_is_refused_and_its_sessions_end_at_once(
    app: Flask, node: Node, new_account: NewAccount
) -> None:
    account = new_account()
    browser = Browser(app)
    browser.sign_in(account["login"], PASSWORD)
    change(node, account, disabled=True)
    assert browser.get("/").path == "/sign-in"
    assert Browser(app).sign_in(account["login"], PASSWORD).status == 401


def test_the_code_of_the_second_factor_counts_once(app: Flask, node: Node, new_account: NewAccount) -> None:
    account = new_account()
    with unit_of_work(node.runtimes["gateway"], system_actor("test")) as work:
        totp = pyotp.TOTP(accounts.begin_totp(work, account["account_id"])["secret"])
    login, code = account["login"], totp.at(now())
    assert Browser(app).sign_in(login, PASSWORD).status == 401
    assert Browser(app).sign_in(login, PASSWORD, "000 000").status == 401
    assert Browser(app).sign_in(login, PASSWORD, "ⅫⅫⅫ").status == 401
    assert Browser(app).sign_in(login, PASSWORD, f"{code[:3]} {code[3:]}").status == 200
    assert Browser(app).sign_in(login, PASSWORD, code).status == 401
    with time_machine.travel(now() + timedelta(seconds=60)):
        assert Browser(app).sign_in(login, PASSWORD, totp.at(now())).status == 200


def test_a_second_factor_can_be_given_again_after_it_was_lost(node: Node, new_account: NewAccount) -> None:
    account_id = new_account()["account_id"]
    with unit_of_work(node.runtimes["gateway"], system_actor("test")) as work:
        first = accounts.begin_totp(work, account_id)["secret"]
        accounts.end_totp(work, account_id)
        assert accounts.begin_totp(work, account_id)["secret"] != first


def test_a_session_ends_without_a_click_and_the_page_says_so(
    anybody: Browser, node: Node, new_account: NewAccount
) -> None:
    anybody.sign_in(new_account()["login"], PASSWORD)
    quiet = node.runtimes["gateway"].settings.session_minutes
    with time_machine.travel(now() + timedelta(minutes=quiet - 1)):
        assert anybody.get("/").path == "/"
    with time_machine.travel(now() + timedelta(minutes=2 * quiet)):
        page = anybody.get("/training")
    assert page.path == "/sign-in"
    assert "Your session has ended." in page.text
    assert page.form("/sign-in").values["next"] == "/training"


def test_no_session_lasts_longer_than_twelve_hours(anybody: Browser, new_account: NewAccount) -> None:
    anybody.sign_in(new_account()["login"], PASSWORD)
    start = now()
    for minutes in range(20, 13 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            path = anybody.get("/").path
        if minutes < 12 * 60:
            assert path == "/", minutes
    assert path == "/sign-in"


def test_after_signing_in_the_wanted_page_opens(anybody: Browser) -> None:
    asked = anybody.get("/training")
    assert asked.path == "/sign-in"
    opened = anybody.send(asked, "/sign-in", account="trainer", password=PASSWORD)
    assert (opened.status, opened.path) == (200, "/training")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://attacker.invalid/",
        "//attacker.invalid",
        "/\\attacker.invalid",
        "javascript:alert(1)",
        "/a\r\nb",
    ],
)
def test_signing_in_leads_to_no_other_host(anybody: Browser, elsewhere: str) -> None:
    page = anybody.get("/sign-in", query_string={"next": elsewhere})
    sent = page.form("/sign-in").filled({"account": "trainer", "password": PASSWORD, "next": elsewhere})
    answer = anybody.client.post("/sign-in", data=sent)
    assert answer.headers["Location"] == "/"


def test_the_form_token_changes_with_the_sign_in(anybody: Browser) -> None:
    before = anybody.get("/sign-in").form("/sign-in").values["csrf_token"]
    home = anybody.sign_in("trainer", PASSWORD)
    old = {"csrf_token": before, "language": "en", "next": "/"}
    assert anybody.post("/language", old).status == 400
    assert home.status == 200


def cookies_of(app: Flask, base_url: str) -> SimpleCookie:
    browser = Browser(app, base_url)
    page = browser.get("/sign-in")
    sent = page.form("/sign-in").filled({"account": "officer", "password": PASSWORD})
    answer = browser.client.post("/sign-in", data=sent, base_url=base_url)
    assert answer.status_code == 303
    found: SimpleCookie = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        found.load(header)
    return found


def test_the_cookie_is_for_this_site_and_no_script(app: Flask) -> None:
    cookie = cookies_of(app, "http://localhost")["limen-session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", "")


@pytest.fixture(scope="module")
def secure_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A gateway whose officers come by https."""
    folder: Path = tmp_path_factory.mktemp("secure")
    made = make_node(folder, public_url="https://limen.example")
    assert isinstance(made.application, Flask)
    yield made.application
    made.close()


def test_over_https_the_cookies_are_secure_and_bound_to_the_host(secure_app: Flask) -> None:
    found = cookies_of(secure_app, "https://limen.example")
    assert set(found) == {"__Host-limen-session", "__Host-limen-page"}
    assert all(cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" for cookie in found.values())
    page = Browser(secure_app, "https://limen.example").get("/sign-in")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")

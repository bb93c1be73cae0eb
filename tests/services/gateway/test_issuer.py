"""Signing in with an OpenID Connect issuer: a real one on loopback, honest and then lying in every claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import ECKey

from services.gateway.models import session
from services.gateway.oidc import account_of
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.conftest import make_node
from tests.services.gateway.issuer import CLIENT_ID, CLIENT_SECRET, Issuer, running_issuer

OFFICER = {
    "sub": "f3a1c2d4",
    "name": "Test Officer of the Agency",
    "limen_roles": ["border_officer", "astronaut"],
    "limen_posts": ["POST-1", "not a post"],
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture(scope="module")
def app(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A gateway that trusts the issuer."""
    folder: Path = tmp_path_factory.mktemp("issuer")
    made = make_node(
        folder, oidc_issuer=issuer.url, oidc_client_id=CLIENT_ID, oidc_client_secret=CLIENT_SECRET
    )
    assert isinstance(made.application, Flask)
    yield made.application
    made.close()


@pytest.fixture(autouse=True)
def honest(app: Flask, issuer: Issuer) -> None:
    """Every test begins with an honest issuer whose metadata nobody has read."""
    issuer.person = dict(OFFICER)
    issuer.lies, issuer.metadata, issuer.userinfo = {}, {}, None
    issuer.shared_secret, issuer.signing_key = False, None
    issuer.problems.clear()
    app.extensions["limen.issuer"].server_metadata = {}


def return_path(browser: Browser, path: str = "/sign-in/issuer") -> str:
    """Go to the issuer and let it sign the person in; return where it leads back to."""
    away = browser.client.get(path)
    assert away.status_code == 302, away.text
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=10)
    return back.headers["Location"].removeprefix("http://localhost")


def sign_in(browser: Browser, path: str = "/sign-in/issuer") -> Page:
    return browser.get(return_path(browser, path))


def test_an_officer_signs_in_with_the_agencys_account(app: Flask, anybody: Browser, issuer: Issuer) -> None:
    assert anybody.get("/sign-in").link("Sign in with your agency's account") == "/sign-in/issuer?next=/"
    page = sign_in(anybody)
    assert (page.status, page.path) == (200, "/")
    assert "Test Officer of the Agency Border officer · POST-1" in page.text
    assert anybody.get("/encounters/new").form("/encounters/new").offered["post"] == ["POST-1"]
    assert issuer.problems == []


def test_the_account_is_the_subject_at_the_issuer_and_no_local_account_can_have_its_name(
    app: Flask, anybody: Browser
) -> None:
    sign_in(anybody)
    with app.extensions["limen"].runtime.database.read() as connection:
        accounts = {row.account_id for row in connection.execute(session.select())}
    assert accounts == {"f3a1c2d4@127.0.0.1"}
    odd = account_of("auth0|Ünlü/../system:x", "https://issuer.example/realm")
    assert odd.endswith("@issuer.example")
    assert odd.removesuffix("@issuer.example").isalnum()


def test_after_signing_in_the_wanted_page_opens(anybody: Browser) -> None:
    assert sign_in(anybody, "/sign-in/issuer?next=/training").path == "/training"
    stranger = sign_in(anybody, "/sign-in/issuer?next=//attacker.invalid")
    assert stranger.path == "/"


def test_roles_may_come_from_userinfo_when_the_token_has_none(anybody: Browser, issuer: Issuer) -> None:
    del issuer.person["limen_roles"]
    issuer.userinfo = {**OFFICER, "limen_roles": "trainer"}
    assert "Trainer" in sign_in(anybody).text


def test_userinfo_of_somebody_else_is_refused(anybody: Browser, issuer: Issuer) -> None:
    del issuer.person["limen_roles"]
    issuer.userinfo = {**OFFICER, "sub": "somebody-else"}
    assert sign_in(anybody).status == 401


@pytest.mark.parametrize(
    "roles", [[], "", None, ["astronaut"], {"border_officer": True}, ["monitor", "administrator"]]
)
def test_an_account_without_a_role_of_ours_is_refused(anybody: Browser, issuer: Issuer, roles: Any) -> None:
    issuer.person["limen_roles"] = roles
    page = sign_in(anybody)
    assert page.status == 403
    assert "Your agency's account has no role here." in page.text
    assert anybody.get("/").path == "/sign-in"


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"iss": "http://attacker.invalid"},
        {"exp": 1_600_000_000},  # 2020
        {"sub": ""},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_right_is_refused(
    anybody: Browser, issuer: Issuer, lies: dict[str, Any]
) -> None:
    issuer.lies = lies
    page = sign_in(anybody)
    assert page.status == 401
    assert "was not completed" in page.text
    assert anybody.get("/").path == "/sign-in"


def test_an_id_token_signed_by_somebody_else_is_refused(anybody: Browser, issuer: Issuer) -> None:
    issuer.signing_key = ECKey.generate_key("P-256")
    assert sign_in(anybody).status == 401


def test_a_signature_by_the_shared_secret_does_not_count_though_the_metadata_offers_it(
    anybody: Browser, issuer: Issuer
) -> None:
    issuer.shared_secret = True
    assert sign_in(anybody).status == 401


def test_metadata_of_another_issuer_is_refused_before_anybody_is_sent_there(
    anybody: Browser, issuer: Issuer
) -> None:
    issuer.metadata = {"issuer": "http://attacker.invalid"}
    page = anybody.get("/sign-in/issuer")
    assert (page.status, "does not answer just now" in page.text) == (503, True)


def test_an_answer_that_nobody_asked_for_is_refused(app: Flask, anybody: Browser) -> None:
    """Somebody who is led to the return address with a stranger's code is not signed in as the stranger."""
    stolen = return_path(anybody)
    assert Browser(app).get(stolen).status == 401
    state = parse_qs(urlsplit(stolen).query)["state"][0]
    assert anybody.get("/sign-in/issuer/return?code=forged&state=" + state).status == 401
    assert anybody.get("/sign-in/issuer/return?error=access_denied&state=" + state).status == 401


def test_a_code_counts_once(anybody: Browser, app: Flask) -> None:
    back = return_path(anybody)
    assert anybody.get(back).status == 200
    assert anybody.get(back).status == 401


def test_an_issuer_that_is_away_is_said_in_words(
    app: Flask, anybody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.extensions["limen.issuer"]
    monkeypatch.setattr(client, "_server_metadata_url", "http://127.0.0.1:9/nobody-listens")
    page = anybody.get("/sign-in/issuer")
    assert page.status == 503
    assert "Your agency's sign-in does not answer just now." in page.text
    assert page.has_form("/sign-in")


def test_with_an_issuer_the_cookie_survives_the_way_back(app: Flask, anybody: Browser) -> None:
    answer = anybody.client.get(return_path(anybody))
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if "limen-session=" in value)
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie

"""Signing in, part one of the journey."""

import pytest

from limen.web.policy import ROLES
from tests.e2e.officers import ACCOUNTS, PASSWORD, Officer
from tests.e2e.site import Site


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_role_signs_in_and_is_told_what_it_may_do(site: Site, account: str):
    roles, posts = ACCOUNTS[account]
    told = site.officers[account].get("auth/me")
    assert (told["account"], told["roles"], told["posts"]) == (account, roles, posts)


def test_there_is_an_officer_of_every_role():
    assert {role for roles, _ in ACCOUNTS.values() for role in roles} == set(ROLES)


@pytest.mark.parametrize("wrong", [{"password": "not the password"}, {"account": "nobody"}])
def test_a_refused_sign_in_does_not_tell_what_was_wrong(site: Site, wrong: dict[str, str]):
    credentials = {"account": "monitor", "password": PASSWORD, **wrong}
    refusal = Officer(site.node.url).post("auth/token", credentials, 401)
    assert refusal["type"] == "urn:limen:problem:not-signed-in"
    assert "account, the password or the code" in refusal["detail"]


@pytest.mark.parametrize("path", ["registration/posts", "readmission/cases", "training/events"])
def test_nobody_gets_anything_without_signing_in(site: Site, path: str):
    Officer(site.node.url).get(path, 401)
    Officer(site.node.url, site.officer.token[:-4] + "AAAA").get(path, 401)

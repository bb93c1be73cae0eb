"""Who may do what: decided by one table, role by role and post by post."""

from itertools import product

import pytest
from structlog.testing import capture_logs

from limen.web import policy
from limen.web.policy import PERMISSIONS, ROLES, decide
from limen.work import Actor
from tests.limen.web.conftest import ANNA, Desk

ABOUT_PERSONS = (
    "registration.encounter.",
    "registration.person.",
    "registration.safeguard.",
    "registration.screening.",
    "readmission.",
)


def actor(role: str, *posts: str) -> Actor:
    return Actor(id="a", roles=frozenset({role}), posts=frozenset(posts))


def test_a_role_holds_exactly_the_permissions_of_the_table() -> None:
    for permission, role in product(PERMISSIONS, ROLES):
        allowed = permission == policy.PUBLIC or role in PERMISSIONS[permission].roles
        assert decide(actor(role), permission).allowed is allowed, (permission, role)


def test_the_monitor_never_writes() -> None:
    held = [name for name in PERMISSIONS if decide(actor(policy.MONITOR), name).allowed]
    actions = {name.rsplit(".", 1)[-1] for name in held} - {policy.PUBLIC, policy.SIGNED_IN}
    assert actions == {"read"}


def test_an_administrator_sees_no_person_and_no_case() -> None:
    held = {name for name in PERMISSIONS if decide(actor(policy.ADMINISTRATOR), name).allowed}
    # Erasing answers with no particulars; an office and an authority's key are none.
    without = {f"readmission.{what}.{may}" for what in ("office", "key") for may in ("read", "manage")}
    assert {name for name in held if name.startswith(ABOUT_PERSONS)} <= {
        "registration.person.erase",
        *without,
    }


def test_an_officer_without_a_role_may_only_be_signed_in() -> None:
    held = [name for name in PERMISSIONS if decide(Actor(id="a"), name).allowed]
    assert held == [policy.PUBLIC, policy.SIGNED_IN]


def test_an_unknown_role_gives_nothing() -> None:
    assert not decide(actor("superuser"), "audit.read").allowed


@pytest.mark.parametrize("role", [policy.BORDER_OFFICER, policy.SHIFT_LEADER])
def test_roles_at_a_post_end_at_their_own_posts(role: str) -> None:
    permission = "registration.encounter.create"
    assert decide(actor(role, "AL-HANI"), permission, "AL-HANI").allowed
    for post in ("AL-KAPSH", "", "AL-HANI "):
        refused = decide(actor(role, "AL-HANI"), permission, post)
        assert (refused.allowed, refused.reason) == (False, "it is not one of the officer's own posts")


def test_the_monitor_sees_every_post() -> None:
    assert decide(actor(policy.MONITOR), "registration.encounter.read", "AL-KAPSH").allowed


def test_a_permission_that_the_table_lacks_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(KeyError):
        decide(ANNA, "registration.person.delete")


def test_a_route_is_refused_to_other_roles_with_403_that_names_the_permission(client: Desk) -> None:
    answer = client.as_(roles=frozenset({"trainer"})).record()
    assert answer.status_code == 403
    assert answer.json["type"] == "urn:limen:problem:not-allowed"
    assert answer.json["permission"] == "registration.encounter.create"


def test_a_record_at_another_post_is_refused_and_nothing_is_written(client: Desk) -> None:
    assert client.record(post="AL-KAPSH").status_code == 403
    assert client("GET", "visits").json["items"] == []


def test_a_list_shows_an_officer_only_their_posts_and_the_monitor_all(client: Desk) -> None:
    leader = client.as_(roles=frozenset({"shift_leader"}), posts=frozenset({"AL-HANI", "AL-KAPSH"}))
    leader.record(post="AL-HANI")
    leader.record(post="AL-KAPSH")
    assert [item["post"] for item in client("GET", "visits").json["items"]] == ["AL-HANI"]
    monitor = client.as_(roles=frozenset({"monitor"}))
    assert len(monitor("GET", "visits").json["items"]) == 2


def test_a_refusal_is_logged_with_permission_actor_and_reason_and_no_name(client: Desk) -> None:
    with capture_logs() as lines:
        client.record(post="AL-KAPSH")
    refusals = [line for line in lines if line["event"] == "authorization_refused"]
    assert refusals == [
        {
            "event": "authorization_refused",
            "log_level": "warning",
            "permission": "registration.encounter.create",
            "actor": ANNA.id,
            "reason": "it is not one of the officer's own posts",
        }
    ]


def test_the_node_itself_is_not_held_to_a_post(client: Desk) -> None:
    from limen.work import system_actor, unit_of_work

    with unit_of_work(client.runtime, system_actor("inbox")) as work:
        policy.require_post(work, "AL-KAPSH")
        assert policy.posts_in_reach(work) is None

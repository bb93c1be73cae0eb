"""The node in the console: health in words, messages that wait for an administrator, posts, the audit log."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from limen.embedded import Node
from limen.errors import DatabaseUnavailable
from limen.ids import new_id
from limen.messaging import waiting
from limen.messaging.waiting import State
from limen.storage.tables import audit, delivery
from services.gateway import node_health
from services.gateway.upstream import ServiceUnreachable
from tests.rig.waiting import wait_until
from tests.services.gateway.browsing import Browser
from tests.services.gateway.people import birth, surname

As = Callable[[str], Browser]


@pytest.fixture
def administrator(as_: As) -> Browser:
    return as_("administrator")


@pytest.fixture
def parked(node: Node) -> str:
    """Park a message that is no event at readmission; return its id."""
    body = new_id().encode()
    with node.runtimes["readmission"].database.write() as connection:
        waiting.keep(connection, body, None, State.PARKED, error="it is no event of ours")
        return str(connection.execute(sa.select(delivery.c.id).where(delivery.c.body == body)).scalar_one())


def state_of(node: Node, waiting_id: str) -> str | None:
    with node.runtimes["readmission"].database.read() as connection:
        query = sa.select(delivery.c.state, delivery.c.attempt).where(delivery.c.id == waiting_id)
        row = connection.execute(query).one_or_none()
    return None if row is None else row.state


def test_health_is_said_in_words_for_each_service(as_: As) -> None:
    for account in ("administrator", "monitor"):
        page = as_(account).get("/node")
        for said in (
            "Registration",
            "Readmission",
            "Training",
            "Gateway",
            "Database: In order",
            "agreements",
        ):
            assert said in page.text, said


def test_a_service_that_does_not_answer_is_named_and_the_others_are_shown(
    as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = node_health.Upstream.call

    def call(self: object, service: str, *arguments: object, **more: object) -> object:
        if service == "training":
            raise ServiceUnreachable()
        return known(self, service, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(node_health.Upstream, "call", call)
    page = as_("administrator").get("/node")
    assert page.status == 200
    assert "Training Does not answer" in page.text
    assert "In order" in page.text


def test_a_service_that_is_away_is_a_page_that_says_so(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = as_("trainer")

    def away(*_: object, **__: object) -> object:
        raise ServiceUnreachable()

    monkeypatch.setattr("services.gateway.upstream.Upstream.call", away)
    page = browser.get("/training")
    assert (page.status, page.headers["Retry-After"]) == (503, "2")
    assert "A part of the node does not answer just now." in page.text


def test_a_parked_message_is_shown_with_its_error_and_tried_again(
    administrator: Browser, node: Node, parked: str
) -> None:
    page = administrator.get("/node")
    assert "it is no event of ours" in page.text
    assert "Messages that wait for an administrator" in page.text
    message = administrator.get(f"/node/readmission/events/{parked}")
    assert "not an event" in message.text
    again = administrator.send(message, "/replay")
    assert "A worker tries the message again." in again.text

    def decided() -> bool:  # the worker finds again that it is no event
        return state_of(node, parked) == State.PARKED and actions(node, parked) == {"event.replayed"}

    wait_until(decided, "the worker has parked the message anew", 20)


def actions(node: Node, subject: str) -> set[str]:
    with node.runtimes["readmission"].database.read() as connection:
        return set(connection.execute(sa.select(audit.c.action).where(audit.c.subject == subject)).scalars())


def test_a_message_is_given_up_only_with_a_reason(administrator: Browser, node: Node, parked: str) -> None:
    message = administrator.get(f"/node/readmission/events/{parked}")
    refused = administrator.send(message, "/discard")
    assert refused.status == 422
    assert refused.link("Why it may be given up: Give the reason.") == "#discard-reason"
    done = administrator.send(message, "/discard", **{"discard-reason": "It was sent by mistake."})
    assert "The message is given up." in done.text
    assert state_of(node, parked) is None
    assert "event.discarded" in actions(node, parked)


def test_the_monitor_sees_health_and_no_messages(as_: As, parked: str) -> None:
    monitor = as_("monitor")
    assert "it is no event of ours" not in monitor.get("/node").text
    assert monitor.get(f"/node/readmission/events/{parked}").status == 403


def test_an_unknown_service_has_no_pages(administrator: Browser, parked: str) -> None:
    assert administrator.get("/node/nonsense/audit").status == 404
    assert administrator.get(f"/node/nonsense/events/{parked}").status == 404


@pytest.mark.parametrize("service", ["registration", "readmission", "training", "gateway"])
def test_the_audit_log_of_every_service_is_read_and_the_reading_stands_in_it(
    as_: As, node: Node, service: str
) -> None:
    page = as_("monitor").get(f"/node/{service}/audit")
    assert page.status == 200
    with node.runtimes[service].database.read() as connection:
        query = sa.select(audit.c.actor).where(audit.c.action == "audit.read")
        assert "monitor" in set(connection.execute(query).scalars())


def test_an_administrator_adds_a_post_and_is_told_what_is_wrong(administrator: Browser) -> None:
    code = f"P-{new_id()[-6:].upper()}"
    fields = {"code": code, "name": "Test bridge", "kind": "road", "valid_from": "2026-01-01"}
    added = administrator.send(administrator.get("/posts"), "/posts", **fields)
    assert "The post is added." in added.text
    assert code in added.text
    wrong = administrator.send(administrator.get("/posts"), "/posts", **{**fields, "code": "a b"})
    assert wrong.status == 422
    assert wrong.link("Code: Must be 2 to 20 capitals") == "#code"
    twice = administrator.send(administrator.get("/posts"), "/posts", **fields)
    assert (twice.status, f"there is a post {code} already" in twice.text) == (409, True)


def test_what_was_typed_is_sent_again_when_the_service_is_back(
    as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = as_("officer")
    form = officer.get("/encounters/new")
    family, known = surname(), node_health.Upstream.call

    def away(*_: object, **__: object) -> object:
        raise ServiceUnreachable()

    monkeypatch.setattr(node_health.Upstream, "call", away)
    page = officer.send(form, "/encounters/new", kind="entry", surname=family, **birth())
    assert (page.status, "Nothing that you typed is lost." in page.text) == (503, True)
    monkeypatch.setattr(node_health.Upstream, "call", known)
    recorded = officer.send(page, "/encounters/new")
    assert (recorded.status, family in recorded.text) == (200, True)
    assert officer.send(page, "/encounters/new").path == recorded.path


def test_a_password_is_never_kept_on_a_page(anybody: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    form = anybody.get("/sign-in")

    def away(*_: object) -> object:
        raise DatabaseUnavailable()

    monkeypatch.setattr("services.gateway.console.entering.signing_in.sign_in", away)
    page = anybody.send(form, "/sign-in", account="officer", password="a password of an officer")
    assert (page.status, page.headers["Retry-After"]) == (503, "2")
    assert "a password of an officer" not in page.html

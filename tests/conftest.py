"""Fixtures that give tests real servers, and the summary of what they ran against. See `tests.rig`."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from tests.rig import chromium as chromium_rig
from tests.rig import containers, parallel, provide
from tests.rig.broker import Broker
from tests.rig.broker_debian import DebianBroker
from tests.rig.database import Database
from tests.rig.database_debian import DebianDatabase
from tests.rig.errors import Unavailable
from tests.rig.keeper import Keeper
from tests.rig.summary import Summary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SUMMARY = pytest.StashKey[Summary]()
# A test that asks for one of these fixtures bears the marker, so `-m "not rabbitmq"` needs no discipline.
MARKER_OF_FIXTURE = {
    "rabbitmq_server": "rabbitmq",
    "restartable_broker": "rabbitmq",
    "postgres_server": "postgres",
    "restartable_database": "postgres",
    "chromium": "browser",
    "engine": "engine",
}
RIG_VARIABLES = ("LIMEN_TEST_", "LIMEN_RABBITMQ_IMAGE", "LIMEN_POSTGRES_IMAGE")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="also run the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SUMMARY] = Summary()
    # A person's own settings of Limen must not reach the tests.
    for name in list(os.environ):
        if name.startswith("LIMEN_") and not name.startswith(RIG_VARIABLES):
            del os.environ[name]


@pytest.hookimpl(tryfirst=True)  # before pytest itself applies -m
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKER_OF_FIXTURE:
                item.add_marker(MARKER_OF_FIXTURE[fixture])
    if not config.getoption("--nightly"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    parallel.put_in_order(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    parallel.send_summary(session.config, session.config.stash[SUMMARY])


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> parallel.Together | None:
    return parallel.Together(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's
def pytest_testnodedown(node: object) -> None:
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    parallel.take_summary(node, config.stash[SUMMARY])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("ran against")
    for line in config.stash[SUMMARY].lines():
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command under test writes its logs to a stream that ends with the test; the next test must not."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture(scope="session")
def summary(pytestconfig: pytest.Config) -> Summary:
    """Where a fixture notes the version and kind of the server it gives out."""
    return pytestconfig.stash[SUMMARY]


@pytest.fixture(scope="session")
def keeper() -> Iterator[Keeper]:
    """Ends what the run started, should the run be killed."""
    with Keeper() as keeper:
        yield keeper


@pytest.fixture(scope="session")
def rabbitmq_server(keeper: Keeper, summary: Summary) -> Iterator[Broker]:
    """The RabbitMQ server of this run; `new_vhost()` gives the URL of one more virtual host."""
    try:
        server = provide.broker(keeper)
    except Unavailable as error:
        provide.skip_or_fail("RabbitMQ", error)
    summary.note("RabbitMQ", server.version, server.kind)
    yield server
    server.close()


@pytest.fixture
def broker_url(rabbitmq_server: Broker) -> str:
    """AMQP URL of a virtual host that belongs to this test alone."""
    return rabbitmq_server.new_vhost()


@pytest.fixture(scope="module")
def _restartable_broker(keeper: Keeper, summary: Summary) -> Iterator[DebianBroker]:
    try:
        server = provide.started_broker(keeper)
    except Unavailable as error:
        provide.skip_or_fail("RabbitMQ that may be restarted", error)
    summary.note("RabbitMQ", server.version, f"{server.kind}, restarted by tests")
    yield server
    server.close()


@pytest.fixture
def restartable_broker(_restartable_broker: DebianBroker) -> DebianBroker:
    """A RabbitMQ to stop, kill and start again, running at first. Call `new_vhost()` for a URL."""
    if not _restartable_broker.is_running:
        _restartable_broker.start()
    return _restartable_broker


@pytest.fixture(scope="session")
def postgres_server(keeper: Keeper, summary: Summary) -> Iterator[Database]:
    """The PostgreSQL server of this run; `new_database()` gives the URL of one more database."""
    try:
        server = provide.database(keeper)
    except Unavailable as error:
        provide.skip_or_fail("PostgreSQL", error)
    summary.note("PostgreSQL", server.version, server.kind)
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: Database) -> Iterator[str]:
    """URL of an empty database that belongs to this test alone."""
    url = postgres_server.new_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="module")
def _restartable_database(keeper: Keeper, summary: Summary) -> Iterator[DebianDatabase]:
    try:
        server = provide.started_database(keeper)
    except Unavailable as error:
        provide.skip_or_fail("PostgreSQL that may be restarted", error)
    summary.note("PostgreSQL", server.version, f"{server.kind}, restarted by tests")
    yield server
    server.close()


@pytest.fixture
def restartable_database(_restartable_database: DebianDatabase) -> DebianDatabase:
    """A PostgreSQL to stop, kill and start again, running at first. Call `new_database()` for a URL."""
    if not _restartable_database.is_running:
        _restartable_database.start()
    return _restartable_database


@pytest.fixture(scope="session")
def engine(summary: Summary) -> str:
    """The version of the container engine; without one the test is skipped, also in CI."""
    try:
        version = containers.engine_version()
    except Unavailable as error:
        pytest.skip(str(error))
    summary.note("container engine", version, "answers")
    return version


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    try:
        return chromium_rig.find_chromium()
    except Unavailable as error:
        provide.skip_or_fail("Chromium", error)


@pytest.fixture(scope="session")
def browser(chromium: str, summary: Summary) -> Iterator[Browser]:
    """Chromium, without a window, driven by Playwright."""
    from playwright.sync_api import sync_playwright  # a quarter of a second that most runs can save

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=chromium_rig.ARGUMENTS)
        summary.note("Chromium", browser.version, chromium)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own; the test fails if it asks any host but this machine."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        with chromium_rig.only_local_requests(page):
            yield page

"""The rig gives what it promises: a place of its own to each test, servers that come back, and no strays."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docker
import pika
import psutil
import psycopg
import pytest

from tests.rig import broker, chromium, containers, database, provide
from tests.rig.errors import RigError, Unavailable
from tests.rig.ports import free_port
from tests.rig.waiting import wait_until

# A server on this machine that is not there: nothing listens on port 9.
SILENT = "127.0.0.1:9"


# RabbitMQ


def publish(url: str, body: bytes) -> None:
    """Put a persistent message into the quorum queue `kept`, and return when the broker has confirmed it."""
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
        channel.basic_publish("", "kept", body, pika.BasicProperties(delivery_mode=2), mandatory=True)


def take(url: str) -> bytes:
    """Consume the next message of the queue `kept`, within some seconds."""
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        channel = connection.channel()
        method, _, body = next(channel.consume("kept", inactivity_timeout=20))
        assert method, "no message came"
        channel.basic_ack(method.delivery_tag)
        return body


def queue_exists(url: str) -> bool:
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        try:
            connection.channel().queue_declare("kept", passive=True)
        except pika.exceptions.ChannelClosedByBroker:
            return False
        return True


def test_a_message_comes_back_from_the_broker_of_this_run(broker_url):
    publish(broker_url, b"one")
    assert take(broker_url) == b"one"


def test_a_queue_of_one_test_is_unknown_to_the_next(rabbitmq_server, broker_url):
    publish(broker_url, b"mine")
    assert not queue_exists(rabbitmq_server.new_vhost())


def test_a_confirmed_message_outlives_a_graceful_stop(restartable_broker):
    url = restartable_broker.new_vhost()
    publish(url, b"kept")
    restartable_broker.stop_gracefully()
    assert not restartable_broker.is_running
    restartable_broker.start()
    assert take(url) == b"kept"


def test_a_confirmed_message_outlives_the_killing_of_the_broker(restartable_broker):
    url = restartable_broker.new_vhost()
    publish(url, b"kept")
    restartable_broker.kill()
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(url))
    restartable_broker.start()
    assert take(url) == b"kept"


def test_a_broker_that_a_test_left_dead_runs_for_the_next(request):
    server = request.getfixturevalue("_restartable_broker")
    server.kill()
    assert request.getfixturevalue("restartable_broker").answers()


def test_a_server_that_runs_is_not_started_again(restartable_broker):
    with pytest.raises(RigError, match="rabbitmq runs already"):
        restartable_broker.start()


def test_a_given_broker_lends_virtual_hosts_and_gets_them_all_removed(keeper, monkeypatch):
    port = free_port()
    try:
        server = provide.started_broker(keeper, management_port=port)
    except Unavailable as error:
        provide.skip_or_fail("RabbitMQ of our own", error)
    with server:
        monkeypatch.setenv(broker.URL_VARIABLE, server.url)
        monkeypatch.setenv(broker.MANAGEMENT_VARIABLE, f"http://127.0.0.1:{port}")
        given = provide.broker(keeper)
        assert (given.kind, given.version) == ("environment", server.version)
        url = given.new_vhost()
        publish(url, b"lent")
        assert take(url) == b"lent"
        given.close()
        assert server.rabbitmqctl("list_vhosts", "--no-table-headers").split() == ["/"]


def test_a_given_broker_that_is_silent_is_a_failure_not_a_reason_to_look_further(keeper, monkeypatch):
    monkeypatch.setenv(broker.URL_VARIABLE, f"amqp://{SILENT}")
    with pytest.raises(RigError, match=f"the broker of {broker.URL_VARIABLE} or its management API"):
        provide.broker(keeper)


# PostgreSQL


def create_note(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM note")]


def test_a_database_is_empty_and_belongs_to_one_test(postgres_server, postgres_url):
    create_note(postgres_url, "mine")
    assert notes(postgres_url) == ["mine"]
    other = postgres_server.new_database()
    with pytest.raises(psycopg.errors.UndefinedTable):
        notes(other)
    postgres_server.drop_database(other)


def test_a_database_may_be_the_copy_of_another(postgres_server, postgres_url):
    create_note(postgres_url, "copied")
    copy = postgres_server.new_database(template=postgres_url.rpartition("/")[2])
    assert notes(copy) == ["copied"]
    postgres_server.drop_database(copy)


def test_a_database_is_dropped_although_a_session_is_open(postgres_server):
    url = postgres_server.new_database()
    with closing(psycopg.connect(url)) as forgotten:
        postgres_server.drop_database(url)
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("SELECT 1")


@pytest.mark.parametrize("end", ["stop_gracefully", "kill"])
def test_a_committed_row_outlives_the_end_of_the_database(restartable_database, end):
    url = restartable_database.new_database()
    create_note(url, "committed")
    with closing(psycopg.connect(url)) as unfinished:
        unfinished.execute("INSERT INTO note VALUES ('never committed')")
        getattr(restartable_database, end)()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    restartable_database.start()
    assert notes(url) == ["committed"]


def test_killing_the_database_leaves_none_of_its_processes(restartable_database):
    family = psutil.Process(restartable_database.pid).children(recursive=True)
    assert family
    restartable_database.kill()
    assert not [member for member in family if is_alive(member.pid)]


def test_a_database_that_cannot_start_says_why(restartable_database):
    restartable_database.stop_gracefully()
    version = restartable_database.folder / "data" / "PG_VERSION"
    held = version.read_text()
    version.write_text("no number\n")
    with pytest.raises(RigError, match=r"(?s)postgresql has ended; its log ends with.*PG_VERSION"):
        restartable_database.start()
    version.write_text(held)


def test_a_given_database_lends_databases(keeper, restartable_database, monkeypatch):
    url = restartable_database.url.replace("postgresql://", "postgresql+psycopg://")
    monkeypatch.setenv(database.URL_VARIABLE, url)
    given = provide.database(keeper)
    assert (given.kind, given.version) == ("environment", restartable_database.version)
    lent = given.new_database()
    create_note(lent, "lent")
    given.drop_database(lent)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(lent)


def test_a_given_database_that_is_silent_is_a_failure_not_a_reason_to_look_further(keeper, monkeypatch):
    monkeypatch.setenv(database.URL_VARIABLE, f"postgresql://nobody@{SILENT}/none")
    with pytest.raises(RigError, match=f"the database of {database.URL_VARIABLE} does not answer"):
        provide.database(keeper)


# Containers


def in_container(kind, keeper):
    """A server in a container; without its image the test is skipped, as without an engine."""
    try:
        return closing(kind(keeper))
    except Unavailable as error:
        pytest.skip(str(error))


def test_a_container_gives_a_broker_with_virtual_hosts(engine, keeper):
    with in_container(containers.ContainerBroker, keeper) as server:
        assert server.version
        url = server.new_vhost()
        publish(url, b"boxed")
        assert take(url) == b"boxed"
        assert not queue_exists(server.new_vhost())


def test_a_container_gives_a_database_server(engine, keeper):
    with in_container(containers.ContainerDatabase, keeper) as server:
        assert server.version
        url = server.new_database()
        create_note(url, "boxed")
        assert notes(url) == ["boxed"]


def test_an_image_that_cannot_be_had_closes_this_way_only(engine, keeper):
    with pytest.raises(Unavailable, match="the image limen-test/there-is-none:0 cannot be had"):
        containers.ContainerBroker(keeper, image="limen-test/there-is-none:0")


def test_without_an_engine_there_is_no_container(keeper, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", f"tcp://{SILENT}")
    with pytest.raises(Unavailable, match="no container engine answers"):
        containers.ContainerBroker(keeper)


# Which one, and what if none


def unavailable(reason: str) -> None:
    raise Unavailable(reason)


def test_the_first_server_that_is_there_is_taken():
    ways = [lambda: unavailable("no address"), lambda: "second", lambda: "third"]
    assert provide.first_available(ways) == "second"


def test_when_no_server_is_there_every_reason_is_given():
    with pytest.raises(Unavailable, match="no address; no engine"):
        provide.first_available([lambda: unavailable("no address"), lambda: unavailable("no engine")])


def test_a_person_sees_a_skip_where_a_server_is_missing(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no RabbitMQ: not installed"):
        provide.skip_or_fail("RabbitMQ", Unavailable("not installed"))


def test_ci_sees_a_failure_where_a_server_is_missing(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no RabbitMQ: not installed"):
        provide.skip_or_fail("RabbitMQ", Unavailable("not installed"))


# Nothing is left behind


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


KILLED_RUN = """
import sys
from tests.rig import containers, provide
from tests.rig.keeper import Keeper
print(*(%s), flush=True)
sys.stdin.read()
"""
A_DATABASE = "[server := provide.started_database(Keeper()), server.pid, server.folder][1:]"
A_CONTAINER = "[server := containers.ContainerDatabase(Keeper()), server.id][1:]"


def killed_run(what_it_starts: str) -> list[str]:
    """Start a Python process that starts a server, kill it, and return what it said of the server."""
    command = [sys.executable, "-c", KILLED_RUN % what_it_starts]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        said = run.stdout.readline().split()
        run.kill()
    return said


def test_a_test_run_that_is_killed_leaves_no_server_and_no_folder(restartable_database):
    pid, folder = killed_run(A_DATABASE)
    wait_until(lambda: not is_alive(int(pid)), "the server has ended")
    wait_until(lambda: not Path(folder).exists(), "its folder is gone")


def test_a_test_run_that_is_killed_leaves_no_container(engine, keeper):
    with in_container(containers.ContainerDatabase, keeper) as other:
        (name,) = killed_run(A_CONTAINER)
        with closing(docker.from_env()) as client:
            wait_until(lambda: name not in {c.id for c in client.containers.list(all=True)}, "it is gone")
            assert other.id in {container.id for container in client.containers.list()}


def test_a_condition_that_never_holds_is_named():
    with pytest.raises(TimeoutError, match=r"until the sun rises; the last answer was \[\]"):
        wait_until(list, "the sun rises", deadline=0)


# Chromium


class Pages(BaseHTTPRequestHandler):
    """A page that is content with this machine, one that is not, and one that sends the browser away."""

    BODIES = {  # noqa: RUF012
        "/": "<h1>Threshold</h1>",
        "/picture": "<img src='http://elsewhere.example/picture.png'>",
        "/picture-by-number": "<img src='http://192.0.2.1/picture.png'>",
        "/redirected-picture": "<img src='/away'>",
    }

    def do_GET(self):
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://elsewhere.example/") if self.path == "/away" else None
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.BODIES.get(self.path, "").encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def pages() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_browser_shows_a_page_of_this_machine(page, pages):
    page.goto(f"{pages}/")
    assert page.inner_text("h1") == "Threshold"


@pytest.mark.parametrize("path", ["/picture", "/picture-by-number", "/redirected-picture"])
def test_a_page_that_asks_another_host_fails_its_test(browser, pages, path):
    with browser.new_context() as context:
        page = context.new_page()
        refused = pytest.raises(AssertionError, match="the page asked other hosts: http://")
        with refused, chromium.only_local_requests(page):
            page.goto(pages + path)


def test_a_browser_that_is_named_must_be_there(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "there-is-no-such-browser")
    with pytest.raises(RigError, match="CHROMIUM names there-is-no-such-browser"):
        chromium.find_chromium()


def test_without_a_browser_its_usual_names_are_told(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unavailable, match="none of chromium, chromium-browser, google-chrome is installed"):
        chromium.find_chromium()

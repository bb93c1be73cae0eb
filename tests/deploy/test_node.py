"""The image and the node of containers, run for real where an engine answers; the node only nightly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from limen.node import default_plugins
from tests.deploy.compose import ROOT, ComposeNode, build_image, open_site, run
from tests.e2e.journey import open_case, register
from tests.e2e.people import new_person
from tests.e2e.site import Site
from tests.rig.errors import Unavailable

pytestmark = pytest.mark.timeout(1200)  # a first build fetches every package

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(scope="module")
def image(engine: str) -> str:
    """The image, built from the tree."""
    try:
        return build_image("limen:test")
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def node(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposeNode]:
    """A node of containers, all of it running."""
    try:
        node = ComposeNode(tmp_path_factory.mktemp("node"), image)
    except Unavailable as error:
        pytest.skip(str(error))
    try:
        node.up()
        yield node
    finally:
        node.down(with_data=True)


@pytest.fixture(scope="module")
def site(node: ComposeNode) -> Site:
    """The node's officers, signed in."""
    return open_site(node)


def in_image(image: str, *command: str) -> str:
    """Run a command in the image with a root file system that nobody can write to."""
    return run("docker", "run", "--rm", "--read-only", "--network=none", image, *command, cwd=ROOT)


def test_the_image_runs_as_nobody_of_the_host(image):
    assert in_image(image, "id", "-u").strip() == "10001"


@pytest.mark.parametrize("tool", ["pip", "gcc", "npm", "node"])
def test_the_image_holds_no_tool_of_its_making(image, tool):
    assert in_image(image, "sh", "-c", f"command -v {tool} || echo none").strip() == "none"


def test_the_image_holds_the_plugins_of_the_tree(image):
    pins = in_image(image, "limen", "countries", "--pins").splitlines()
    assert sorted(pins) == sorted(default_plugins())


def test_the_image_holds_the_stylesheets_of_the_pages(image):
    code = "import os, services.gateway as g; print(*os.listdir(g.__path__[0] + '/static/vendor'))"
    found = in_image(image, "python", "-c", code).split()
    assert {"bootstrap.min.css", "bootstrap.rtl.min.css"} <= set(found)


@pytest.mark.slow
def test_the_doctor_finds_nothing_wrong(node):
    assert "in order" in node.limen("doctor")


@pytest.mark.slow
def test_nothing_runs_as_root_but_the_servers_that_we_did_not_make(node):
    containers = run("docker", "ps", "-q", "--filter", "ancestor=limen:test", cwd=ROOT).split()
    shown = run(
        "docker", "inspect", "-f", "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}}", *containers, cwd=ROOT
    )
    assert set(shown.splitlines()) == {"10001:10001 true"}


def block(readme: str, number: int) -> str:
    """Return one of the README's blocks of commands."""
    return re.findall(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)[number]


@pytest.mark.slow
def test_a_case_outlives_every_container(node, site):
    """A journey; meanwhile servers crash, then all containers are removed, at last the volumes too."""

    def registered() -> str:
        return register(site.officer, new_person())["person"]["id"]

    case = open_case(site, registered())
    for server in ("readmission-worker", "rabbitmq", "readmission"):
        node.crash(server)
        person_id = registered()  # while the server is away: the event waits
        node.wait()
        open_case(site, person_id)
    node.crash("postgres")
    node.wait()

    scan = case.attach("passport.pdf", PDF)
    assert case.download("application.pdf").startswith(b"%PDF")
    case.move_to_planned()
    before = case.read()
    node.down()
    node.up()
    assert case.read() == before
    assert case.download(scan) == PDF

    readme = (ROOT / "deploy" / "README.md").read_text()
    node.shell(block(readme, 1))
    node.down(with_data=True)
    node.shell(block(readme, 2))
    node.wait()
    assert case.read() == before
    assert case.download(scan) == PDF
    assert case.hand_over()["state"] == "handed_over"

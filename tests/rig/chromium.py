"""Chromium for tests: where it is, how it is started, and that it asks nobody but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.rig.errors import RigError, Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No other name or address is ever reached, not even by a redirect or a prefetch.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find_chromium() -> str:
    """The path of the browser: the variable CHROMIUM, else the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if not path:
            raise RigError(f"CHROMIUM names {named}, which is no program")
        return path
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise Unavailable(f"none of {', '.join(NAMES)} is installed, and CHROMIUM is not set")


def is_local(url: str) -> bool:
    """Whether this machine answers: `data:`, `blob:` and `about:` have no host at all."""
    return urlsplit(url).hostname in {None, *LOCAL_HOSTS}


@contextmanager
def only_local_requests(page: Page) -> Iterator[None]:
    """Raise AssertionError at the end if the page asked for anything on another host."""
    strangers: list[str] = []

    def note(url: str) -> None:
        if not is_local(url):
            strangers.append(url)

    page.context.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    yield
    assert not strangers, f"the page asked other hosts: {', '.join(strangers)}"

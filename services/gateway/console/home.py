"""The first page: what waits for the officer, by role."""

from typing import Any

from limen.web.policy import SIGNED_IN
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.officers import may
from services.gateway.console.pages import page

#: how many cases the first page shows
_FIRST = 5


@console.get("/")
@needs(SIGNED_IN)
def home() -> Any:
    """Show the cases that are due first, and everything that the officer's roles open."""
    cases = read("readmission", "/cases", limit=_FIRST)["items"] if may("readmission.case.read") else None
    return page("home", cases=cases)

"""What the console offers to an officer, by permission."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from limen.web.policy import SIGNED_IN
from services.gateway.console.officers import may


@dataclass(frozen=True)
class Entry:
    """A page in the menu: its endpoint, its name, what it is for, and the permission that it needs.

    `group`: one of GROUPS, behind whose name it is folded; empty for the pages of every day.
    """

    endpoint: str
    name: Any
    purpose: Any
    permission: str
    group: str = ""

    @property
    def address(self) -> str:
        """The page's address."""
        return url_for(f"console.{self.endpoint}")

    @property
    def current(self) -> bool:
        """Tell whether this is the page that is shown."""
        return request.endpoint == f"console.{self.endpoint}"


@dataclass(frozen=True)
class Item:
    """What stands in the bar of the menu: one page, or several behind one name."""

    name: Any
    entries: list[Entry]

    @property
    def current(self) -> bool:
        """Tell whether one of its pages is shown."""
        return any(entry.current for entry in self.entries)


GROUPS = {
    "returns": _l("Returns"),
    "law": _l("Law"),
    "reports": _l("Reports"),
    "administration": _l("Administration"),
}

ENTRIES = (
    Entry(
        "new_encounter",
        _l("Register an encounter"),
        _l("Record whom you met at your post, with or without a travel document."),
        "registration.encounter.create",
    ),
    Entry(
        "find_persons",
        _l("Find a person"),
        _l("Look for somebody who is registered already."),
        "registration.person.search",
    ),
    Entry(
        "encounters",
        _l("Encounters"),
        _l("What was recorded at your posts, the newest first."),
        "registration.encounter.read",
    ),
    Entry(
        "work_list",
        _l("Cases"),
        _l("Readmission cases by due date, the nearest first."),
        "readmission.case.read",
    ),
    Entry(
        "transfers",
        _l("Transfers"),
        _l("Transfers that lie ahead, the nearest day first."),
        "readmission.transfer.read",
        "returns",
    ),
    Entry(
        "groups",
        _l("Group returns"),
        _l("Manifests, places, and who was taken off."),
        "readmission.group.read",
        "returns",
    ),
    Entry(
        "countersign",
        _l("Sign a hand-over"),
        _l("Sign the hand-over record of the other side."),
        "readmission.record.countersign",
        "returns",
    ),
    Entry(
        "calculator",
        _l("Calculator"),
        _l("When a time limit ends and why, without a case, and what if."),
        SIGNED_IN,
        "law",
    ),
    Entry(
        "arrangements",
        _l("Agreements"),
        _l("Which pairs of states are covered, since when, and how well it is verified."),
        SIGNED_IN,
        "law",
    ),
    Entry(
        "statistics",
        _l("Statistics"),
        _l("Requests, replies, silence, transfers and times taken, without persons."),
        "readmission.statistics.read",
        "reports",
    ),
    Entry(
        "overrides",
        _l("Overrides"),
        _l("Who asked to lift a safeguard, who agreed, and why."),
        "readmission.lift.read",
        "reports",
    ),
    Entry("audit_log", _l("Audit log"), _l("Who did what, and when."), "audit.read", "reports"),
    Entry(
        "training_events",
        _l("Training"),
        _l("Training events, who took part, and certificates."),
        "training.event.read",
    ),
    Entry(
        "counterpart_keys",
        _l("Keys"),
        _l("With which keys other authorities countersign a hand-over."),
        "readmission.key.read",
        "returns",
    ),
    Entry(
        "posts",
        _l("Border posts"),
        _l("The posts of the country, and since when they are in use."),
        "registration.post.manage",
        "administration",
    ),
    Entry(
        "offices",
        _l("Offices"),
        _l("The offices that look after cases, and their superiors."),
        "readmission.office.manage",
        "administration",
    ),
    Entry(
        "node_health",
        _l("The node"),
        _l("How the services fare, and what waits for a decision."),
        "node.health.read",
        "administration",
    ),
    Entry(
        "plugins",
        _l("Plugins"),
        _l("The countries of this node: how they fare, what they cover, what is open."),
        "node.health.read",
        "administration",
    ),
)


def menu() -> list[Entry]:
    """Return the pages that the officer may open."""
    return [entry for entry in ENTRIES if may(entry.permission)]


def menu_bar() -> list[Item]:
    """Return the menu as the bar shows it; a group stands where its first page would."""
    shown: dict[str, Item] = {}
    for entry in menu():
        name = GROUPS.get(entry.group, entry.name)
        shown.setdefault(entry.group or entry.endpoint, Item(name, [])).entries.append(entry)
    return list(shown.values())


def add_menu(app: Flask) -> None:
    """Give templates the menu."""
    app.jinja_env.globals.update(menu=menu, menu_bar=menu_bar, may=may)

"""Requests on work lists, offices, statistics and records for courts, each on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable

from limen.clock import today
from tests.proof.sample import Sample
from tests.proof.world import OTHER, OWN, World, new_code

Make = Callable[[World, str], Sample]

REASON = {"reason": "A reason that is long enough."}
REASONS = {"reasons": "Reasons that are long enough."}
CRITERIA = {"tab": "overdue", "counterpart": "BA"}
#: an office at which nobody of the table serves
AWAY = "AWAY"
PERIOD = f"period={today().year - 1}"


def _read(what: str) -> Make:
    return lambda world, post: Sample(f"readmission/cases/{world.case(post)}/{what}")


def _plain(path: str, body: object = None) -> Make:
    return lambda _world, _post: Sample(f"readmission/{path}", body)


def _offices(world: World) -> None:
    token = world.token("administrator")
    for code in (OWN, OTHER, AWAY):
        answer = world.ask("POST", "readmission/offices", token, {"code": code, "name": code})
        assert answer.status_code in (201, 409), answer.get_json()


def _offer(world: World, post: str) -> str:
    """Offer a case of an office far away to an office; return the offer's id."""
    _offices(world)
    path = f"readmission/cases/{world.case(AWAY)}/offers"
    body = {"to_office": post, **REASONS}
    return world.made("POST", path, body, "readmission_officer", AWAY)["offer_id"]


def _offer_listed(world: World, post: str) -> Sample:
    return Sample("readmission/offers?limit=200", shows=_offer(world, post))


def _new_offer(world: World, post: str) -> Sample:
    _offices(world)
    return Sample(f"readmission/cases/{world.case(post)}/offers", {"to_office": AWAY, **REASONS})


def _escalation(world: World, post: str) -> str:
    path = f"readmission/cases/{world.case(post)}/escalations"
    return world.made("POST", path, REASON, "readmission_officer")["escalation_id"]


def _escalation_listed(world: World, post: str) -> Sample:
    return Sample("readmission/escalations?limit=200", shows=_escalation(world, post))


def _filter(world: World) -> str:
    body = {"name": new_code(), "criteria": CRITERIA}
    return world.made("POST", "readmission/filters", body, "shift_leader")["filter_id"]


def _calendar(world: World) -> dict[str, str]:
    return world.made("POST", "readmission/calendars", {}, "readmission_officer")


def _office_changed(world: World, _post: str) -> Sample:
    code = new_code()
    world.made("POST", "readmission/offices", {"code": code, "name": code}, "administrator")
    return Sample(f"readmission/offices/{code}", {"name": "Other"}, {"If_Match": '"1"'})


SAMPLES: dict[str, Make] = {
    "GET readmission/work-lists": _plain("work-lists"),
    "GET readmission/filters": _plain("filters"),
    "POST readmission/filters": lambda _world, _post: Sample(
        "readmission/filters", {"name": new_code(), "criteria": CRITERIA}
    ),
    "DELETE readmission/filters/{filter_id}": lambda w, _: Sample(f"readmission/filters/{_filter(w)}"),
    "POST readmission/cases/{case_id}/escalations": lambda w, post: Sample(
        f"readmission/cases/{w.case(post)}/escalations", REASON
    ),
    "GET readmission/escalations": _escalation_listed,
    "POST readmission/escalations/{escalation_id}/seen": lambda w, post: Sample(
        f"readmission/escalations/{_escalation(w, post)}/seen"
    ),
    "GET readmission/calendars": _plain("calendars"),
    "POST readmission/calendars": _plain("calendars", {}),
    "DELETE readmission/calendars/{feed_id}": lambda w, _: Sample(
        f"readmission/calendars/{_calendar(w)['feed_id']}"
    ),
    "GET readmission/calendar.ics": lambda w, _: Sample(_calendar(w)["address"].removeprefix("/api/v1/")),
    "GET readmission/offices": _plain("offices"),
    "POST readmission/offices": lambda _world, _post: Sample(
        "readmission/offices", {"code": new_code(), "name": "An office"}
    ),
    "PATCH readmission/offices/{code}": _office_changed,
    "GET readmission/cases/{case_id}/offers": _read("offers"),
    "POST readmission/cases/{case_id}/offers": _new_offer,
    "GET readmission/offers": _offer_listed,
    "GET readmission/offers/{offer_id}": lambda w, post: Sample(f"readmission/offers/{_offer(w, post)}"),
    "POST readmission/offers/{offer_id}/decision": lambda w, post: Sample(
        f"readmission/offers/{_offer(w, post)}/decision", {"decision": "accepted", **REASONS}
    ),
    "GET readmission/cases/{case_id}/court-record": _read("court-record"),
    "GET readmission/cases/{case_id}/court-record.pdf": _read("court-record.pdf"),
    "GET readmission/statistics": _plain(f"statistics?{PERIOD}"),
    "GET readmission/statistics/file": _plain(f"statistics/file?{PERIOD}&form=csv"),
}

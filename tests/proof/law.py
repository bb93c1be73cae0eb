"""Requests on the law itself: agreements, the calculator, limits entered by hand, rules that were asked."""

from __future__ import annotations

from tests.proof.sample import Sample
from tests.proof.world import World

FIRST = {"If_Match": '"1"'}
QUESTION = {"arrangement": "CH-BA", "limit": "reply", "events": {"receipt": "2026-03-06"}}
#: CH-BA has no verified notice before a transfer
NOTICE = {
    "limit": "advance_notice",
    "value": 5,
    "unit": "calendar_day",
    "from": "planned_transfer",
    "runs": "before",
    "reference": "Minutes no. 3, point 2",
    "source": "Joint committee, 2025",
}


def _read(world: World, post: str, what: str) -> Sample:
    return Sample(f"readmission/cases/{world.case(post)}/{what}")


SAMPLES = {
    "GET readmission/arrangements": lambda w, _: Sample("readmission/arrangements"),
    "GET readmission/arrangements/coverage": lambda w, _: Sample("readmission/arrangements/coverage"),
    "GET readmission/arrangements/{arrangement_id}": lambda w, _: Sample("readmission/arrangements/CH-BA"),
    "POST readmission/deadlines": lambda w, _: Sample("readmission/deadlines", QUESTION),
    "GET readmission/cases/{case_id}/limits": lambda w, post: _read(w, post, "limits"),
    "POST readmission/cases/{case_id}/limits": lambda w, post: Sample(
        f"readmission/cases/{w.case(post)}/limits", NOTICE, FIRST
    ),
    "GET readmission/cases/{case_id}/rule-traces": lambda w, post: _read(w, post, "rule-traces"),
    "GET readmission/unanswered-rules": lambda w, _: Sample("readmission/unanswered-rules"),
}

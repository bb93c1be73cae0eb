"""A case that follows another: the take-back of a person readmitted in error counts from that hand-over."""

from collections.abc import Mapping
from typing import Any

from limen.errors import Invalid
from limen.work import Work
from services.readmission import deadlines
from services.readmission.cases import case_row, milestones_of
from services.readmission.moving import set_milestone


def follow_earlier(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Take over from the case that a new one follows when its person was handed over."""
    if not new.get("follows"):
        return
    row, earlier = case_row(work, case_id), case_row(work, new["follows"])
    handed_over = milestones_of(work, earlier.case_id).get("return")
    if earlier.person_id != row.person_id or not handed_over:
        raise Invalid(
            errors=[
                {"pointer": "#/follows", "detail": "must be a case of this person with a recorded hand-over"}
            ]
        )
    set_milestone(work, case_id, "return", handed_over)
    deadlines.start_from(work, row, "return", milestones_of(work, case_id))

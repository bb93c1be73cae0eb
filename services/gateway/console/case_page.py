"""The page of a case: everything that an officer must see, and the forms that the officer may send."""

from typing import Any

from services.gateway.console.asking import read
from services.gateway.console.forms import Form
from services.gateway.console.lift_forms import lift_forms
from services.gateway.console.milestones import milestone_form
from services.gateway.console.pages import page, status_for
from services.gateway.console.standing import standing
from services.gateway.console.step_forms import step_forms
from services.gateway.console.timeline import timeline


def show_case(case_id: str, tried: Form | None = None) -> Any:
    """Show a case as it is now; with a form that did not pass, what was typed stays in it."""
    case = read("readmission", f"/cases/{case_id}")
    if tried is not None:
        tried.show_version(case["version"])
    return page(
        "case",
        status_for(tried),
        case=case,
        tried=tried,
        protected=[item for item in case["safeguards"] if not item["lifted"]],
        stands=standing(case, step_forms(case, tried)),
        lifts=lift_forms(case, tried),
        milestone=milestone_form(case, tried),
        timeline=timeline(case_id),
    )

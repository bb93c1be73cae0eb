"""Return monitoring: what the forced-return monitor saw, and the transfers that lie ahead."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import SelectField

from services.gateway.console.actions import Action, Actions, Codes, Offered
from services.gateway.console.asking import fetch, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.officers import may, officer
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.return_fields import NEEDED, line, moment, words

_PAGE = 50
#: states of a transfer that is over; the monitor writes on after the hand-over
_OVER = ("handed_over", "refused_at_border", "cancelled")


class Observation(Form):
    """What a monitor saw."""

    phase = Codes(_l("When"), "phase", NEEDED)
    topic = Codes(_l("About"), "observed", NEEDED)
    finding = Codes(_l("Finding"), "finding", NEEDED)
    happened_at = moment(_l("The moment at which you saw it"))
    place = line(_l("Place"), needed=False)
    words = words(_l("What you saw"))
    corrects = SelectField(_l("Corrects what you wrote before"), choices=[], validate_choice=False)


ACTIONS = Actions(
    Action("observe", _l("Add an observation"), "/cases/{id}/observations", Observation,
           _l("The observation is recorded. It can be corrected by another one, never changed.")),
)  # fmt: skip


@console.get("/transfers")
@needs("readmission.transfer.read")
def transfers() -> Any:
    """List the transfers that lie ahead, or those that are over, without anything about a person."""
    state = request.args.get("state", "")
    state = state if state in _OVER else ""
    after = request.args.get("after", "")
    found = read("readmission", "/transfers", state=state, limit=_PAGE, after=after)
    return page("transfers", found=found, state=state, states=_OVER)


@console.get("/cases/<uuid:case_id>/observations")
@needs("readmission.observation.read")
def observations(case_id: str) -> Any:
    """Show what the monitor saw in a case."""
    return _show(case_id)


@console.get("/cases/<uuid:case_id>/observations.pdf")
@needs("readmission.observation.read")
def observations_file(case_id: str) -> Any:
    """Give what the monitor saw on paper."""
    return fetch("readmission", f"/cases/{case_id}/observations.pdf", "monitoring.pdf")


@console.post("/cases/<uuid:case_id>/observations/<action>/<uuid:record>")
@needs("readmission.observation.record")
def observe(case_id: str, action: str, record: str) -> Any:
    """Add an observation."""
    if action not in ACTIONS:
        raise NotFound
    tried = ACTIONS.sent(action, record)
    return _show(case_id, tried) if tried else go("observations", case_id=case_id)


def _show(case_id: str, tried: Offered | None = None) -> Any:
    found = read("readmission", f"/cases/{case_id}/observations")
    offered = []
    if may("readmission.observation.record"):
        offered = [ACTIONS.offer("observe", case_id, "", tried)]
        own = [
            item
            for item in found["items"]
            if item["recorded_by"] == officer().id and not item["corrected_by"]
        ]
        choices = [(item["observation_id"], item["words"][:60]) for item in own if item["words"]]
        offered[0].form["corrects"].choices = [("", ""), *choices]
    return page(
        "observations",
        status_for(tried and tried.form),
        found=found,
        case_id=case_id,
        offered=offered,
        tried=tried,
    )

"""The node: how each service fares, messages that wait for an administrator, the audit log."""

from collections.abc import Mapping
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import TextAreaField, validators

from limen.service import SERVICE_NAMES
from services.gateway.console.asking import Refused, read, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.words import TABLES
from services.gateway.node_health import UNREACHABLE, health_of
from services.gateway.upstream import upstream

_PAGE = 50


class DiscardForm(Form):
    """Why a message may be given up."""

    reason = TextAreaField(
        _l("Why it may be given up"),
        [
            validators.InputRequired(_l("Give the reason.")),
            validators.Length(max=500, message=_l("At most 500 characters.")),
        ],
    )


@console.get("/node")
@needs("node.health.read")
def node_health() -> Any:
    """Show how the services fare, and what is parked."""
    services = health_of(upstream())
    parked: dict[str, Any] = {}
    if may("node.events.read"):
        reachable = [item["service"] for item in services if item["status"] != UNREACHABLE]
        parked = {name: read(name, "/node/events", limit=_PAGE)["items"] for name in reachable}
    return page("node_health", services=services, parked=parked, told_facts=_told)


@console.get("/node/<service>/events/<uuid:waiting_id>")
@needs("node.events.read")
def parked_event(service: str, waiting_id: str) -> Any:
    """Show a message and its last error."""
    return _show(service, waiting_id, DiscardForm("discard", sent=False))


@console.post("/node/<service>/events/<uuid:waiting_id>/replay")
@needs("node.events.manage")
def replay_event(service: str, waiting_id: str) -> Any:
    """Have a worker try the message again."""
    form = Form(sent=True)
    send(_known(service), f"/node/events/{waiting_id}/replay", key=form.key)
    flash(_("A worker tries the message again."), "success")
    return go("node_health")


@console.post("/node/<service>/events/<uuid:waiting_id>/discard")
@needs("node.events.manage")
def discard_event(service: str, waiting_id: str) -> Any:
    """Give a message up."""
    form = DiscardForm("discard", sent=True)
    if not form.validate():
        return _show(service, waiting_id, form)
    try:
        body = {"reason": form.reason.data}
        send(_known(service), f"/node/events/{waiting_id}/discard", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(service, waiting_id, form)
    flash(_("The message is given up."), "success")
    return go("node_health")


@console.get("/node/audit")
@console.get("/node/<service>/audit")
@needs("audit.read")
def audit_log(service: str = SERVICE_NAMES[0]) -> Any:
    """Show who did what, the newest first; of one record when it is named."""
    wanted = {name: request.args.get(name, "") for name in ("subject", "after")}
    found = read(_known(service), "/node/audit", limit=_PAGE, **wanted)
    return page("audit_log", service=service, services=SERVICE_NAMES, found=found, wanted=wanted)


def _told(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a part says of itself beside its status, without the figures that are zero."""
    order = list(TABLES["fact"])
    told = [(name, value) for name, value in facts.items() if value and name != "status"]
    told.sort(key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in told
    ]


def _show(service: str, waiting_id: str, form: DiscardForm) -> Any:
    event = read(_known(service), f"/node/events/{waiting_id}")
    return page(
        "parked_event", status_for(form), service=service, event=event, form=form, replay=Form(sent=False)
    )


def _known(service: str) -> str:
    if service not in SERVICE_NAMES:
        raise NotFound
    return service

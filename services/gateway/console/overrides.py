"""Every request to lift a safeguard, over all cases: what the independent monitor looks at first."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField

from services.gateway.console.asking import Refused, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.pages import go, page
from services.gateway.console.words import choices

_PAGE = 20


class FilterForm(Form):
    """Narrow the list."""

    state = SelectField(_l("State of the request"))


@console.get("/overrides")
@needs("readmission.lift.read")
def overrides() -> Any:
    """List the requests, the newest first, with both persons, their roles and their reasons."""
    wanted = {name: request.args.get(name, "") for name in ("state", "after")}
    try:
        found = read("readmission", "/lifts", limit=_PAGE, **wanted)
    except Refused as refused:
        if refused.status != 422:
            raise
        return go("overrides")  # an address that somebody changed by hand
    form = FilterForm(request.args)
    form.state.choices = [("", _("All")), *choices("lift")]
    return page("overrides", found=found, wanted=wanted, form=form)

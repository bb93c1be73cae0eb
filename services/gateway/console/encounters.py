"""Registering an encounter: whom the officer met, with or without a travel document."""

from datetime import datetime
from typing import Any, ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, validators

from limen.clock import rfc3339, today
from limen.ids import is_id
from services.gateway.console.asking import Refused, read, read_all, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.comparing import compare, decision
from services.gateway.console.identity import IdentityForm
from services.gateway.console.officers import may, officer
from services.gateway.console.pages import go, page, purpose, status_of
from services.gateway.console.persons import warn_of_numbers
from services.gateway.console.showing import zone
from services.gateway.console.words import choices

_PAGE = 50


class EncounterForm(IdentityForm):
    """An encounter at one of the officer's posts."""

    places: ClassVar = {**IdentityForm.places, "": "mrz"}

    post = SelectField(_l("Post"), [validators.InputRequired(_l("Choose the post."))])
    kind = RadioField(_l("What happened"), [validators.InputRequired(_l("Say what happened."))])
    at = DateTimeLocalField(
        _l("When"), [validators.Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    person_id = HiddenField()

    def body(self) -> dict[str, Any]:
        """Return the encounter as registration takes it."""
        body = {"post": self.post.data, "kind": self.kind.data, **self.identity()}
        if isinstance(self.at.data, datetime):
            body["at"] = rfc3339(self.at.data.replace(tzinfo=zone()))
        if is_id(self.person_id.data or ""):
            body["person_id"] = self.person_id.data
        return body


@console.route("/encounters/new", methods=["GET", "POST"])
@needs("registration.encounter.create")
def new_encounter() -> Any:
    """Record an encounter. Where likely same persons are known, the officer decides first."""
    form = EncounterForm(person_id=request.args.get("person", ""))
    form.post.choices = _own_posts()
    form.kind.choices = choices("encounter")
    if not form.was_sent:
        return page("new_encounter", form=form)
    if "back" in request.form or not form.validate():
        return page("new_encounter", 422 if form.is_wrong else 200, form=form)
    try:
        recorded = send("registration", "/encounters", {**form.body(), **decision(form)}, key=form.key)
    except Refused as refused:
        if refused.code == "possible-duplicate":
            return compare(form, form.identity())
        form.take(refused)
        return page("new_encounter", status_of(refused), form=form)
    flash(_("The encounter is recorded."), "success")
    warn_of_numbers(recorded["person"]["particulars"])
    for finding in recorded["findings"]:
        flash(f"{finding['reason']} ({finding['reference']})", "warning")
    return go("encounter", encounter_id=recorded["encounter"]["id"])


@console.get("/encounters/<uuid:encounter_id>")
@needs("registration.encounter.read")
def encounter(encounter_id: str) -> Any:
    """Show what was recorded, with every rule that the zone breaks in plain words."""
    found = read("registration", f"/encounters/{encounter_id}", for_purpose=purpose())
    person = None
    if may("registration.person.read"):
        try:
            person = read("registration", f"/persons/{found['person_id']}")
        except Refused as refused:
            if refused.status != 410:  # the person was erased; the encounter still took place
                raise
    return page("encounter", encounter=found, person=person)


@console.get("/encounters")
@needs("registration.encounter.read")
def encounters() -> Any:
    """List encounters, the newest first."""
    found = read("registration", "/encounters", limit=_PAGE, after=request.args.get("after", ""))
    return page("encounters", found=found)


def _own_posts() -> list[tuple[str, str]]:
    """Return the posts in use at which the officer serves, by name."""
    own = officer().posts
    posts = read_all("registration", "/posts", on=today().isoformat())
    return [(post["code"], f"{post['code']} – {post['name']}") for post in posts if post["code"] in own]

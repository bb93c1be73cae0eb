"""A person: finding, what counts now with its proof, every claim, encounters, cases."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import flash
from flask_babel import gettext as _

from services.gateway.console.asking import Refused, read, read_all, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.identity import IdentityForm, ParticularsForm
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, purpose, status_for, status_of
from services.gateway.console.safeguard_forms import AsylumClaimForm, end_forms
from services.gateway.console.showing import country
from services.gateway.console.words import say

#: encounters that the page of a person lists
_PAGE = 20


class FindForm(IdentityForm):
    """Whom to look for; a POST, so that no name stands in an address."""

    places: ClassVar = {**IdentityForm.places, "": "surname"}


class ClaimsForm(ParticularsForm):
    """More that is known of a person."""

    places: ClassVar = {
        **{start.removeprefix("declared/"): name for start, name in ParticularsForm.places.items()},
        "": "surname",
    }


@console.route("/persons/find", methods=["GET", "POST"])
@needs("registration.person.search")
def find_persons() -> Any:
    """Find likely same persons, most likely first, each with the reasons."""
    form = FindForm()
    if not form.was_sent or not form.validate():
        return page("find_persons", 422 if form.was_sent else 200, form=form, found=None)
    try:
        found = send("registration", "/persons/search", form.identity())
    except Refused as refused:
        form.take(refused)
        return page("find_persons", status_of(refused), form=form, found=None)
    return page("find_persons", form=form, found=found["likely_same_persons"], zone=found["zone"])


@console.get("/persons/<uuid:person_id>")
@needs("registration.person.read")
def person(person_id: str) -> Any:
    """Show a person."""
    return show_person(person_id)


def show_person(person_id: str, tried: Form | None = None) -> Any:
    """Show a person, with the form that was refused where there is one."""
    known = read("registration", f"/persons/{person_id}", for_purpose=purpose())
    protection = _if_may("registration.safeguard.read", "registration", f"/persons/{person_id}/safeguards")
    claim = tried if isinstance(tried, AsylumClaimForm) else AsylumClaimForm("asylum", sent=False)
    return page(
        "person",
        status_for(tried),
        person=known,
        protection=protection,
        cases=_cases(person_id),
        encounters=_encounters(person_id),
        asylum=claim if may("registration.safeguard.raise") else None,
        ends=end_forms(protection, tried),
    )


@console.route("/persons/<uuid:person_id>/claims/new", methods=["GET", "POST"])
@needs("registration.person.change")
def new_claims(person_id: str) -> Any:
    """Add what is known of a person. Nothing that is there is changed."""
    known = read("registration", f"/persons/{person_id}")
    form = ClaimsForm(version=known["version"])
    if not form.was_sent or not form.validate():
        return page("new_claims", 422 if form.was_sent else 200, form=form, person=known)
    try:
        given = form.declared() or {"proof": form.proof.data}
        path = f"/persons/{person_id}/claims"
        changed = send("registration", path, given, key=form.key, version=form.version)
    except Refused as refused:
        form.take(refused)
        form.show_version(known["version"])
        return page("new_claims", status_of(refused), form=form, person=known)
    flash(_("Added. What was there before is kept."), "success")
    warn_of_numbers(changed["particulars"])
    return go("person", person_id=person_id)


def warn_of_numbers(particulars: Mapping[str, Any]) -> None:
    """Tell which identity numbers of a person break a rule, without the numbers: a notice is a cookie."""
    for item in particulars["identity_numbers"]:
        if item["check"] not in ("passed", "not_checked"):
            state, said = country(item["issuing_state"]), say("number_check", item["check"])
            told = _("Identity number of %(state)s: %(said)s. It is recorded.", state=state, said=said)
            flash(told, "warning")


def _if_may(permission: str, service: str, path: str) -> Any:
    return read(service, path) if may(permission) else None


def _cases(person_id: str) -> list[Any] | None:
    if not may("readmission.case.read"):
        return None
    return read_all("readmission", "/cases", person_id=person_id)


def _encounters(person_id: str) -> list[Any] | None:
    """Return the encounters with the person that the officer may read, the newest first."""
    if not may("registration.encounter.read"):
        return None
    found: list[Any] = read("registration", "/encounters", person_id=person_id, limit=_PAGE)["items"]
    return found

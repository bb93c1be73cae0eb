"""Likely same persons side by side with what was typed: the officer decides, nothing is merged silently."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _

from limen.ids import is_id
from services.gateway.console.asking import send
from services.gateway.console.identity import IdentityForm
from services.gateway.console.pages import page

_DECISION, _SHOWN, _NEW = "decision", "not_same_as", "new"


def compare(form: IdentityForm, identity: Mapping[str, Any]) -> Any:
    """Show the likely same persons. All that was typed goes along in hidden fields."""
    found = send("registration", "/persons/search", dict(identity))
    if _was_asked() and not request.form.get(_DECISION):
        form.problems = [_("Say whether it is one of these persons, or none of them.")]
    return page(
        "compare",
        409,
        form=form,
        typed=_typed(form, found["zone"]),
        zone=found["zone"],
        candidates=found["likely_same_persons"],
        kept=[(field.name, value) for field in form for value in field.raw_data or ()],
    )


def decision(form: IdentityForm) -> dict[str, Any]:
    """Return what the officer decided about the persons that were shown; empty where nothing was."""
    chosen = request.form.get(_DECISION, "")
    if chosen == _NEW:
        ids = [item for item in request.form.getlist(_SHOWN) if is_id(item)]
        return {"new_person": True, "not_same_as": ids}
    return {"person_id": chosen} if is_id(chosen) else {}


def _was_asked() -> bool:
    return _SHOWN in request.form


def _typed(form: IdentityForm, zone: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what was entered in the form of a person's particulars, so that it stands beside the others."""
    declared = form.declared()
    proof = declared.get("proof", "declared")
    names = [{**name, "proof": proof} for name in declared.get("names", ())]
    read = "document_verified" if form.document_verified.data else "document_unverified"
    if zone and (zone["surname"] or zone["given_names"]):
        names.insert(0, {"surname": zone["surname"], "given_names": zone["given_names"], "proof": read})
    birth = declared.get("birth_date")
    nationalities = [{"code": code, "proof": proof} for code in declared.get("nationalities", ())]
    documents = [{"expiry_date": None, **item, "proof": proof} for item in declared.get("documents", ())]
    if zone:
        if zone["birth_date"] != "XXXX":
            birth = {"date": zone["birth_date"], "estimated": False}
        code = zone["nationality"]["country"] or zone["nationality"]["printed"]
        nationalities = [{"code": code, "proof": read}, *nationalities] if code else nationalities
        document = {
            "type": zone["document_type"],
            "number": zone["document_number"],
            "issuing_state": zone["issuing_state"]["country"] or zone["issuing_state"]["printed"],
            "expiry_date": zone["expiry_date"] if zone["expiry_date"] != "XXXX" else None,
        }
        documents.insert(0, {**document, "proof": read})
    sex = (zone and zone["sex"]) or declared.get("sex")
    return {
        "name": names[0] if names else None,
        "other_names": names[1:],
        "birth_date": birth and {**birth, "proof": read if zone else proof},
        "sex": {"sex": sex, "proof": proof} if sex else None,
        "nationalities": nationalities,
        "birth_place": {"place": declared["birth_place"], "proof": proof}
        if "birth_place" in declared
        else None,
        "documents": documents,
    }

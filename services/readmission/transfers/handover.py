"""What happened at the border: handed over or refused, signed by this side and countersigned by the other.

A post without a network takes the form along, signed by this node; it is filled there and recorded later. The
moment at which it happened counts; when it was recorded stands beside it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from limen import signing
from limen.clock import now, rfc3339
from limen.errors import Conflict, IllegalStep, Invalid
from limen.ids import new_id
from limen.work import Work
from services.readmission.cases import case_row, milestones_of
from services.readmission.counterpart_keys import apart
from services.readmission.counterpart_keys.register import TRUSTED, standing
from services.readmission.models import case
from services.readmission.moving import take_step
from services.readmission.persons import particulars_of
from services.readmission.procedures import REQUESTING
from services.readmission.records import changed, changing, of_case, one, opener, sealed, set_values, told
from services.readmission.transfers.ahead import transfer_ahead
from services.readmission.transfers.escort_sheet import check_papers, travel_document_of
from services.readmission.transfers.models import handover, transfer

OUTCOMES = ("handed_over", "refused_at_border")
REFUSALS = (
    "identity_mismatch",
    "acceptance_not_known",
    "travel_document_missing",
    "travel_document_expired",
    "not_announced",
    "not_fit_to_travel",
    "other",
)
FOLLOWS = ("planned_anew", "returns_to_the_requesting_state", "evidence_sent", "committee", "case_ends")
_STEPS = {"handed_over": "hand_over", "refused_at_border": "turn_back"}
_PLACE = "handover.signed"


def form_of(work: Work, transfer_id: str) -> dict[str, Any]:
    """Return the form of one transfer, signed by this node, to be filled at the border without a network."""
    found = one(work, transfer, transfer_id, "transfer")
    row = case_row(work, found.case_id)
    check_papers(work, row, found)
    content = {**_about(work, row, found), "record": "handover_form"}
    return signing.sign(work.runtime.vault, content, {"authority": work.runtime.settings.node})


def record(work: Work, case_id: str, given: Mapping[str, Any]) -> str:
    """Record what happened at the border, now or later; the case moves. Return the id of the record."""
    row = case_row(work, case_id, lock=True)
    ahead = transfer_ahead(work, case_id)
    _check(work, row, ahead, given)
    moved = _moved(work, row, given)
    handover_id = new_id()
    about = {**_about(work, moved, ahead), **_happened(given), "record": "handover", "id": handover_id}
    signed = signing.sign(work.runtime.vault, about, given["delivered_by"])
    by_other = given.get("received_by")
    if by_other:
        signed = signing.countersign(work.runtime.vault, signed, by_other)
    work.execute(
        handover.insert().values(
            handover_id=handover_id,
            case_id=case_id,
            transfer_id=ahead.transfer_id if ahead else None,
            outcome=given["outcome"],
            happened_at=given["at"],
            place=given["place"],
            refusal_code=given.get("refusal_code"),
            follows=given.get("follows"),
            digest=hashlib.sha256(signed["payload"].encode()).hexdigest(),
            signed=sealed(work, moved, _PLACE, {"signed": signed}),
            countersigned_at=now() if by_other else None,
            countersigned_by_key=signing.key_id(work.runtime.vault) if by_other else None,
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
    if ahead:
        set_values(
            work, transfer, ahead.transfer_id, state=given["outcome"], ended_why=given.get("refusal_code")
        )
    at = rfc3339(given["at"])
    told(work, moved, "handover", "recorded", words=given.get("reason") or "", handover=handover_id, at=at)
    if given.get("form"):
        _note_signed_form(work, moved, handover_id, given["form"])
    return handover_id


def countersign_by_hand(work: Work, handover_id: str, signer: Mapping[str, Any]) -> str:
    """Keep that the other side signed on paper or at the desk: its name and function beside our signature."""
    found, row, signed = _open_record(work, handover_id)
    both = signing.countersign(work.runtime.vault, signed, signer)
    return _keep_countersigned(work, row, found, both, signing.key_id(work.runtime.vault))


def countersign_by_key(work: Work, handover_id: str, both: Mapping[str, Any]) -> str:
    """Keep the record as the other side gave it back, signed with its own key, if that key is trusted.

    IllegalStep names a key that is not; its signature is kept apart (`counterpart_keys.apart`).
    """
    found, row, signed = _open_record(work, handover_id)
    opened = signing.read(both)
    if both.get("payload") != signed["payload"]:
        raise Invalid(errors=[{"pointer": "#/signed", "detail": "must be this record, unchanged"}])
    ours = signing.key_id(work.runtime.vault)
    keys = [item.kid for item in opened.signatures]
    theirs = [kid for kid in keys if kid != ours]
    if ours not in keys or not theirs:
        detail = "must bear the signature of this node and one with the key of the other side"
        raise Invalid(errors=[{"pointer": "#/signed", "detail": detail}])
    worth, authority = standing(work, theirs[-1], _other_state(row))
    if worth != TRUSTED:
        work.keep(lambda kept: apart.keep(kept, row, handover_id, theirs[-1], worth, both))
        raise apart.refusal(theirs[-1], worth, authority)
    apart.taken(work, handover_id, theirs[-1])
    return _keep_countersigned(work, row, found, both, theirs[-1])


def countersign_kept(work: Work, handover_id: str, apart_id: str) -> str:
    """Try a signature again that was kept apart, now that its key may be trusted."""
    row = case_row(work, one(work, handover, handover_id, "hand-over record").case_id)
    return countersign_by_key(work, handover_id, apart.kept(work, row, handover_id, apart_id))


def countersign_for_another_node(
    work: Work, signed: Mapping[str, Any], signer: Mapping[str, Any]
) -> dict[str, Any]:
    """Sign a record of another node beside its signature. Nothing of it is kept here but that it was done.

    The answer says of each key that signed before what it is worth; IllegalStep for one that was revoked.
    """
    signed_by = []
    for kid in dict.fromkeys(item.kid for item in signing.read(signed).signatures):
        worth, authority = standing(work, kid)
        if worth == "revoked":
            detail = f"the key {kid} ({authority}) was revoked"
            raise IllegalStep(f"Not signed: {detail}.", missing=[{"field": "signed", "detail": detail}])
        signed_by.append({"thumbprint": kid, "standing": worth, "authority": authority})
    both = signing.countersign(work.runtime.vault, signed, signer)
    digest = hashlib.sha256(both["payload"].encode()).hexdigest()
    work.record("handover.countersigned_for_another_node", digest)
    return {"signed": both, "keys": signed_by}


def handovers_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the hand-over records of a case, with who signed."""
    row = case_row(work, case_id)
    opened = opener(work, row)
    ours = signing.key_id(work.runtime.vault)
    items = [
        {
            **_shown(item, opened(_PLACE, item["signed"]), ours),
            "apart": apart.of_handover(work, item["handover_id"]),
        }
        for item in of_case(work, handover, case_id)
    ]
    return {"items": items, "version": row.version}


def handover_view(work: Work, handover_id: str) -> dict[str, Any]:
    """Return one record with its signed form."""
    found = one(work, handover, handover_id, "hand-over record")
    row = case_row(work, found.case_id)
    opened = opener(work, row)(_PLACE, found.signed)
    shown = _shown(found._asdict(), opened, signing.key_id(work.runtime.vault))
    waiting = apart.of_handover(work, handover_id)
    return {
        **shown,
        "apart": waiting,
        "number": row.number,
        "signed": opened.get("signed"),
        "version": row.version,
    }


def _check(work: Work, row: sa.Row[Any], ahead: sa.Row[Any] | None, given: Mapping[str, Any]) -> None:
    if given["at"] > now():
        raise Invalid(errors=[{"pointer": "#/at", "detail": "must not lie in the future"}])
    milestones = milestones_of(work, row.case_id)
    agreed = milestones.get("reply") or milestones.get("expiry") or ""
    if rfc3339(given["at"] + timedelta(days=1)) < agreed:  # a day's grace: the acceptance has no time zone
        raise Invalid(errors=[{"pointer": "#/at", "detail": "must not lie before the acceptance"}])
    if given["outcome"] == "refused_at_border":
        needs = {
            "refusal_code": "the coded reason",
            "reason": "the reason in writing",
            "follows": "what follows",
        }
        missing = [
            {"field": name, "detail": f"is required: {what}"}
            for name, what in needs.items()
            if not given.get(name)
        ]
        if missing:
            raise IllegalStep("A refusal at the border needs its reason and what follows.", missing=missing)
    if given.get("form"):
        form = signing.read(given["form"])
        if signing.key_id(work.runtime.vault) not in [item.kid for item in form.signatures]:
            detail = "must bear the signature of this node"
            raise Invalid(errors=[{"pointer": "#/form", "detail": detail}])
        content = form.content
        wanted = (row.case_id, ahead.transfer_id if ahead else None)
        if (content.get("case_id"), content.get("transfer_id")) != wanted:
            raise Invalid(
                errors=[{"pointer": "#/form", "detail": "must be the form of this case's transfer"}]
            )


def _note_signed_form(work: Work, row: sa.Row[Any], handover_id: str, form: Mapping[str, Any]) -> None:
    """Tell with which key the other side signed the form at the border; an untrusted one is kept apart."""
    ours = signing.key_id(work.runtime.vault)
    for kid in dict.fromkeys(item.kid for item in signing.read(form).signatures if item.kid != ours):
        worth, _authority = standing(work, kid, _other_state(row))
        if worth == TRUSTED:
            told(work, row, "handover", "form_signed", handover=handover_id, key=kid)
        else:
            apart.keep(work, row, handover_id, kid, worth, form)


def _other_state(row: sa.Row[Any]) -> str:
    return str(row.requested_state if row.role == REQUESTING else row.requesting_state)


def _moved(work: Work, row: sa.Row[Any], given: Mapping[str, Any]) -> sa.Row[Any]:
    """Take the step, or add the record to a case that was moved without one."""
    if row.state == "handed_over" and given["outcome"] == "handed_over":
        if of_case(work, handover, row.case_id):
            raise Conflict("The hand-over is recorded already.")
        changing(work, row.case_id)
        if given.get("assistance"):
            set_values(work, case, row.case_id, assistance=given["assistance"])
        changed(work, row, "handover", "record_added")
        return case_row(work, row.case_id)
    more = "reason" if given["outcome"] == "refused_at_border" else "assistance"
    step = {name: given.get(name) for name in ("at", "place", more)}
    return take_step(work, row.case_id, _STEPS[given["outcome"]], step)


def _about(work: Work, row: sa.Row[Any], planned: sa.Row[Any] | None) -> dict[str, Any]:
    """Return what both sides must know of a hand-over, and nothing of asylum, protection or health."""
    person = particulars_of(work, row.person_id)
    document = travel_document_of(work, row)
    return {
        "case_id": row.case_id,
        "number": row.number,
        "arrangement": row.arrangement,
        "requesting_state": row.requesting_state,
        "requested_state": row.requested_state,
        "person": {
            **{name: person[name] for name in ("surname", "given_names", "birth_date", "sex")},
            "nationalities": [item["country"] for item in person["nationalities"]],
        },
        "travel_document": {**document, "valid_until": document["valid_until"].isoformat()}
        if document
        else None,
        "transfer_id": planned.transfer_id if planned else None,
        "planned": {
            "on": planned.planned_on.isoformat(),
            "place": planned.place,
            "means": planned.means,
            "escorts": len(json.loads(planned.escorts)),
        }
        if planned
        else None,
    }


def _happened(given: Mapping[str, Any]) -> dict[str, Any]:
    names = ("outcome", "place", "refusal_code", "reason", "follows", "remarks")
    return {
        **{name: given.get(name) for name in names},
        "happened_at": rfc3339(given["at"]),
        "recorded_at": rfc3339(now()),
    }


def _open_record(work: Work, handover_id: str) -> tuple[sa.Row[Any], sa.Row[Any], dict[str, Any]]:
    """Return a record that nobody countersigned, its case, and its signed form."""
    found = one(work, handover, handover_id, "hand-over record")
    row = changing(work, found.case_id, also_closed=True)
    if found.countersigned_at is not None:
        raise Conflict("The record is countersigned already.")
    signed = opener(work, row)(_PLACE, found.signed).get("signed")
    if signed is None:
        raise Conflict("The data of this person were erased; nothing can be signed.")
    return found, row, signed


def _keep_countersigned(
    work: Work, row: sa.Row[Any], found: sa.Row[Any], both: Mapping[str, Any], key: str
) -> str:
    set_values(
        work,
        handover,
        found.handover_id,
        signed=sealed(work, row, _PLACE, {"signed": dict(both)}),
        countersigned_at=now(),
        countersigned_by_key=key,
    )
    changed(work, row, "handover", "countersigned", handover=found.handover_id, key=key)
    return str(row.case_id)


def _shown(item: Mapping[str, Any], opened: Mapping[str, Any], ours: str) -> dict[str, Any]:
    signed = opened.get("signed")
    content = signing.read(signed).content if signed else {}
    signers = [dict(each.signer) for each in signing.read(signed).signatures] if signed else []
    return {
        **item,
        "reason": content.get("reason"),
        "remarks": content.get("remarks"),
        "person": content.get("person"),
        "planned": content.get("planned"),
        "travel_document": content.get("travel_document"),
        "signers": signers,
        "countersigned_with_own_key": item["countersigned_by_key"] not in (None, ours),
    }

"""The register of other authorities' keys: two administrators trust a key, one is enough to revoke it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from limen import signing
from limen.clock import now, today
from limen.errors import Conflict, Invalid, NotAllowed
from limen.ids import new_id
from limen.work import Work
from services.readmission.counterpart_keys.tables import counterpart_key
from services.readmission.records import one, set_values

STATES: Final = ("proposed", "trusted", "rejected", "revoked")
#: what a key is worth on a day
TRUSTED: Final = "trusted"
STANDINGS: Final[Mapping[str, str]] = {
    TRUSTED: "two administrators trust it, and it is valid",
    "unknown": "the register does not have it",
    "not_confirmed": "no second administrator has confirmed it",
    "rejected": "a second administrator rejected it",
    "revoked": "it was revoked",
    "not_yet_valid": "it is not valid yet",
    "expired": "it is no longer valid",
    "other_state": "it is the key of another state than the one on the other side of the case",
}
_OF_STATE: Final = {"proposed": "not_confirmed", "rejected": "rejected", "revoked": "revoked"}


def add(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add a key; it is worth nothing before a second administrator confirms it."""
    thumbprint = signing.thumbprint_of(new["jwk"])
    if new.get("valid_to") and new["valid_to"] < new["valid_from"]:
        raise Invalid(errors=[{"pointer": "#/valid_to", "detail": "must not lie before the first day"}])
    if thumbprint == signing.key_id(work.runtime.vault):
        raise Invalid(errors=[{"pointer": "#/jwk", "detail": "must be another key than that of this node"}])
    live = sa.select(counterpart_key.c.key_id).where(
        counterpart_key.c.thumbprint == thumbprint, counterpart_key.c.state.in_(("proposed", TRUSTED))
    )
    if work.execute(live).first():
        raise Conflict(f"The register has the key {thumbprint} already.")
    key_id = new_id()
    values = {name: new.get(name) for name in ("country", "authority", "valid_from", "valid_to", "obtained")}
    work.execute(
        counterpart_key.insert().values(
            key_id=key_id,
            thumbprint=thumbprint,
            x=new["jwk"]["x"],
            state="proposed",
            added_by=work.actor.id,
            added_at=now(),
            **values,
        )
    )
    work.record("counterpart_key.added", key_id, thumbprint=thumbprint, country=new["country"])
    return key_view(work, key_id)


def decide(work: Work, key_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Confirm or reject a key as the second administrator: `decision` and how it was `compared`."""
    found = one(work, counterpart_key, key_id, "key", lock=True)
    if found.state != "proposed":
        raise Conflict(f"The key is {found.state} already.")
    if found.added_by == work.actor.id:
        raise NotAllowed("Who added a key cannot confirm it: a second administrator must.")
    state = TRUSTED if given["decision"] == "confirmed" else "rejected"
    decided = {"compared": given["compared"], "decided_by": work.actor.id, "decided_at": now()}
    set_values(work, counterpart_key, key_id, state=state, **decided)
    work.record(f"counterpart_key.{given['decision']}", key_id, thumbprint=found.thumbprint)
    return key_view(work, key_id)


def revoke(work: Work, key_id: str, reason: str) -> dict[str, Any]:
    """Trust a key no longer, from now on. What was countersigned with it before stays as it is."""
    found = one(work, counterpart_key, key_id, "key", lock=True)
    if found.state not in ("proposed", TRUSTED):
        raise Conflict(f"The key is {found.state} already.")
    revoked = {"revoked_why": reason, "revoked_by": work.actor.id, "revoked_at": now()}
    set_values(work, counterpart_key, key_id, state="revoked", **revoked)
    work.record("counterpart_key.revoked", key_id, thumbprint=found.thumbprint)
    return key_view(work, key_id)


def keys(work: Work) -> list[dict[str, Any]]:
    """Return every key by state and authority, with what it is worth today."""
    query = sa.select(counterpart_key).order_by(
        counterpart_key.c.country, counterpart_key.c.authority, counterpart_key.c.key_id
    )
    return [_shown(row) for row in work.execute(query)]


def key_view(work: Work, key_id: str) -> dict[str, Any]:
    """Return one key with what it is worth today."""
    return _shown(one(work, counterpart_key, key_id, "key"))


def standing(work: Work, thumbprint: str, country: str = "") -> tuple[str, str]:
    """Return what a key is worth today, as a code of STANDINGS, and whose key the register says it is.

    `country` is the state whose key it must be; empty: any. Where a key was added more than once, a trusted
    entry counts first, then the newest.
    """
    query = sa.select(counterpart_key).where(counterpart_key.c.thumbprint == thumbprint)
    found = list(work.execute(query.order_by(counterpart_key.c.key_id.desc())))
    if not found:
        return "unknown", ""
    best = min(found, key=lambda row: row.state != TRUSTED)
    return _standing(best, today(), country), best.authority


def _standing(row: sa.Row[Any], on: date, country: str = "") -> str:
    if row.state != TRUSTED:
        return _OF_STATE[row.state]
    if on < row.valid_from:
        return "not_yet_valid"
    if row.valid_to and on > row.valid_to:
        return "expired"
    return "other_state" if country and country != row.country else TRUSTED


def _shown(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        **row._mapping,
        "jwk": signing.public_jwk(row.x),
        "standing": _standing(row, today()),
        "location": f"/api/v1/readmission/counterpart-keys/{row.key_id}",
    }

"""Keys of other authorities: who may countersign a hand-over record, trusted by two administrators."""

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import TextAreaField

from services.gateway.console.actions import Action, Actions, Codes, Offered
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form, plain
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.return_fields import NEEDED, day, line

_NEW = "new"
#: where the node publishes its own key, for everybody
_PUBLISHED = "/api/v1/readmission/signing-keys"


class NewKey(Form):
    """A key as another authority published it."""

    places = {"jwk": "key", "": "key"}  # noqa: RUF012

    key = TextAreaField(_l("Public key as JSON, as the other authority publishes it"), [NEEDED])
    country = CountryField(_l("State"), [NEEDED], choices=[], validate_choice=False)
    authority = line(_l("Authority"), 200)
    valid_from = day(_l("Valid from"))
    valid_to = day(_l("Last day, where it has one"), needed=False)
    obtained = line(_l("How the key came here"), 400)


class Decide(Form):
    """The second administrator."""

    decision = Codes(_l("Your decision"), "key_decision", NEEDED)
    compared = line(_l("How you compared the thumbprint with the other authority"), 400)


class Revoke(Form):
    """Why a key is trusted no longer."""

    reason = line(_l("Reason"), 400)


def new_key_body(form: Form) -> dict[str, Any]:
    """Return a key as readmission takes it: one key, or the first of a published set."""
    try:
        typed = json.loads(form["key"].data)
        jwk = typed["keys"][0] if "keys" in typed else typed
    except (ValueError, TypeError, LookupError):
        jwk = {}
    names = ("country", "authority", "valid_from", "valid_to", "obtained")
    return {**{name: plain(form[name].data) for name in names if form[name].data}, "jwk": jwk}


ACTIONS = Actions(
    Action("add", _l("Add a key"), "/counterpart-keys", NewKey,
           _l("Added. It is trusted once a second administrator has confirmed it."), new_key_body),
    Action("decide", _l("Confirm or reject"), "/counterpart-keys/{id}/decision", Decide,
           _l("Your decision is recorded.")),
    Action("revoke", _l("Revoke"), "/counterpart-keys/{id}/revocation", Revoke, _l("The key is revoked.")),
)  # fmt: skip


@console.get("/counterpart-keys")
@needs("readmission.key.read")
def counterpart_keys() -> Any:
    """List the keys of other authorities, and this node's own."""
    return _show()


@console.post("/counterpart-keys/<action>/<record>")
@needs("readmission.key.manage")
def change_key(action: str, record: str) -> Any:
    """Add, confirm, reject or revoke a key."""
    if action not in ACTIONS:
        raise NotFound
    tried = ACTIONS.sent(action, record)
    return _show(tried) if tried else go("counterpart_keys")


def _show(tried: Offered | None = None) -> Any:
    keys = read("readmission", "/counterpart-keys")["items"]
    offered: dict[str, list[Offered]] = {}
    if may("readmission.key.manage"):
        add = ACTIONS.offer("add", _NEW, "", tried)
        add.form["country"].choices = country_choices()
        offered[_NEW] = [add]
        names = {"proposed": ("decide", "revoke"), "trusted": ("revoke",)}
        for item in keys:
            record = item["key_id"]
            offered[record] = [
                ACTIONS.offer(name, record, "", tried) for name in names.get(item["state"], ())
            ]
    own = read("readmission", "/signing-keys")
    status = status_for(tried and tried.form)
    return page(
        "counterpart_keys", status, keys=keys, own=own, published=_PUBLISHED, offered=offered, tried=tried
    )

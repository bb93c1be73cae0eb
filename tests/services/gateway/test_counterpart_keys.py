"""The page of other authorities' keys: one administrator adds, another confirms, either revokes."""

import json
from collections.abc import Callable

from limen.signing import key_id, public_keys
from limen.storage.vault import Vault, new_master_key
from tests.services.gateway.browsing import Browser

As = Callable[[str], Browser]


def test_a_key_is_added_confirmed_by_a_second_administrator_and_revoked(as_: As) -> None:
    theirs = Vault(new_master_key(), "readmission")
    first, second = as_("administrator"), as_("administrator-2")
    typed = {"country": "BA", "authority": "Border Police", "valid_from": "2026-01-01", "obtained": "A note."}
    added = first.send(
        first.get("/counterpart-keys"),
        "/add/new",
        **{f"add-new-{name}": value for name, value in typed.items()},
        **{"add-new-key": json.dumps(public_keys(theirs))},
    )
    assert key_id(theirs) in added.text
    assert "Waits for a second administrator" in added.text
    (decide,) = [form for form in added.forms if "/decide/" in form.action]
    record = decide.action.rsplit("/", 1)[1]
    words = {f"decide-{record}-decision": "confirmed", f"decide-{record}-compared": "By telephone."}
    refused = first.send(added, f"/decide/{record}", **words)
    assert (refused.status, "a second administrator must" in refused.text) == (403, True)
    confirmed = second.send(second.get("/counterpart-keys"), f"/decide/{record}", **words)
    assert "Border Police, Bosnia and Herzegovina: Trusted" in confirmed.text
    revoked = second.send(confirmed, f"/revoke/{record}", **{f"revoke-{record}-reason": "It was stolen."})
    assert "Border Police, Bosnia and Herzegovina: Revoked" in revoked.text


def test_what_is_no_key_is_named_at_its_field(as_: As) -> None:
    administrator = as_("administrator")
    typed = {"country": "BA", "authority": "X", "valid_from": "2026-01-01", "obtained": "A note."}
    page = administrator.send(
        administrator.get("/counterpart-keys"),
        "/add/new",
        **{f"add-new-{name}": value for name, value in typed.items()},
        **{"add-new-key": "no key"},
    )
    assert page.status == 422
    assert page.form("/add/new").values["add-new-key"] == "no key"


def test_an_officer_reads_the_keys_and_changes_none(as_: As) -> None:
    page = as_("readmission").get("/counterpart-keys")
    assert "/api/v1/readmission/signing-keys" in page.text
    assert not [form for form in page.forms if "/counterpart-keys/" in form.action]

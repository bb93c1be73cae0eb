"""Signed records: whole or refused, and signed by both sides."""

import copy
import json

import pytest
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from limen.errors import Invalid
from limen.signing import countersign, key_id, public_keys, read, sign, thumbprint_of
from limen.storage.vault import Vault, new_master_key

OURS, THEIRS = Vault(new_master_key(), "readmission"), Vault(new_master_key(), "readmission")
CONTENT = {"case": "CH-2026-000001", "place": "Orašje"}


def test_a_record_says_what_was_signed_and_by_whom():
    opened = read(sign(OURS, CONTENT, {"function": "Head of escort"}))
    assert opened.content == CONTENT
    assert [(item.kid, item.signer) for item in opened.signatures] == [
        (key_id(OURS), {"function": "Head of escort"})
    ]


def test_the_other_side_signs_beside_and_both_signatures_hold():
    both = countersign(THEIRS, sign(OURS, CONTENT, {}), {"function": "Border police"})
    assert [item.kid for item in read(both).signatures] == [key_id(OURS), key_id(THEIRS)]


def test_a_changed_content_is_refused():
    record = sign(OURS, CONTENT, {})
    record["payload"] = urlsafe_b64encode(json.dumps({**CONTENT, "place": "Elsewhere"}).encode()).decode()
    with pytest.raises(Invalid, match="cannot be used"):
        read(record)
    with pytest.raises(Invalid, match="cannot be used"):
        countersign(THEIRS, record, {})


def test_another_signer_under_an_old_signature_is_refused():
    record = sign(OURS, CONTENT, {"function": "Head of escort"})
    header = json.loads(urlsafe_b64decode(record["signatures"][0]["protected"].encode()))
    header["signer"] = {"function": "Somebody else"}
    record["signatures"][0]["protected"] = urlsafe_b64encode(json.dumps(header).encode()).decode()
    with pytest.raises(Invalid, match="cannot be used"):
        read(record)


def _without_signatures(record):
    record["signatures"] = []


def _with_algorithm_none(record):
    header = {"alg": "none", "typ": "limen-record+jws", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}}
    record["signatures"][0]["protected"] = urlsafe_b64encode(json.dumps(header).encode()).decode()
    record["signatures"][0]["signature"] = ""


def _with_one_broken_signature_among_good_ones(record):
    broken = copy.deepcopy(record["signatures"][0])
    broken["signature"] = "A" * 86
    record["signatures"].append(broken)


def _with_no_payload(record):
    del record["payload"]


@pytest.mark.parametrize(
    "damage",
    [
        _without_signatures,
        _with_algorithm_none,
        _with_one_broken_signature_among_good_ones,
        _with_no_payload,
        lambda record: record.clear(),
        lambda record: record.update(signatures="text"),
    ],
)
def test_what_is_not_whole_is_refused(damage):
    record = sign(OURS, CONTENT, {})
    damage(record)
    with pytest.raises(Invalid, match="cannot be used"):
        read(record)


def test_the_published_key_is_the_one_that_signs_and_holds_no_secret():
    (key,) = public_keys(OURS)["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "alg", "use"}
    assert key["kid"] == key_id(OURS) == thumbprint_of(key)
    header = json.loads(urlsafe_b64decode(sign(OURS, CONTENT, {})["signatures"][0]["protected"].encode()))
    assert header["jwk"] == {name: key[name] for name in ("kty", "crv", "x")}


def test_a_services_key_stays_the_same_and_differs_from_that_of_another_service():
    master = new_master_key()
    assert key_id(Vault(master, "readmission")) == key_id(Vault(master, "readmission"))
    assert key_id(Vault(master, "readmission")) != key_id(Vault(master, "registration"))

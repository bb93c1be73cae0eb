"""An access token counts only when this node's gateway made it, for services, and its time has not passed."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from joserfc import jws
from joserfc.jwk import KeySet, OctKey, OKPKey

from limen.errors import NotSignedIn, StartRefused
from limen.keys import new_token_keys
from limen.web.tokens import LEEWAY_SECONDS, TokenIssuer, TokenVerifier
from limen.work import Actor
from tests.limen.web.conftest import ANNA, Desk

MOMENT = datetime(2026, 3, 6, 8, tzinfo=UTC)
PRIVATE, PUBLIC = new_token_keys()
KEY = OKPKey.import_key(json.loads(PRIVATE))


def verifier(public: str = PUBLIC, node: str = "tirana") -> TokenVerifier:
    return TokenVerifier(public, node)


def token_of(actor: Actor = ANNA, node: str = "tirana", minutes: int = 10) -> str:
    return TokenIssuer(PRIVATE, node).issue(actor, minutes)


def claims(**changes: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    base = {
        "iss": "limen:tirana",
        "aud": "limen",
        "sub": ANNA.id,
        "roles": ["monitor"],
        "posts": [],
        "iat": now,
        "nbf": now,
        "exp": now + 600,
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def signed(body: Any, key: Any = KEY, **header: Any) -> str:
    """Sign whatever body under whatever header."""
    header = {"alg": "Ed25519", "typ": "limen-access+jwt", "kid": KEY.kid, **header}
    header = {name: value for name, value in header.items() if value is not None}
    return jws.serialize_compact(header, json.dumps(body), key, algorithms=[header["alg"]])


def b64(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_token_tells_who_the_officer_is_and_what_they_hold() -> None:
    assert verifier().verify(token_of()) == ANNA


def test_a_token_holds_every_promised_claim() -> None:
    header, body, _ = token_of().split(".")
    known = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {
        "alg": "Ed25519",
        "typ": "limen-access+jwt",
        "kid": KEY.kid,
    }
    assert known.keys() == {
        *("iss", "aud", "sub", "name", "roles", "posts", "country", "agency", "iat", "nbf", "exp", "jti")
    }
    assert known["exp"] - known["iat"] == 600


def test_an_expired_token_is_refused_also_when_its_signature_was_checked_before() -> None:
    checking = verifier()
    with time_machine.travel(MOMENT, tick=False) as clock:
        token = token_of(minutes=10)
        clock.move_to(MOMENT + timedelta(minutes=10, seconds=LEEWAY_SECONDS - 1))
        assert checking.verify(token) == ANNA
        clock.move_to(MOMENT + timedelta(minutes=10, seconds=LEEWAY_SECONDS))
        with pytest.raises(NotSignedIn, match="expired"):
            checking.verify(token)


def test_a_token_from_the_future_is_refused_beyond_the_leeway_of_the_clocks() -> None:
    checking = verifier()
    with time_machine.travel(MOMENT, tick=False) as clock:
        token = token_of()
        clock.move_to(MOMENT - timedelta(seconds=LEEWAY_SECONDS))
        assert checking.verify(token) == ANNA
        clock.move_to(MOMENT - timedelta(seconds=LEEWAY_SECONDS + 1))
        with pytest.raises(NotSignedIn, match="not valid yet"):
            checking.verify(token)


def test_a_token_without_a_signature_is_refused() -> None:
    for algorithm in ("none", "None", "NONE"):
        header = {"alg": algorithm, "typ": "limen-access+jwt", "kid": KEY.kid}
        with pytest.raises(NotSignedIn, match="another kind"):
            verifier().verify(f"{b64(header)}.{b64(claims())}.")


def test_the_public_key_does_not_serve_as_a_shared_secret() -> None:
    raw = KEY.raw_value.public_key().public_bytes_raw()
    for secret in (raw, PUBLIC.encode(), b64(raw).encode()):
        token = signed(claims(), OctKey.import_key(secret), alg="HS256")
        with pytest.raises(NotSignedIn, match="another kind"):
            verifier().verify(token)


def test_a_key_that_the_node_does_not_know_is_refused_whatever_name_it_bears() -> None:
    stranger = OKPKey.generate_key("Ed25519", auto_kid=True)
    with pytest.raises(NotSignedIn, match="key is not known"):
        verifier().verify(signed(claims(), stranger, kid=stranger.kid))
    with pytest.raises(NotSignedIn, match="signature does not hold"):
        verifier().verify(signed(claims(), stranger, kid=KEY.kid))


def test_a_header_cannot_bring_its_own_key_or_point_to_one() -> None:
    stranger = OKPKey.generate_key("Ed25519", auto_kid=True)
    for header in (
        {"jwk": stranger.as_dict(private=False)},
        {"jku": "https://attacker.invalid/keys"},
        {"x5u": "https://attacker.invalid/keys"},
    ):
        with pytest.raises(NotSignedIn, match="another kind"):
            verifier().verify(signed(claims(), stranger, **header))


@pytest.mark.parametrize("typ", [None, "JWT", "at+jwt", "limen-session+jwt"])
def test_a_token_made_for_another_use_is_refused(typ: str | None) -> None:
    with pytest.raises(NotSignedIn, match="another kind"):
        verifier().verify(signed(claims(), typ=typ))


def test_a_token_without_the_name_of_its_key_is_refused() -> None:
    with pytest.raises(NotSignedIn, match="another kind"):
        verifier().verify(signed(claims(), kid=None))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "limen:skopje"}, "another node"),
        ({"iss": None}, "another node"),
        ({"aud": "partner"}, "another audience"),
        ({"aud": ["limen", "partner"]}, "another audience"),
        ({"aud": None}, "another audience"),
        ({"sub": None}, "names nobody"),
        ({"sub": ""}, "names nobody"),
        ({"sub": "x" * 101}, "names nobody"),
        ({"sub": "system:relay"}, "acts for the node"),
        ({"exp": None}, "exp is not a time"),
        ({"exp": "tomorrow"}, "exp is not a time"),
        ({"exp": True}, "exp is not a time"),
        ({"nbf": None}, "nbf is not a time"),
        ({"iat": None}, "iat is not a time"),
        ({"roles": "monitor"}, "roles is not a list"),
        ({"posts": [1]}, "posts is not a list"),
        ({"name": 5}, "name is not text"),
    ],
)
def test_each_claim_is_checked_and_a_refusal_says_which(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotSignedIn, match=reason):
        verifier().verify(signed(claims(**changes)))


def test_a_token_of_another_node_is_refused_though_it_has_the_same_key() -> None:
    with pytest.raises(NotSignedIn, match="another node"):
        verifier().verify(token_of(node="skopje"))


def test_a_changed_token_is_refused_at_every_byte_of_its_claims() -> None:
    header, body, signature = token_of().split(".")
    more = claims(sub=ANNA.id, roles=["administrator"])
    for changed in (f"{header}.{b64(more)}.{signature}", f"{header}.{body}.{b64(b'x' * 64)}"):
        with pytest.raises(NotSignedIn, match="signature does not hold"):
            verifier().verify(changed)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "é.é.é", b64([1]) + ".e30.x", b64({}) + ".e30", "x" * 9000]
)
def test_what_is_no_token_is_refused_and_never_an_error_of_ours(text: str) -> None:
    with pytest.raises(NotSignedIn):
        verifier().verify(text)


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(NotSignedIn, match="another node"):
        verifier().verify(signed(["sub"]))


def test_two_keys_can_be_known_at_once_so_that_they_can_be_changed() -> None:
    private, public = new_token_keys()
    both = json.dumps({"keys": json.loads(PUBLIC)["keys"] + json.loads(public)["keys"]})
    checking = verifier(both)
    assert checking.verify(token_of()) == ANNA
    assert checking.verify(TokenIssuer(private, "tirana").issue(ANNA, 1)) == ANNA


@pytest.mark.parametrize(
    "keys",
    [
        "",
        "{}",
        '{"keys": []}',
        '{"keys": [{"kty": "oct", "k": "c2VjcmV0c2VjcmV0", "kid": "a"}]}',
        json.dumps(KeySet([OKPKey.generate_key("X25519", auto_kid=True)]).as_dict(private=False)),
        json.dumps({"keys": [{**KEY.as_dict(private=False), "kid": ""}]}),
        json.dumps({"keys": [KEY.as_dict(private=True)]}),
    ],
)
def test_a_service_does_not_start_with_keys_that_are_not_public_ed25519(keys: str) -> None:
    with pytest.raises(StartRefused):
        verifier(keys)


def test_a_route_refuses_a_bad_token_with_401_and_says_how_to_sign_in(client: Desk) -> None:
    for value in ("", "Basic QTpC", "Bearer", "Bearer nonsense", token_of()):
        answer = client.as_nobody()("GET", "visits", headers={"Authorization": value})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json["type"] == "urn:limen:problem:not-signed-in"

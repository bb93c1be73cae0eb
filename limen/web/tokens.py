"""Access tokens: signed by the gateway, checked by every service itself.

A token is a JWT under Ed25519 (RFC 9864), of type `limen-access+jwt`. The algorithm is fixed by the key, the
key is named by `kid` and comes only from the node's settings, and no header may point anywhere else
(RFC 8725). Nothing here is logged but the reason of a refusal.
"""

import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode

from limen.clock import now
from limen.errors import NotSignedIn, StartRefused
from limen.ids import new_id
from limen.work import Actor

ALGORITHM: Final = "Ed25519"
TYPE: Final = "limen-access+jwt"
AUDIENCE: Final = "limen"
#: seconds by which the clocks of gateway and service may differ
LEEWAY_SECONDS: Final = 10
_LONGEST_TOKEN = 8192
_LONGEST_SUBJECT = 100
_CACHED_TOKENS = 4096
_HEADERS = {"alg", "typ", "kid"}


def issuer_of(node: str) -> str:
    """Return the `iss` claim of a node's gateway."""
    return f"limen:{node}"


class TokenIssuer:
    """Signs access tokens. Only the gateway has the private key."""

    def __init__(self, private_key: str, node: str) -> None:
        """`private_key` is an Ed25519 JWK as JSON text with its `kid`."""
        self._key = _ed25519(json.loads(private_key))
        self._issuer = issuer_of(node)

    def issue(self, actor: Actor, minutes: int) -> str:
        """Return a token that says who the officer is and what they hold, good for some minutes."""
        moment = now()
        issued = int(moment.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": actor.id,
            "name": actor.name,
            "roles": sorted(actor.roles),
            "posts": sorted(actor.posts),
            "country": actor.country,
            "agency": actor.agency,
            "iat": issued,
            "nbf": issued,
            "exp": int((moment + timedelta(minutes=minutes)).timestamp()),
            "jti": new_id(),
        }
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self._key.kid}
        return jws.serialize_compact(header, json.dumps(claims).encode(), self._key, algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class _Checked:
    actor: Actor
    not_before: int
    expires: int


class TokenVerifier:
    """Checks access tokens. Signatures already checked are remembered; times are checked at each use."""

    def __init__(self, public_keys: str, node: str) -> None:
        """`public_keys` is a JWK set as JSON text; every key is Ed25519 and has a `kid`."""
        self._keys = _key_set(public_keys)
        self._issuer = issuer_of(node)
        self._checked = lru_cache(maxsize=_CACHED_TOKENS)(self._check)

    def verify(self, token: str) -> Actor:
        """Return who the token speaks of; `NotSignedIn` says why it does not count."""
        if len(token) > _LONGEST_TOKEN:
            raise NotSignedIn("the token is too long")
        checked = self._checked(token)
        moment = now().timestamp()
        if checked.expires + LEEWAY_SECONDS <= moment:
            raise NotSignedIn("the token has expired")
        if checked.not_before - LEEWAY_SECONDS > moment:
            raise NotSignedIn("the token is not valid yet")
        return checked.actor

    def _check(self, token: str) -> _Checked:
        header = _header_of(token)
        if set(header) != _HEADERS or header["alg"] != ALGORITHM or header["typ"] != TYPE:
            raise NotSignedIn("the token is of another kind")
        key = self._keys.get(str(header["kid"]))
        if key is None:
            raise NotSignedIn("the token's key is not known here")
        try:
            payload = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
            claims = json.loads(payload or b"")
        except (JoseError, ValueError) as error:
            raise NotSignedIn("the token's signature does not hold") from error
        return self._actor_of(claims)

    def _actor_of(self, claims: Any) -> _Checked:
        if not isinstance(claims, dict) or claims.get("iss") != self._issuer:
            raise NotSignedIn("the token comes from another node")
        if claims.get("aud") != AUDIENCE:
            raise NotSignedIn("the token is meant for another audience")
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise NotSignedIn("the token names nobody")
        if subject.startswith("system:"):
            raise NotSignedIn("no officer acts for the node itself")
        actor = Actor(
            id=subject,
            name=_text(claims, "name"),
            roles=_texts(claims, "roles"),
            posts=_texts(claims, "posts"),
            country=_text(claims, "country"),
            agency=_text(claims, "agency"),
        )
        not_before = max(_time(claims, "nbf"), _time(claims, "iat"))
        return _Checked(actor, not_before, _time(claims, "exp"))


def _header_of(token: str) -> Mapping[str, Any]:
    try:
        header = json.loads(urlsafe_b64decode(token.split(".", 1)[0].encode("ascii")))
    except (ValueError, binascii.Error) as error:
        raise NotSignedIn("the token cannot be read") from error
    if not isinstance(header, dict):
        raise NotSignedIn("the token cannot be read")
    return header


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str):
        raise NotSignedIn(f"the token's claim {name} is not text")
    return value


def _texts(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    values = claims.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise NotSignedIn(f"the token's claim {name} is not a list of texts")
    return frozenset(values)


def _time(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotSignedIn(f"the token's claim {name} is not a time")
    return value


def _key_set(public_keys: str) -> dict[str, OKPKey]:
    try:
        jwks = [dict(jwk) for jwk in json.loads(public_keys)["keys"]]
        keys = {str(jwk.get("kid")): _ed25519(jwk) for jwk in jwks}
    except (ValueError, KeyError, TypeError, JoseError) as error:
        raise StartRefused("LIMEN_TOKEN_PUBLIC_KEYS is not a JWK set") from error
    if not keys:
        raise StartRefused("LIMEN_TOKEN_PUBLIC_KEYS holds no key")
    if any("d" in jwk for jwk in jwks):
        raise StartRefused("LIMEN_TOKEN_PUBLIC_KEYS holds a private key; only the gateway may have it")
    return keys


def _ed25519(jwk: Mapping[str, Any]) -> OKPKey:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or not jwk.get("kid"):
        raise StartRefused("a token key must be an Ed25519 JWK with a kid")
    return OKPKey.import_key(dict(jwk))

"""Signed records: JSON that another authority can check without this node, and sign beside it.

A signed record is a JWS in its general JSON form (RFC 7515, section 7.2.1) under Ed25519 (RFC 9864): one
payload and one signature for each side. Each signature carries its public key and who signs. That a signature
holds says that nothing was changed; whose key it is, its thumbprint (`kid`) tells to whoever compares it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from limen.errors import Invalid
from limen.storage.vault import Vault

ALGORITHM: Final = "Ed25519"
TYPE: Final = "limen-record+jws"
_REGISTRY = JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)


@dataclass(frozen=True)
class Signature:
    """One signature that holds: the thumbprint of its key (RFC 7638), and who signed, as stated."""

    kid: str
    signer: Mapping[str, Any]


@dataclass(frozen=True)
class Opened:
    """A signed record whose signatures all hold."""

    content: Mapping[str, Any]
    signatures: tuple[Signature, ...]


def sign(vault: Vault, content: Mapping[str, Any], signer: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record signed by this service: `content` is JSON-safe, `signer` says who signs for it."""
    payload = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return _with_signature(vault, payload, signer)


def countersign(vault: Vault, record: Mapping[str, Any], signer: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with this service's signature beside those that it has. Invalid if one is broken."""
    payload = _checked(record)[0]
    added = _with_signature(vault, payload, signer)
    return {**added, "signatures": [*record["signatures"], *added["signatures"]]}


def read(record: Mapping[str, Any]) -> Opened:
    """Check every signature of a record and return what it says. Invalid: one does not hold, or none is."""
    payload, signatures = _checked(record)
    try:
        content = json.loads(payload)
    except ValueError as error:
        raise _broken("its content is not JSON") from error
    if not isinstance(content, dict):
        raise _broken("its content is not an object")
    return Opened(content, signatures)


def public_keys(vault: Vault) -> dict[str, Any]:
    """Return the public key of this service as a JWK set, for the other authority to compare."""
    key = _key(vault)
    return {"keys": [{**_public(key), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}]}


def key_id(vault: Vault) -> str:
    """Return the thumbprint of this service's key."""
    return str(_key(vault).thumbprint())


def thumbprint_of(jwk: Mapping[str, Any]) -> str:
    """Return the thumbprint of another authority's public key. Invalid for what is no Ed25519 public key."""
    try:
        return str(OKPKey.import_key(public_jwk(jwk["x"])).thumbprint())
    except (JoseError, ValueError, KeyError, TypeError) as error:
        detail = "must be an Ed25519 public key as JWK"
        raise Invalid(errors=[{"pointer": "#/jwk", "detail": detail}]) from error


def public_jwk(x: str) -> dict[str, Any]:
    """Return an Ed25519 public key as JWK."""
    return {"kty": "OKP", "crv": "Ed25519", "x": x}


def _with_signature(vault: Vault, payload: bytes, signer: Mapping[str, Any]) -> dict[str, Any]:
    key = _key(vault)
    header = {
        "alg": ALGORITHM,
        "typ": TYPE,
        "kid": key.thumbprint(),
        "jwk": _public(key),
        "signer": dict(signer),
    }
    signed = jws.serialize_json([{"protected": header}], payload, key, registry=_REGISTRY)
    return dict(signed)


def _key(vault: Vault) -> OKPKey:
    return OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(vault.signing_seed))


def _public(key: OKPKey) -> dict[str, Any]:
    return public_jwk(str(key.as_dict(private=False)["x"]))


def _checked(record: Mapping[str, Any]) -> tuple[bytes, tuple[Signature, ...]]:
    found: list[Signature] = []

    def key_of(member: Any) -> OKPKey:
        header = member.protected or {}
        if header.get("alg") != ALGORITHM or header.get("typ") != TYPE or "d" in header.get("jwk", {"d": 0}):
            raise _broken("a signature is of another kind")
        key = OKPKey.import_key(public_jwk(header["jwk"]["x"]))
        signer = header.get("signer")
        found.append(Signature(key.thumbprint(), signer if isinstance(signer, dict) else {}))
        return key

    if not isinstance(record.get("signatures"), list):
        raise _broken("it has no list of signatures")
    whole: Any = {"payload": record.get("payload"), "signatures": record["signatures"]}
    try:
        checked = jws.deserialize_json(whole, key_of, registry=_REGISTRY)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken("a signature does not hold, or it is no signed record") from error
    if not found:
        raise _broken("it has no signature")
    return checked.payload or b"", tuple(found)


def _broken(why: str) -> Invalid:
    return Invalid(
        "The signed record cannot be used.", [{"pointer": "#/signed", "detail": f"Must be whole: {why}."}]
    )

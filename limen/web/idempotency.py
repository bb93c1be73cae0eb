"""`Idempotency-Key`: a POST sent twice takes effect once, and gets the first answer twice.

The key is claimed and the answer kept in the transaction of the effect. Whoever sends the same key at the
same time waits for that transaction: the claim is a row, and its insertion waits for the other one.
An error rolls the claim back with everything else, so a retry after an error is a new attempt.

Nothing readable is kept. Key and request are keyed hashes, and the answer, which may show a person, is
sealed under a key that comes from the client's own key: as long as that cannot be guessed, the table, its
backups and the node's master key together do not open it.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Request, Response
from sqlalchemy.dialects import postgresql, sqlite

from limen.clock import now
from limen.errors import Conflict, Invalid, KeyReused
from limen.service import Timer
from limen.storage.tables import idempotency
from limen.work import Work

if TYPE_CHECKING:
    from limen.runtime import Runtime

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
KEPT_FOR: Final = timedelta(hours=24)
#: what a key may look like; the quotes of the IETF draft may stand around it
PATTERN: Final = r'^"?[A-Za-z0-9._:-]{8,128}"?$'
_KEY = re.compile(r'("?)([A-Za-z0-9._:-]{8,128})\1')
_NONCE_BYTES = 12

# Statements are built once: every command with a key runs them.
_IS_KEY = (idempotency.c.actor == sa.bindparam("of_actor"), idempotency.c.key == sa.bindparam("of_key"))
_STORED = sa.select(idempotency).where(*_IS_KEY)
_KEEP = idempotency.update().where(*_IS_KEY)


def _claim_statement(insert: Any) -> Any:
    statement = insert(idempotency).values(
        {name: sa.bindparam(name) for name in ("actor", "key", "fingerprint", "created_at")}
    )
    return statement.on_conflict_do_update(
        index_elements=["actor", "key"],
        set_={"fingerprint": statement.excluded.fingerprint, "created_at": statement.excluded.created_at},
        where=idempotency.c.created_at < sa.bindparam("forgotten", type_=idempotency.c.created_at.type),
    ).returning(idempotency.c.key)


_CLAIM = {"postgresql": _claim_statement(postgresql.insert), "sqlite": _claim_statement(sqlite.insert)}


@dataclass(frozen=True)
class SentKey:
    """An Idempotency-Key as sent, and a digest of the request that it came with."""

    value: str
    request_digest: str


def read_key(request: Request, *, required: bool) -> SentKey | None:
    """Return the key of a request, or None without one; `Invalid` when it is malformed or must be there."""
    header = request.headers.get(HEADER)
    if header is None:
        if required:
            raise _bad_key("Must be sent with this request.")
        return None
    match = _KEY.fullmatch(header)
    if not match:
        raise _bad_key("Must be 8 to 128 letters, digits or . _ : -, for example a UUID.")
    digest = hashlib.sha256(f"{request.method}\n{request.path}\n".encode())
    # The boundary of a multipart body is drawn anew each time that the same file is sent.
    boundary = request.mimetype_params.get("boundary", "").encode()
    digest.update(request.get_data().replace(boundary, b"") if boundary else request.get_data())
    return SentKey(match[2], digest.hexdigest())


def claim(work: Work, key: SentKey) -> Response | None:
    """Claim the key for this transaction and return None, or return the first answer again.

    Raises `KeyReused` when the key came with another request.
    """
    stored, fingerprint, moment = _stored_key(work, key), _fingerprint(work, key), now()
    claimed = {
        "actor": work.actor.id,
        "key": stored,
        "fingerprint": fingerprint,
        "created_at": moment,
        "forgotten": moment - KEPT_FOR,
    }
    if work.execute(_CLAIM[work.connection.dialect.name], claimed).first():
        return None
    row = work.execute(_STORED, {"of_actor": work.actor.id, "of_key": stored}).one_or_none()
    if row is None or row.status is None:
        raise Conflict("The first request with this key has not ended; try again.")
    if row.fingerprint != fingerprint:
        raise KeyReused()
    nonce, sealed = row.body[:_NONCE_BYTES], row.body[_NONCE_BYTES:]
    body = _cipher(work, key).decrypt(nonce, sealed, None)
    return Response(body, row.status, headers={**json.loads(row.headers), REPLAYED: "true"})


def keep(work: Work, key: SentKey, response: Response) -> None:
    """Keep the answer beside the effect, in the same transaction."""
    nonce = os.urandom(_NONCE_BYTES)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    kept = {
        "of_actor": work.actor.id,
        "of_key": _stored_key(work, key),
        "status": response.status_code,
        "headers": json.dumps(headers),
        "body": nonce + _cipher(work, key).encrypt(nonce, response.get_data(), None),
    }
    work.execute(_KEEP, kept)


def prune(runtime: "Runtime") -> None:
    """Forget the answers that are older than a day. A service's worker calls it by `PRUNING`."""
    with runtime.database.write() as connection:
        connection.execute(idempotency.delete().where(idempotency.c.created_at < now() - KEPT_FOR))


PRUNING: Final = Timer("idempotency-pruning", 3600.0, prune)


def _bad_key(detail: str) -> Invalid:
    return Invalid("A header breaks its rules.", [{"header": HEADER, "detail": detail}])


def _stored_key(work: Work, key: SentKey) -> str:
    return work.runtime.vault.blind("idempotency-key", f"{work.actor.id}\n{key.value}")


def _fingerprint(work: Work, key: SentKey) -> str:
    return work.runtime.vault.blind("idempotency-request", key.request_digest)


def _cipher(work: Work, key: SentKey) -> AESGCM:
    secret = work.runtime.vault.blind("idempotency-answer", f"{work.actor.id}\n{key.value}")
    return AESGCM(bytes.fromhex(secret))

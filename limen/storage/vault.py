"""Field encryption: each person's fields under that person's own key, wrapped by the node's master key.

Erasing the wrapped key makes every copy of the fields unreadable, those in backups too.
AES-256-GCM throughout. The additional data names table, record and column, so that a ciphertext moved
to another place does not open. Blind indexes are keyed hashes: equal values can be found, not read.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from limen.clock import now
from limen.errors import LimenError
from limen.storage.tables import person_key

_NONCE_BYTES = 12
_INSERT = person_key.insert()
_KEYS_OF = sa.select(person_key.c.person_id, person_key.c.wrapped).where(
    person_key.c.person_id.in_(sa.bindparam("ids", expanding=True))
)


class Unreadable(LimenError):
    """The field cannot be decrypted: its key was erased, or it was altered."""

    status, code = 410, "erased"


def new_master_key() -> str:
    """Return a fresh master key as base64 text, 32 bytes."""
    return base64.b64encode(AESGCM.generate_key(bit_length=256)).decode()


class Vault:
    """Seals and opens the personal fields of one service."""

    def __init__(self, master: str, service: str) -> None:
        secret = base64.b64decode(master)
        if len(secret) != 32:
            raise ValueError("the master key must be 32 bytes in base64")
        #: names the master key without giving anything away
        self.master_id = hashlib.sha256(b"id" + secret).hexdigest()[:16]
        self._wrapping = AESGCM(_derive(secret, f"wrap:{service}"))
        self._events = AESGCM(_derive(secret, "events"))
        self._index = _derive(secret, f"index:{service}")
        #: 32 bytes from which the service's signing key is made (`limen.signing`)
        self.signing_seed = _derive(secret, f"sign:{service}")

    def create_key(self, connection: sa.Connection, person_id: str) -> "PersonFields":
        """Make and keep the key of a new person."""
        fields, row = self.new_key(person_id)
        connection.execute(_INSERT, row)
        return fields

    def new_key(self, person_id: str) -> tuple["PersonFields", dict[str, Any]]:
        """Make the key of a new person; the caller inserts the row of `person_key` that keeps it."""
        key = AESGCM.generate_key(bit_length=256)
        row = {
            "person_id": person_id,
            "master": self.master_id,
            "wrapped": _seal(self._wrapping, key, person_id),
            "created_at": now(),
        }
        return PersonFields(person_id, key), row

    def fields_of(self, connection: sa.Connection, person_id: str) -> "PersonFields":
        """Give the fields of one person; `Unreadable` when the key was erased."""
        return self.fields_of_many(connection, [person_id]).get(person_id) or _raise_unreadable()

    def fields_of_many(self, connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, "PersonFields"]:
        """Give the fields of several persons by id; those with an erased key are left out."""
        return {
            row.person_id: PersonFields(row.person_id, _open(self._wrapping, row.wrapped, row.person_id))
            for row in connection.execute(_KEYS_OF, {"ids": list(ids)})
        }

    def erase(self, connection: sa.Connection, person_id: str) -> None:
        """Erase the key of a person, and with it everything sealed under it."""
        connection.execute(person_key.delete().where(person_key.c.person_id == person_id))

    def blind(self, purpose: str, value: str) -> str:
        """Return the blind index of a value: 32 hexadecimal characters, per service and purpose."""
        return hmac.digest(self._index, f"{purpose}:{value}".encode(), "sha256").hex()[:32]

    def seal_for_event(self, event_id: str, value: Mapping[str, Any]) -> str:
        """Seal the personal part of an event, so that brokers and outboxes hold no readable person."""
        return base64.b64encode(_seal(self._events, _dump(value), event_id)).decode()

    def open_from_event(self, event_id: str, sealed: str) -> dict[str, Any]:
        """Open the personal part of an event."""
        opened: dict[str, Any] = json.loads(_open(self._events, base64.b64decode(sealed), event_id))
        return opened


class PersonFields:
    """The sealed fields of one person."""

    def __init__(self, person_id: str, key: bytes) -> None:
        self.person_id = person_id
        self._cipher = AESGCM(key)

    def seal(self, place: str, value: Mapping[str, Any]) -> bytes:
        """Seal a JSON object for a place, written `table.column`."""
        return _seal(self._cipher, _dump(value), f"{place}|{self.person_id}")

    def open(self, place: str, sealed: bytes) -> dict[str, Any]:
        """Open what was sealed for this place."""
        opened: dict[str, Any] = json.loads(_open(self._cipher, sealed, f"{place}|{self.person_id}"))
        return opened

    def seal_bytes(self, place: str, content: bytes) -> bytes:
        """Seal a file for a place; the place names the record, so that files cannot be exchanged."""
        return _seal(self._cipher, content, f"{place}|{self.person_id}")

    def open_bytes(self, place: str, sealed: bytes) -> bytes:
        """Open a file that was sealed for this place; `Unreadable` when it was altered."""
        return _open(self._cipher, sealed, f"{place}|{self.person_id}")


def _dump(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"limen:{purpose}".encode()).derive(
        secret
    )


def _seal(cipher: AESGCM, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, place.encode())


def _open(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
    except InvalidTag as error:
        raise Unreadable() from error


def _raise_unreadable() -> "PersonFields":
    raise Unreadable()

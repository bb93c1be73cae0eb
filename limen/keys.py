"""The keys of a node: made once by `limen init`, kept in files that only the node's user may read."""

import json
import os
import secrets
from pathlib import Path

#: setting name -> file name under the node's folder
KEY_FILES = {
    "master_key": "master.key",
    "token_key": "token.jwk",
    "token_public_keys": "token.pub.jwks",
    "session_key": "session.key",
}


def write_keys(folder: Path) -> dict[str, Path]:
    """Make the keys that are missing in `folder` and return the file of each setting.

    An existing key is never overwritten: a new master key would make every person unreadable. The public
    set follows from the token key, so it is written with a new one, and again where it was lost.
    """
    from limen.storage.vault import new_master_key  # brings SQLAlchemy, which a start does not need here

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = {setting: folder / name for setting, name in KEY_FILES.items()}
    if not paths["master_key"].exists():
        write_secret(paths["master_key"], new_master_key())
    if not paths["token_key"].exists():
        paths["token_public_keys"].unlink(missing_ok=True)
        write_secret(paths["token_key"], new_token_keys()[0])
    if not paths["token_public_keys"].exists():
        write_secret(paths["token_public_keys"], public_keys(paths["token_key"].read_text()))
    if not paths["session_key"].exists():
        write_secret(paths["session_key"], secrets.token_urlsafe(32))
    return paths


def new_token_keys() -> tuple[str, str]:
    """Return a new Ed25519 key as JWK, and the JWK set of its public half."""
    from joserfc.jwk import OKPKey

    private = json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))
    return private, public_keys(private)


def public_keys(token_key: str) -> str:
    """Return the JWK set of the public half of a token key."""
    from joserfc.jwk import KeySet, OKPKey

    return json.dumps(KeySet([OKPKey.import_key(json.loads(token_key))]).as_dict(private=False))


def write_secret(path: Path, text: str) -> None:
    """Write a file that nobody but its owner may ever read, not even for a moment."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")

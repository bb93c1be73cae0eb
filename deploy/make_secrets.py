"""Writes the secrets of a node into a folder; a secret that is there already is kept.

Run by `make-secrets` inside the image, or by hand where there are no containers:
python make_secrets.py FOLDER [--database HOST] [--broker HOST]

The folder is open to its owner alone. The files in it may be read by all, because a container gets single
files of it and runs each server under a user of its own.
"""

import argparse
import json
import secrets
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from limen.keys import write_keys, write_secret
from limen.service import SERVICE_NAMES


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", metavar="HOST", default="postgres", help="where PostgreSQL answers")
    parser.add_argument("--broker", metavar="HOST", default="rabbitmq", help="where RabbitMQ answers")
    given = parser.parse_args()
    make_secrets(given.folder, given.database, given.broker)


def make_secrets(folder: Path, database: str, broker: str) -> None:
    """Write keys, passwords and the addresses that hold passwords. Every service has a role of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_keys(folder)
    password(folder, "postgres_password")
    # The administrator's role takes on each service's role, so that all tables belong to their service.
    node_wide = database_url("limen", password(folder, "database_password"), database, "limen_{service}")
    renew(folder / "database_url", f"{node_wide}?options=-crole%3Dlimen_{{service}}")
    for service in SERVICE_NAMES:
        own, name = password(folder, f"database_password_{service}"), f"limen_{service}"
        renew(folder / f"database_url_{service}", database_url(name, own, database, name))
    word = password(folder, "broker_password")
    renew(folder / "broker_url", f"amqp://limen:{word}@{broker}/limen")
    renew(folder / "rabbitmq_definitions.json", json.dumps(definitions(word), indent=1))
    for path in folder.iterdir():
        path.chmod(0o444)


def password(folder: Path, name: str) -> str:
    """Return the password that the file `name` holds; make it where there is none."""
    path = folder / name
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def renew(path: Path, text: str) -> None:
    """Write a file anew that follows from others."""
    path.unlink(missing_ok=True)
    write_secret(path, text)


def database_url(role: str, word: str, host: str, name: str) -> str:
    """Return the address of a database for a role."""
    return f"postgresql+psycopg://{role}:{word}@{host}/{name}"


def definitions(word: str) -> dict[str, object]:
    """Return what RabbitMQ loads at its start: one virtual host, and one user who reaches what is ours in it.

    There is no user `guest` where definitions are loaded.
    """
    ours = r"^limen\."
    return {
        "users": [
            {
                "name": "limen",
                "password_hash": hashed(word),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
        ],
        "vhosts": [{"name": "limen"}],
        "permissions": [{"user": "limen", "vhost": "limen", "configure": ours, "write": ours, "read": ours}],
    }


def hashed(word: str) -> str:
    """Return a password as RabbitMQ keeps it: four random bytes, then SHA-256 over them and the password."""
    salt = secrets.token_bytes(4)
    return b64encode(salt + sha256(salt + word.encode()).digest()).decode()


if __name__ == "__main__":
    main()

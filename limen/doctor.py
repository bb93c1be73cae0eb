"""What is wrong with a node's configuration, and how to mend it. Each check is a small function."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from limen.config import PREFIX, Settings, setting_fields
from limen.errors import LimenError
from limen.keys import KEY_FILES
from limen.node import CONFIG_NAME
from limen.service import SERVICE_NAMES
from limen.storage import migrations
from limen.storage.database import Database

#: less free space than this is a problem, in bytes
_ENOUGH_SPACE = 1 << 30

#: AMQP's code for a queue that is there with other arguments
_PRECONDITION_FAILED = 406

#: where an engine shows a container its secrets; nobody but the node is in there
_IN_CONTAINER = Path("/run/secrets")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    problem: str
    remedy: str


def examine(settings: Settings) -> list[Finding]:
    """Run every check; an empty list means that the node is in order."""
    return [finding for check in CHECKS for finding in check(settings)]


def check_country(settings: Settings) -> Iterator[Finding]:
    """The node must know which state runs it."""
    if not settings.country:
        yield Finding("No country is set.", "Set country to the ISO 3166-1 alpha-2 code of the state, or XK.")


def check_production(settings: Settings) -> Iterator[Finding]:
    """What a demonstration may do, production may not."""
    if settings.shape != "host":
        return
    if settings.demonstration:
        yield Finding("Demonstration accounts are allowed.", "Set demonstration = false.")
    if not settings.database_url.startswith("postgresql"):
        yield Finding(
            "The host shape has no PostgreSQL.", "Set database_url to postgresql://.../limen_{service}."
        )
    if not settings.broker_url:
        yield Finding("The host shape has no RabbitMQ.", "Set broker_url to amqp://user:password@host/vhost.")
    if not settings.public_url.startswith("https://"):
        yield Finding(
            "Officers' addresses are not https.", "Put TLS in front and set public_url to https://..."
        )
    if settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        yield Finding(
            "The OpenID Connect issuer is not https: whoever stands between can sign in as anybody.",
            "Set oidc_issuer to the https://... address that the issuer states.",
        )
    for pin in settings.plugins:
        if "sha256:" not in pin:
            yield Finding(
                f"The plugin {pin.split('==')[0]} is not pinned to its content.",
                "Add sha256:<digest>; `limen countries --pins` prints it.",
            )


def check_secrets(settings: Settings) -> Iterator[Finding]:
    """What holds a secret must be readable by its owner alone."""
    for path in _secret_files(settings):
        if path.is_file() and _others_reach(path):
            yield Finding(f"Others can read {path}.", f"chmod 600 {path}")


def _secret_files(settings: Settings) -> Iterator[Path]:
    """The node's own file and keys, and every file by which the environment gives a secret."""
    folder = Path(settings.data)
    yield from (folder / CONFIG_NAME, *(folder / "keys" / name for name in KEY_FILES.values()))
    variables = [f"{PREFIX}{item.name.upper()}_FILE" for item in setting_fields() if item.metadata["secret"]]
    yield from (Path(os.environ[name]) for name in (*variables, f"{PREFIX}CONFIG") if name in os.environ)


def _others_reach(path: Path) -> bool:
    """Whether others may open a file, and no folder above keeps them out."""
    if path.parent == _IN_CONTAINER:
        return False
    folders_open = all(folder.stat().st_mode & 0o011 for folder in path.resolve().parents)
    return folders_open and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def check_databases(settings: Settings) -> Iterator[Finding]:
    """Each service's database must answer and be up to date."""
    for service in SERVICE_NAMES:
        database = Database(settings.database_url_of(service))
        try:
            lacking = migrations.missing(database, service)
        except LimenError:
            yield Finding(
                f"The database of {service} does not answer.",
                "Start PostgreSQL, create the database and check database_url.",
            )
            continue
        finally:
            database.close()
        if lacking:
            yield Finding(
                f"The database of {service} lacks {', '.join(sorted(lacking))}.", "limen db upgrade"
            )


def check_broker(settings: Settings) -> Iterator[Finding]:
    """RabbitMQ must answer, and its queues be as this version declares them; what is missing is made."""
    if settings.shape != "host" or not settings.broker_url:
        return
    from kombu.connection import Connection

    from limen.messaging.rabbit.topology import Topology

    with Connection(settings.broker_url, connect_timeout=3) as connection:  # type: ignore[no-untyped-call]
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, reraise_as_library_errors=False)
            Topology().declare(connection.channel())
        except connection.connection_errors + connection.channel_errors as error:
            if getattr(error, "reply_code", None) == _PRECONDITION_FAILED:
                yield Finding(
                    f"RabbitMQ has a queue that Limen declares otherwise: {error.reply_text}",
                    "Delete it (`rabbitmqctl delete_queue`); the workers make it anew. "
                    "Then send what it held: `limen events resend --since ...`.",
                )
            else:
                yield Finding(f"RabbitMQ does not let us in: {error}", "Start it and check broker_url.")


def check_plugins(settings: Settings) -> Iterator[Finding]:
    """The named plugins must load."""
    from limen.plugins.host import plugins_of

    try:
        plugins_of(settings)
    except LimenError as error:
        yield Finding(
            str(error), "Mend or remove the plugin in `plugins`; `limen countries` lists what is installed."
        )


def check_space(settings: Settings) -> Iterator[Finding]:
    """A full disk stops every confirmation."""
    folder = Path(settings.data)
    if folder.is_dir() and shutil.disk_usage(folder).free < _ENOUGH_SPACE:
        yield Finding("Less than 1 GiB of disk is free.", "Make room before officers see refusals.")


def check_printing(settings: Settings) -> Iterator[Finding]:
    """Forms and lists are printed where they are asked for."""
    from limen.printing import missing_parts

    for missing in missing_parts():
        need, _, remedy = missing.partition(": ")
        yield Finding(f"{need[0].upper()}{need[1:]}.", remedy)


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    check_country,
    check_production,
    check_secrets,
    check_databases,
    check_broker,
    check_plugins,
    check_space,
    check_printing,
)

"""What is wrong with a node's configuration, and how to mend it. Each check is a small function."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from limen.config import Settings
from limen.errors import LimenError
from limen.keys import KEY_FILES
from limen.service import SERVICE_NAMES
from limen.storage import migrations
from limen.storage.database import Database

#: less free space than this is a problem, in bytes
_ENOUGH_SPACE = 1 << 30


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
    for pin in settings.plugins:
        if "sha256:" not in pin:
            yield Finding(
                f"The plugin {pin.split('==')[0]} is not pinned to its content.",
                "Add sha256:<digest>; `limen countries --pins` prints it.",
            )


def check_keys(settings: Settings) -> Iterator[Finding]:
    """Key files must be readable by the node's user alone."""
    for name in KEY_FILES.values():
        path = Path(settings.data) / "keys" / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"Others can read {name}.", f"chmod 600 {path}")


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
    """RabbitMQ must answer."""
    if settings.shape != "host" or not settings.broker_url:
        return
    from kombu.connection import Connection

    try:
        with Connection(settings.broker_url, connect_timeout=3) as connection:  # type: ignore[no-untyped-call]
            connection.ensure_connection(max_retries=1)
    except (OSError, LimenError) as error:
        yield Finding(f"RabbitMQ does not answer ({type(error).__name__}).", "Start it and check broker_url.")


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
    check_keys,
    check_databases,
    check_broker,
    check_plugins,
    check_space,
    check_printing,
)

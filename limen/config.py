"""The settings of a node: every name, its type, its default and what it is for, in one place.

Read once, from the node's file (`LIMEN_CONFIG`, TOML) and then from the environment (`LIMEN_<NAME>`).
A secret can also come from a file (`LIMEN_<NAME>_FILE`). Unknown names and missing secrets stop the
start; no secret has a default.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from limen.errors import StartRefused

PREFIX = "LIMEN_"
#: variables that are no settings: the node's file, and what `limen load` asks for
_META = {"CONFIG", "PASSWORD"}


def _setting(
    help_: str, *, default: Any = MISSING, secret: bool = False, choices: tuple[str, ...] = ()
) -> Any:
    return field(
        default=default, metadata={"help": help_, "secret": secret, "choices": choices}, repr=not secret
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A node's configuration. Field names are the setting names in lower case."""

    shape: str = _setting(
        "embedded: SQLite, one process; host: PostgreSQL and RabbitMQ",
        default="embedded",
        choices=("embedded", "host"),
    )
    node: str = _setting("name of this node, part of every event's source", default="node")
    country: str = _setting("state that runs the node: ISO 3166-1 alpha-2, or XK", default="")
    data: Path = _setting("folder for SQLite files and attachments", default=Path("data"))  # noqa: RUF009
    database_url: str = _setting(
        "database URL with {service} in the database's name; empty: SQLite under `data`",
        default="",
        secret=True,
    )
    database_pool: int = _setting("connections that each process keeps open", default=5)
    broker_url: str = _setting(
        "RabbitMQ, amqp://user:password@host/vhost; host shape only", default="", secret=True
    )
    master_key: str = _setting("wraps the keys of all persons: 32 bytes in base64", secret=True)
    token_key: str = _setting(
        "gateway's Ed25519 private key as JWK; only the gateway needs it", default="", secret=True
    )
    token_public_keys: str = _setting("JWK set with which every service checks tokens", secret=True)
    token_minutes: int = _setting("life of an access token in minutes", default=10)
    session_key: str = _setting(
        "signs the console's form tokens and page cookie; only the gateway needs it", default="", secret=True
    )
    session_minutes: int = _setting("minutes without a click after which the console signs out", default=30)
    plugins: tuple[str, ...] = _setting(
        "plugins to load, `name==version sha256:digest`, separated by commas or line ends; no other loads",
        default=(),
    )
    safe_mode: tuple[str, ...] = _setting(
        "plugins to start without, by name, or `all`; the cases of their countries are held", default=()
    )
    plugin_milliseconds: int = _setting(
        "time that a plugin has for one rule or identity number; then the case is held", default=2000
    )
    plugin_loading_seconds: int = _setting("time that a plugin has to hand over its data", default=30)
    service_urls: tuple[str, ...] = _setting(
        "where the gateway finds the services, `name=url`; default in the host shape: http://<name>:8000",
        default=(),
    )
    host: str = _setting("address to listen on", default="127.0.0.1")
    port: int = _setting("port to listen on", default=8000)
    metrics_port: int = _setting("port on which a worker shows its metrics; 0: on none", default=0)
    public_url: str = _setting("address that officers type, with https in production", default="")
    proxies: int = _setting(
        "reverse proxies in front of the gateway; each adds the address it sees to X-Forwarded-For", default=0
    )
    web_workers: int = _setting("web processes of a service", default=2)
    web_threads: int = _setting("threads of each web process", default=3)
    body_limit: int = _setting("largest request body in bytes", default=1_048_576)
    attachments: str = _setting(
        "folder for attached files, sealed; shared by all processes of a service; empty: under `data`",
        default="",
    )
    attachment_limit: int = _setting("largest attached file in bytes", default=20_971_520)
    scan_command: str = _setting(
        "virus scanner for attached files: gets one on its input; ends with 0 clean, 1 infected; empty: none",
        default="",
    )
    rate_limit: str = _setting("requests allowed to one client at the gateway", default="600 per minute")
    sign_in_limit: str = _setting("sign-in attempts allowed to one client", default="10 per minute")
    reading_first_day: str = _setting(
        "how the node counts the first day where a text is silent",
        default="excluded",
        choices=("excluded", "included"),
    )
    reading_non_working_day: str = _setting(
        "where a limit ends on a day off and the text is silent",
        default="stays",
        choices=("stays", "rolls_forward"),
    )
    arrangement_review_days: int = _setting(
        "days after which an arrangement that nobody reviewed is warned of", default=365
    )
    approaching_days: int = _setting("days before a time limit at which it counts as approaching", default=2)
    escalation_hours: int = _setting(
        "hours without action after which an approaching time limit is brought to a superior", default=24
    )
    calendar_days: int = _setting("days after which the address of an officer's calendar ends", default=180)
    statistics_threshold: int = _setting(
        "smallest number of cases that statistics show; smaller ones are suppressed", default=5
    )
    oidc_issuer: str = _setting("OpenID Connect issuer; empty: local accounts only", default="")
    oidc_client_id: str = _setting("client id at the OpenID Connect issuer", default="")
    oidc_client_secret: str = _setting("client secret at the OpenID Connect issuer", default="", secret=True)
    oidc_roles_claim: str = _setting("claim that lists an officer's Limen roles", default="limen_roles")
    oidc_posts_claim: str = _setting("claim that lists an officer's posts", default="limen_posts")
    log_level: str = _setting(
        "least severe level to log", default="info", choices=("debug", "info", "warning", "error")
    )
    demonstration: bool = _setting("allow the demonstration accounts; never in production", default=False)

    def database_url_of(self, service: str) -> str:
        """Return the SQLAlchemy URL of one service's database."""
        if self.database_url:
            return self.database_url.replace("{service}", service)
        return f"sqlite:///{self.data / (service + '.sqlite')}"

    def attachments_of(self, service: str) -> Path:
        """Return the folder of one service's attached files."""
        return (Path(self.attachments) if self.attachments else self.data / "attachments") / service

    def service_url_of(self, service: str) -> str:
        """Return where the gateway finds a service over HTTP."""
        named = dict(entry.split("=", 1) for entry in self.service_urls)
        return named.get(service, f"http://{service}:8000")


def setting_fields() -> tuple[Field[Any], ...]:
    """Return every setting, for the reference page and `deploy/env.example`."""
    return fields(Settings)


def load_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings; `StartRefused` lists everything that is wrong at once."""
    environment = os.environ if environment is None else environment
    values, problems = _from_file(environment), []
    known = {f.name: f for f in fields(Settings)}
    for name in sorted(n for n in values if n not in known):
        problems.append(f"unknown setting {name!r} in the node's file")
        del values[name]
    for variable, text in sorted(environment.items()):
        if not variable.startswith(PREFIX) or variable.startswith(PREFIX + "TEST_"):
            continue
        name = variable.removeprefix(PREFIX)
        if name in _META or name.endswith("_IMAGE") or name == "PYTHON":
            continue
        if name.endswith("_FILE") and name.removesuffix("_FILE").lower() in known:
            path = Path(text)
            if not path.is_file():
                problems.append(f"{variable} names a file that is not there")
                continue
            name, text = name.removesuffix("_FILE"), path.read_text().strip()
        if name.lower() not in known:
            problems.append(f"unknown setting {variable}")
            continue
        values[name.lower()] = text
    values.update(overrides)
    converted: dict[str, Any] = {}
    for name, item in known.items():
        if name in values:
            try:
                converted[name] = _convert(item, values[name])
            except ValueError as error:
                problems.append(f"{PREFIX}{name.upper()} {error}")
        elif item.default is MISSING:
            problems.append(f"{PREFIX}{name.upper()} is missing: {item.metadata['help']}")
    if problems:
        raise StartRefused("; ".join(problems), problems=problems)
    return Settings(**converted)


def _from_file(environment: Mapping[str, str]) -> dict[str, Any]:
    path = environment.get(PREFIX + "CONFIG")
    if not path:
        return {}
    if not Path(path).is_file():
        raise StartRefused(f"{PREFIX}CONFIG names a file that is not there: {path}")
    try:
        return tomllib.loads(Path(path).read_text())
    except tomllib.TOMLDecodeError as error:
        raise StartRefused(f"{path} is not TOML: {error}") from error


def _convert(item: Field[Any], value: Any) -> Any:
    kind = item.type
    if kind in (bool, "bool"):
        return _truth(value)
    if kind in (int, "int"):
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ValueError(f"must be a whole number, not {value!r}") from None
    if kind in (Path, "Path"):
        return Path(value)
    if kind == tuple[str, ...]:
        parts = value.replace("\n", ",").split(",") if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip())
    choices = item.metadata["choices"]
    if choices and value not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}")
    return str(value)


def _truth(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    text = str(value).lower()
    if text not in words:
        raise ValueError(f"must be true or false, not {value!r}")
    return words[text]

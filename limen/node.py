"""A node: its folder, its databases, and in the embedded shape all its services in one process."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from limen.config import PREFIX, Settings, load_settings
from limen.keys import KEY_FILES, write_keys
from limen.plugins.host import PluginHost, load_plugins
from limen.plugins.installed import find_plugin
from limen.runtime import Runtime, open_runtime
from limen.service import SERVICE_NAMES, load_service
from limen.storage import migrations
from limen.storage.database import Database

CONFIG_NAME = "node.toml"
BUNDLED_PLUGINS = ("agreements", "screening_training")


def init_node(folder: Path, **values: Any) -> Path:
    """Write a node's configuration and keys into `folder`; what exists is kept. Return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = write_keys(folder / "keys")
    path = folder / CONFIG_NAME
    if not path.exists():
        lines = [
            "# A Limen node. Every setting is explained in docs/reference.md.",
            f"# The keys stand in {keys['master_key'].parent.name}/: keep a copy of master.key apart,",
            "# for without it no personal field can be read again.",
        ]
        lines += [f"{name} = {_toml(value)}" for name, value in sorted(values.items())]
        path.write_text("\n".join(lines) + "\n")
    return path


def settings_of(folder: Path, environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings of the node in `folder`: its file, its key files, then the environment."""
    known = dict(os.environ if environment is None else environment)
    known.setdefault(PREFIX + "CONFIG", str(folder / CONFIG_NAME))
    for setting, name in KEY_FILES.items():
        if PREFIX + setting.upper() not in known and (folder / "keys" / name).is_file():
            known.setdefault(f"{PREFIX}{setting.upper()}_FILE", str(folder / "keys" / name))
    overrides.setdefault("data", folder)
    return load_settings(known, **overrides)


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def log_file(folder: Path) -> Path:
    """Return where an embedded node writes its log, so that the terminal stays readable."""
    return folder / "node.log"


def migrate(settings: Settings, services: Iterable[str] = SERVICE_NAMES) -> dict[str, list[str]]:
    """Bring the databases of the services up to date; return the revisions applied to each."""
    applied = {}
    for name in services:
        database = Database(settings.database_url_of(name))
        try:
            applied[name] = migrations.upgrade(database, name)
        finally:
            database.close()
    return applied


@dataclass
class Node:
    """All services of an embedded node in this process."""

    runtimes: Mapping[str, Runtime]
    application: Callable[..., Any]
    workers: list[Any]

    def close(self) -> None:
        """Stop the workers, then close the databases."""
        for worker in self.workers:
            worker.stop()
        for runtime in self.runtimes.values():
            runtime.close()


def default_plugins(*, digest: bool = True) -> tuple[str, ...]:
    """Return pins for the plugins that ship with Limen, as they are installed now.

    Without digests a demonstration goes on after an upgrade; a node in service pins the content too.
    """
    pins = [find_plugin(name).pin() for name in BUNDLED_PLUGINS]
    return tuple(str(pin if digest else replace(pin, digest=None)) for pin in pins)


def demonstration_accounts() -> list[dict[str, Any]]:
    """Return the accounts of the demonstration, as the gateway defines them."""
    accounts: list[dict[str, Any]] = import_module("services.gateway.demonstration").ACCOUNTS
    return accounts


def open_runtimes(settings: Settings, plugins: PluginHost | None = None) -> dict[str, Runtime]:
    """Open the runtimes of all services; they share one plugin host."""
    host = plugins or load_plugins(settings.plugins, require_digest=settings.shape != "embedded")
    return {name: open_runtime(settings, load_service(name), host) for name in SERVICE_NAMES}


def load_demonstration(runtimes: Mapping[str, Runtime]) -> list[str]:
    """Load the demonstration data of each service that has some; return the services' names."""
    loaded = []
    for name, runtime in runtimes.items():
        module = f"services.{name}.demonstration"
        if find_spec(module) is not None:
            import_module(module).load(runtime)
            loaded.append(name)
    return loaded


def open_node(settings: Settings) -> Node:
    """Start an embedded node: every service behind the gateway, and every worker, in this process."""
    from limen.messaging.worker import Worker
    from limen.web.app import create_app

    runtimes = open_runtimes(settings)
    applications = {name: create_app(runtime) for name, runtime in runtimes.items() if name != "gateway"}
    runtimes["gateway"].upstreams = {name: app.wsgi_app for name, app in applications.items()}
    workers = [Worker(runtime, peers=runtimes) for runtime in runtimes.values()]
    for worker in workers:
        worker.start()
    return Node(runtimes, create_app(runtimes["gateway"]), workers)

"""An embedded node: all services, their databases and workers, in one process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from limen.config import Settings
from limen.messaging.worker import Worker
from limen.plugins.host import PluginHost, plugins_of
from limen.runtime import Runtime, open_runtime
from limen.service import SERVICE_NAMES, load_service
from limen.storage import migrations
from limen.storage.database import Database
from limen.web.app import create_app


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


def open_runtimes(settings: Settings, plugins: PluginHost | None = None) -> dict[str, Runtime]:
    """Open the runtimes of all services; they share one plugin host."""
    host = plugins or plugins_of(settings)
    return {name: open_runtime(settings, load_service(name), host) for name in SERVICE_NAMES}


def load_demonstration(settings: Settings, runtimes: Mapping[str, Runtime]) -> None:
    """Load the demonstration data of each service once; each part can be loaded again after a crash."""
    marker = settings.data / "demonstration-loaded"
    if not settings.demonstration or marker.exists():
        return
    for name, runtime in runtimes.items():
        module = f"services.{name}.demonstration"
        if find_spec(module) is not None:
            import_module(module).load(runtime)
    marker.touch()


def open_node(settings: Settings) -> Node:
    """Start an embedded node: every service behind the gateway, and every worker, in this process."""
    migrate(settings)
    runtimes = open_runtimes(settings)
    load_demonstration(settings, runtimes)
    applications = {name: create_app(runtime) for name, runtime in runtimes.items() if name != "gateway"}
    runtimes["gateway"].upstreams = {name: app.wsgi_app for name, app in applications.items()}
    workers = [Worker(runtime, peers=runtimes) for runtime in runtimes.values()]
    for worker in workers:
        worker.start()
    return Node(runtimes, create_app(runtimes["gateway"]), workers)
